import FrameFilter
import InspectorModel

/// wsglass(1), from the tables of commands, options, keys, `:` commands, filter terms, exit statuses, variables and files.
enum ManualPage {
  /// With the keys in force.
  static func text(_ keymap: Keymap = .standard) -> String {
    var page = Roff(
      name: "wsglass", section: 1, date: Main.date, source: "wsglass \(Main.version)",
      manual: "User Commands")
    page.section("Name")
    page.line([.plain("wsglass - a full-screen inspector for live WebSocket connections")])
    page.section("Synopsis")
    for (index, command) in Command.allCases.enumerated() {
      if index > 0 { page.lineBreak() }
      page.line(Roff.synopsis(command.synopsis))
    }
    page.section("Description")
    page.line([
      .plain(
        "Shows every frame of one or many WebSocket connections as it was on the wire, sends frames, keeps"),
      .plain(" what came in captures on disk, and says in words why a connection failed or ended."),
    ])
    page.paragraph(
      .plain(
        "An operand is the URL of a connection to make (ws or wss), a profile, the name or folder of a capture, or a"
      ),
      .plain(
        " file that was exported (.jsonl, .har). Without one there is a first screen. Options and operands"),
      .plain(" go in any order; after "), .bold("--"),
      .plain(" there are only operands. Of an option that is"),
      .plain(" given twice the last counts, unless its text says otherwise."))
    addCommands(to: &page)
    addOptions(to: &page)
    addKeys(of: keymap, to: &page)
    addCommandLine(to: &page)
    addFilter(to: &page)
    addExitStatus(to: &page)
    addSurroundings(to: &page)
    addExamples(to: &page)
    page.section("See also")
    page.line([
      .bold("wsglass-config"), .plain("(5), "), .bold("wsglass-keymap"), .plain("(5), "),
      .bold("wsglass-theme"), .plain("(5), "), .bold("wsglass-profile"), .plain("(5), "),
      .bold("wsglass-script"),
      .plain("(5), "), .bold("wsglass-formats"), .plain("(5), "), .bold("curl"),
      .plain("(1), RFC 6455, RFC 7692"),
    ])
    return page.text
  }

  private static func addCommands(to page: inout Roff) {
    page.section("Commands")
    for command in Command.allCases { page.entry(Roff.synopsis(command.synopsis), .plain(command.help)) }
  }

  /// Those that go with the same commands stand together, in the order of the table.
  private static func addOptions(to page: inout Roff) {
    page.section("Options")
    page.line([.bold(Command.inspect.rawValue), .plain(" is wsglass without a command.")])
    var done: [Set<Command>] = []
    for first in Option.table where !done.contains(first.commands) {
      done.append(first.commands)
      let commands = Command.allCases.filter { first.commands.contains($0) }.map(\.rawValue)
      let isEverywhere = commands.count == Command.allCases.count
      page.subsection("With \(isEverywhere ? "every command" : commands.joined(separator: ", "))")
      for option in Option.table where option.commands == first.commands {
        page.entry(tag(option), .plain(option.help))
      }
    }
  }

  private static func tag(_ option: Option) -> [Roff.Run] {
    let short: [Roff.Run] = option.short.map { [.bold("-\($0)"), .plain(", ")] } ?? []
    let name = short + [.bold("--\(option.name.rawValue)")]
    guard let value = option.value else { return name }
    return name
      + (option.valueIsOptional
        ? [.plain("[="), .italic(value), .plain("]")] : [.plain(" "), .italic(value)])
  }

  private static func addKeys(of keymap: Keymap, to page: inout Roff) {
    page.section("Keys")
    page.line([
      .plain("Where no place is named, the key is one of the log and of the detail. "), .bold("^X"),
      .plain(" is Control and X."),
    ])
    for group in KeyBinding.Group.allCases {
      page.subsection(group.rawValue.prefix(1) + group.rawValue.dropFirst().lowercased())
      for binding in keymap.bindings where binding.group == group {
        let place = place(binding.contexts)
        page.entry(
          [.bold(binding.label)], .plain(binding.help), .plain(place.isEmpty ? "" : " (\(place))"), width: 22)
      }
    }
  }

  /// In words; nothing for the panes, which most keys belong to.
  private static func place(_ contexts: KeyContext) -> String {
    if contexts == .panes { return "" }
    if contexts == .everywhere { return "everywhere" }
    if contexts == .typing { return "where text is typed" }
    return KeyContext.all.filter { contexts.contains($0) }.map { $0 == .help ? "help" : $0.name }
      .joined(separator: ", ")
  }

  private static func addCommandLine(to page: inout Roff) {
    page.section("Command line")
    page.line([.plain("Behind "), .bold(":"), .plain(" in the inspector:")])
    for (word, help) in CommandLine.words { page.entry(Roff.synopsis(word), .plain(help), width: 28) }
  }

  private static func addFilter(to page: inout Roff) {
    page.section("Filter")
    page.line([
      .plain("What "), .bold("f"), .plain(", "), .bold(":filter"), .plain(" and "), .bold("--filter"),
      .plain(
        " take: terms with blanks between, which all have to be met. What stands before each text is an"),
      .plain(" example."),
    ])
    for term in FrameFilter.terms {
      page.entry([.bold(term.example)], .plain(term.help), width: 28)
      guard !term.values.isEmpty else { continue }
      page.lineBreak()
      page.line([.plain("Values:")])
      for (index, value) in term.values.enumerated() {
        let end = index == term.values.count - 1 ? "" : ";"
        page.line([.bold(value.text), .plain(" \(value.help)\(end)")])
      }
    }
  }

  private static func addExitStatus(to page: inout Roff) {
    page.section("Exit status")
    for code in ExitCode.all { page.entry([.bold("\(code.rawValue)")], .plain(code.meaning), width: 6) }
    page.paragraph(.plain(ExitCode.afterSignal))
  }

  private static func addSurroundings(to page: inout Roff) {
    page.section("Environment")
    for variable in EnvironmentVariable.allCases {
      page.entry(
        [.bold(([variable.rawValue] + variable.others).joined(separator: ", "))], .plain(variable.help))
    }
    page.section("Files")
    for place in FilePlace.table { page.entry([.italic(place.path)], .plain(place.help)) }
  }

  private static func addExamples(to page: inout Roff) {
    page.section("Examples")
    for example in Help.examples {
      page.entry([.bold(example.line)], .plain(example.help))
    }
    page.paragraph(.plain("Completion in bash, zsh and fish, for this shell or for all that follow:"))
    page.example(CompletionsCommand.uses)
  }
}
