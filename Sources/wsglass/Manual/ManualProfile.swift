import Profiles

/// wsglass-profile(5): what can stand in a profile, from the table by which it is read.
enum ManualProfile {
  static let references: [(form: String, help: String)] = [
    ("${env:NAME}", "a variable of the environment"),
    (
      "${file:PATH}",
      "what a file holds, without the line end at its end: 64 KiB at most, for its owner alone"
    ),
    ("${cmd:['pass', 'show', 'feed']}", "what a program prints: no shell, 5 s and 64 KiB at most"),
    ("${ask}", "asked for when it is needed, and not shown"),
    ("${ask:PIN of the card}", "the same, with a question"),
  ]

  static let text: String = {
    var page = Roff(
      name: "wsglass-profile", section: 5, date: Main.date, source: "wsglass \(Main.version)",
      manual: "File Formats")
    page.section("Name")
    page.line([.plain("wsglass-profile - connections that are saved under a name")])
    page.section("Description")
    page.line([
      .plain("A profile is a file "), .italic("$XDG_CONFIG_HOME/wsglass/profiles/NAME.json"),
      .plain(" in JSON5: JSON with comments, single quotes, names without quotes and commas at ends. "),
      .bold("wsglass NAME"), .plain(" opens it; options of the command line go before what it says."),
    ])
    page.paragraph(
      .plain(
        "It has to be for its owner alone (mode 600, in a folder that nobody else can write to), or it is"),
      .plain(" not read. A fault in it is told with line, column and key, and keeps no other profile from"),
      .plain(" use. Keys that are not known are told of, and stay where they are when it is written."))
    page.example([
      "{", "  // comments stay", "  \"url\": \"wss://${host}/v2?token=${env:FEED_TOKEN}\",",
      "  \"headers\": {\"Authorization\": \"Bearer ${env:FEED_TOKEN}\"},",
      "  \"subprotocols\": [\"v12.stomp\"],",
      "  \"environments\": {", "    \"dev\": {\"host\": \"localhost:8080\"},",
      "    \"prod\": {\"host\": \"feed.example.com\"}", "  },", "  \"environment\": \"dev\",",
      "  \"tag\": \"FEED\"",
      "}",
    ])
    page.paragraph(.plain("And its use:"))
    page.example(ProfilesCommand.uses)
    page.section("Keys")
    page.line([.plain("Those with a dot stand in the object that is named before it.")])
    for key in ProfileKey.table {
      let kind = ProfileWords.expected(key.kind)
      page.entry([.bold(key.path), .plain(key.kind == .group ? "" : " (\(kind))")], .plain(key.help))
      guard !key.example.isEmpty else { continue }
      page.lineBreak()
      page.line([.bold(key.example)])
    }
    addFilling(to: &page)
    page.section("See also")
    page.line([.bold("wsglass"), .plain("(1), "), .bold("wsglass-formats"), .plain("(5), json5.org")])
    return page.text
  }()

  private static func addFilling(to page: inout Roff) {
    page.section("Filling in")
    page.line([
      .plain("In texts that are filled in, "), .bold("${name}"),
      .plain(" is a variable: of the chosen environment, else of "), .bold("variables"),
      .plain(". A variable may hold others. A literal "), .bold("${"), .plain(" is written "), .bold("$${"),
      .plain(". These forms give secrets:"),
    ])
    for (form, help) in references { page.entry([.bold(form)], .plain(help)) }
    page.paragraph(
      .plain(
        "What they give is a secret whatever it is: hidden on screen and in exports wherever it turns up,"),
      .plain(" never written into a profile, percent-encoded in the query of an address. What is no secret"),
      .plain(
        " belongs into variables. Programs run without a shell, with nothing on their standard input and"),
      .plain(" without the variables that the profile itself names; after 5 s they are ended. Secrets are"),
      .plain(" got anew for each connect that the user asks for."))
    page.paragraph(
      .plain("Relative files of a profile are looked for in its folder; "), .bold("~/"),
      .plain(
        " is the home. A secret that stands in what is imported or saved goes into a file of its own in"),
      .italic(" $XDG_CONFIG_HOME/wsglass/secrets"), .plain(", which the profile then refers to."))
  }
}
