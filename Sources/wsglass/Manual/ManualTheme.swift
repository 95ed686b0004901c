import Canvas

/// wsglass-theme(5): fields, colours and roles, from the tables of themes.
enum ManualTheme {
  static let fields: [(name: String, help: String)] = [
    ("format", "1; what other numbers mean is not known to this version"),
    ("name", "as the file is called, without .json"),
    ("variant", "dark, light, or any (without it)"),
    ("extends", "the theme whose roles and palette stand where this one is silent; \"base\" is there for it"),
    ("source", "where its colours are from, as the list of themes shows it"),
    ("license", "of these"),
    ("palette", "names for colours, as the roles use them"),
    ("roles", "what each role looks like: fg, bg and attr"),
    ("mono", "attributes of roles where there are no colours"),
    ("glyphs", "auto, ascii or unicode"),
  ]

  static let text: String = {
    var page = Roff(
      name: "wsglass-theme", section: 5, date: Main.date, source: "wsglass \(Main.version)",
      manual: "File Formats")
    page.section("Name")
    page.line([.plain("wsglass-theme - looks of wsglass")])
    page.section("Description")
    page.line([
      .plain("A theme is a JSON5 file in "), .italic("$XDG_CONFIG_HOME/wsglass/themes"), .plain(", "),
      .italic("$XDG_DATA_DIRS/wsglass/themes"), .plain(" or "), .italic("share/wsglass/themes"),
      .plain(" beside the program's folder; of one name, the first of these holds. "), .bold(":theme"),
      .plain(" shows each; "), .bold("--theme-file"),
      .plain(" takes any file. It is read again when it is saved."),
      .plain(" A fault is told by file, line and role, and the look before it stays."),
    ])
    page.example([
      "{", "  \"format\": 1, \"name\": \"mine\", \"variant\": \"dark\", \"extends\": \"nord\",",
      "  \"palette\": {\"sent\": {\"hex\": \"#88c0d0\", \"x256\": 110, \"ansi\": \"cyan\"}},",
      "  \"roles\": {\"frame.out\": {\"fg\": \"sent\", \"attr\": [\"bold\"]}},", "}",
    ])
    page.section("Fields")
    for field in fields { page.entry([.bold(field.name)], .plain(field.help), width: 12) }
    page.section("Colours")
    page.line([
      .plain("A name of the palette, "), .bold("default"), .plain(" (the terminal's own), "), .bold("#rgb"),
      .plain(", "), .bold("#rrggbb"), .plain(", "), .bold("x256:0"), .plain(" to "), .bold("x256:255"),
      .plain(", or "), .plain(Theme.ansiColours.joined(separator: ", ")),
      .plain(
        ". In the palette, also an object with hex, x256 and ansi: one for each kind of terminal. Attributes are"
      ),
      .plain(" bold, dim, italic, underline and reverse."),
    ])
    page.section("Roles")
    page.line([
      .plain("A role that is not there looks as the one before its last dot, and last as "), .bold("text"),
      .plain(": frame.close.error, frame.close, frame, text."),
    ])
    page.paragraph(.plain(Role.allCases.map(\.name).joined(separator: ", ") + "."))
    page.section("See also")
    page.line([.bold("wsglass"), .plain("(1), "), .bold("wsglass-config"), .plain("(5)")])
    return page.text
  }()
}
