import Canvas
import InspectorModel

/// wsglass-keymap(5): places, keys and commands, from the key table.
enum ManualKeymap {
  static let text: String = {
    var page = Roff(
      name: "wsglass-keymap", section: 5, date: Main.date, source: "wsglass \(Main.version)",
      manual: "File Formats")
    page.section("Name")
    page.line([.plain("wsglass-keymap - other keys for wsglass")])
    page.section("Description")
    page.line([
      .italic("$XDG_CONFIG_HOME/wsglass/keymap.json"),
      .plain(
        " is JSON5: an object of places, in each an object of keys, for each key a command or null, which takes"
      ),
      .plain(" the key away. What it does not name stays. Help, hints, the palette, messages and "),
      .bold("wsglass man"),
      .plain(" show the keys in force. What can't be used is told by its line at the start and by"),
      .bold(" wsglass doctor"), .plain(", and leaves the rest."),
    ])
    page.example([
      "{", "  \"log\": {\"ctrl-x\": \"detail.hex\", \"q\": null},",
      "  \"everywhere\": {\"f12\": \"redraw\"},", "}",
    ])
    page.section("Keys")
    page.line([
      .plain(
        "A character, or a name: \(names.joined(separator: ", ")), f1 to f20. Before it, in any order, "),
      .bold("ctrl-"), .plain(", "), .bold("alt-"), .plain(" and "), .bold("shift-"),
      .plain("; as help writes it is fine too, "), .bold("^X"), .plain(" and "), .bold("Alt-R"), .plain("."),
    ])
    page.paragraph(
      .plain(
        "Ctrl-C stays: it is the way out of everything. Ctrl-I, Ctrl-M, Ctrl-H, Ctrl-[, Alt-[ and Alt-O are other"
      ),
      .plain(" keys' bytes on terminals. A character alone is text where text is typed."))
    page.section("Places")
    for place in KeyContext.keyed {
      let words = place.contexts == KeyContext.everywhere ? "all of them" : Self.words(place.contexts)
      page.entry([.bold(place.key)], .plain(words), width: 16)
    }
    page.paragraph(.plain("A place alone goes before several that are named together."))
    page.section("Commands")
    for binding in Keymap.named {
      page.entry(
        [.bold(binding.command.rawValue)], .plain("\(binding.help) (\(binding.label))"), width: 24)
    }
    page.section("See also")
    page.line([.bold("wsglass"), .plain("(1), "), .bold("wsglass-config"), .plain("(5)")])
    return page.text
  }()

  private static let names = Key.names.filter { !($0.hasPrefix("f") && $0.last?.isNumber == true) }

  private static func words(_ contexts: KeyContext) -> String {
    let all = KeyContext.all.filter { contexts.contains($0) }
    return all.count == 1
      ? (contexts == .help ? "help" : all[0].name) : all.map(\.key).joined(separator: ", ")
  }
}
