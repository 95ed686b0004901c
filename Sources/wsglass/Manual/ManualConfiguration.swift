/// wsglass-config(5): the settings, from their table.
enum ManualConfiguration {
  static let text: String = {
    var page = Roff(
      name: "wsglass-config", section: 5, date: Main.date, source: "wsglass \(Main.version)",
      manual: "File Formats")
    page.section("Name")
    page.line([.plain("wsglass-config - settings of wsglass")])
    page.section("Description")
    page.line([
      .italic("$XDG_CONFIG_HOME/wsglass/config.json"), .plain(" (~/.config without the variable) is JSON5:"),
      .plain(
        " comments, commas at the end and names without quotes are fine. An option on the command line goes"),
      .plain(" before it. What is unknown or wrong in it is told by its line at the start and by"),
      .bold(" wsglass doctor"), .plain(", and is as if it were not there; a fault never stops the start."),
      .plain(" The program writes it only for "), .bold(":theme NAME save"),
      .plain(" and its key in the list of themes, and leaves all else in it as it is."),
    ])
    page.line([
      .plain(
        "What is changed on screen (columns, time, hidden pings, the detail's form, place and size, two tabs, the"
      ),
      .plain(" theme) is kept in "), .italic("$XDG_STATE_HOME/wsglass/state.json"),
      .plain(" and holds at the next start, before this file, until the same setting is changed here."),
      .bold(" :reset-layout"), .plain(" forgets it."),
    ])
    page.section("Settings")
    for key in ConfigurationKey.allCases {
      let standard = key.standard.map { "; \($0) without it" } ?? ""
      page.entry(
        [.bold(key.rawValue)], .plain("\(key.help). \(sentence(key.kind))\(standard)."))
    }
    page.section("Example")
    page.line([.plain("All of it may stay away:")])
    page.example(example)
    page.section("See also")
    page.line([
      .bold("wsglass"), .plain("(1), "), .bold("wsglass-keymap"), .plain("(5), "), .bold("wsglass-theme"),
      .plain("(5)"),
    ])
    return page.text
  }()

  static let example = [
    "{",
    "  // one for each background",
    "  \"theme\": {\"light\": \"solarized-light\", \"dark\": \"nord\"},",
    "  \"mouse\": true,",
    "  \"time\": \"utc\",",
    "  \"compose\": {\"enter\": \"newline\"},",
    "  \"confirm\": {\"close\": false},",
    "  \"columns\": {\"delta\": true},",
    "  \"captures\": {\"count\": 200, \"gigabytes\": 10, \"days\": 30},",
    "}",
  ]

  private static func sentence(_ kind: ConfigurationKey.Kind) -> String {
    let words = ConfigurationWords.expected(kind)
    return words.prefix(1).uppercased() + words.dropFirst()
  }
}
