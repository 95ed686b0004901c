import Scripts

/// wsglass-script(5): how scripts for `wsglass replay` are written.
enum ManualScript {
  /// An example of the page. A test reads and plays each.
  struct Example {
    var title: String
    var rows: [String]
    /// Files that it names, and what is in them.
    var files: [(name: String, rows: [String])] = []
  }

  static let examples: [Example] = [
    Example(
      title: "A login, and a value of its reply that later messages need:",
      rows: [
        #"{"script":1,"name":"login","needs":{"password":"of the user anna"}}"#,
        #"{"send":{"op":"login","user":"anna","password":"${password}"}}"#,
        #"{"expect":{"json":{"ok":true}},"within":"2s","capture":{"token":"auth.token"}}"#,
        #"// from here on as anna"#,
        #"{"send":{"op":"subscribe","id":"${seq:raw}","token":"${token}"}}"#,
        #"{"expect":{"at":{"type":"ack","id":1}},"name":"subscribed","p95":"250ms"}"#,
        #"{"never":{"contains":"error"},"within":"100ms"}"#,
        #"{"close":1000,"reason":"done"}"#,
        #"{"expect":{"code":1000}}"#,
      ]),
    Example(
      title: "Ten messages a second, one for each row of a file:",
      rows: [
        #"{"repeat":null,"over":"orders.csv","rate":10,"steps":[{"send":{"op":"order","pair":"${pair}","size":"${size:raw}"}},{"expect":{"json":{"type":"ack","pair":"${pair}","id":"${any:number}"}}}]}"#
      ],
      files: [("orders.csv", ["pair,size", "BTC-USD,0.5", "ETH-USD,12"])]),
    Example(
      title: "The steps of a file on fifty connections that begin within five seconds, then one ping:",
      rows: [
        #"{"parallel":50,"spread":"5s","steps":"guest.jsonl"}"#,
        #"{"ping":"still there?","after":"1s"}"#,
        #"{"expect":{"op":"pong","text":"still there?"}}"#,
      ],
      files: [
        (
          "guest.jsonl",
          [
            #"{"send":"hello from guest ${connection}"}"#,
            #"{"expect":[{"regex":"^welcome, [0-9]+"},{"json":{"at":"${any:time}"}}]}"#,
          ]
        )
      ]),
  ]

  static let text: String = {
    var page = Roff(
      name: "wsglass-script", section: 5, date: Main.date, source: "wsglass \(Main.version)",
      manual: "File Formats")
    page.section("Name")
    page.line([.plain("wsglass-script - what wsglass replay plays to a WebSocket")])
    page.section("Description")
    page.line([
      .plain(
        "A script is JSON Lines: a step is an object on a line. Lines that begin with // or # are comments. It is read"
      ),
      .plain(
        " and checked as a whole, with all files that it names; of what is wrong in it, file, line and column are told,"
      ),
      .plain(" and nothing is sent. An export in JSON Lines is a script, too: see Recordings."),
    ])
    addSteps(to: &page)
    addConditions(to: &page)
    addVariables(to: &page)
    addTime(to: &page)
    addRecordings(to: &page)
    page.section("Examples")
    for example in examples {
      page.paragraph(.plain(example.title))
      page.example(example.rows)
      for (name, rows) in example.files {
        page.paragraph(.plain("with "), .italic(name), .plain(":"))
        page.example(rows)
      }
    }
    page.section("See also")
    page.line([
      .bold("wsglass"), .plain("(1), "), .bold("wsglass-formats"),
      .plain("(5). The format as a JSON Schema: "), .bold("wsglass replay --schema"), .plain("."),
    ])
    return page.text
  }()

  private static func addSteps(to page: inout Roff) {
    page.section("Steps")
    page.line([
      .plain("One of these keys says what the step does; those below it say how. In any step may stand")
    ])
    page.line([.bold("after"), .plain(" and "), .bold("comment"), .plain(".")])
    for kind in ScriptWord.kinds {
      page.subsection(kind.rawValue)
      page.line([.plain("\(kind.help). Takes \(kind.takes).")])
      for option in kind.options {
        page.entry([.bold(option.rawValue)], .plain("\(option.help). Takes \(option.takes)."), width: 10)
      }
    }
    page.subsection("any step")
    for word in [ScriptWord.after, .comment] {
      page.entry([.bold(word.rawValue)], .plain("\(word.help). Takes \(word.takes)."), width: 10)
    }
  }

  private static func addConditions(to page: inout Roff) {
    page.section("Conditions")
    page.line([
      .plain("What "), .bold("expect"), .plain(" and "), .bold("never"),
      .plain(
        " look for: a text, which is all of the payload, or an object in which all of these have to be met."),
    ])
    page.line([
      .plain(
        "An expectation begins behind the message that the one before was met by. Of those that don't meet it, the"
      ),
      .plain(" nearest is told when it fails, with what differs."),
    ])
    for word in ScriptConditionWord.allCases {
      page.entry([.bold(word.rawValue)], .plain("\(word.help). Takes \(word.takes)."), width: 10)
    }
    page.paragraph(
      .plain("In "), .bold("json"), .plain(", "), .bold("exactly"), .plain(" and "), .bold("at"),
      .plain(" these leave a value open:"))
    for (form, help) in ScriptWords.openValues { page.entry([.bold(form)], .plain(help), width: 16) }
    page.paragraph(
      .plain(
        "A path is names with dots between them and places in square brackets: items[0].id. A name with other"
      ),
      .plain(
        " signs stands in quotes, or in brackets as in $['odd key'], which is how a copied path has it. * is any key, [*] any place, ** any way down."
      ))
  }

  private static func addVariables(to page: inout Roff) {
    page.section("Variables")
    page.line([
      .plain("${name} in any text that is sent or expected stands for a value: of "), .bold("set"),
      .plain(", "),
      .bold("capture"), .plain(", a column of "), .bold("over"), .plain(", of "), .bold("--set"),
      .plain(
        " or of a profile's environment. $${ is ${ itself. In JSON, a value is written into its text with the escapes"
      ),
      .plain(" that it needs; \"${name:raw}\" is replaced quotes and all, for numbers, objects and arrays."),
    ])
    page.line([.plain("Made up, all from one seed:")])
    for (form, help) in ScriptWords.madeUpValues { page.entry([.bold(form)], .plain(help), width: 20) }
  }

  private static func addTime(to page: inout Roff) {
    page.section("Time")
    page.line([
      .plain(
        "A duration is a number with ns, us, ms, s, m or h, or a number of milliseconds. What waits is counted from when"
      ),
      .plain(
        " the step before was due, so that one that is late makes no later one late; after a reply it is counted from"
      ),
      .plain(" the reply. "), .bold("--speed"), .plain(" scales "), .bold("wait"), .plain(", "),
      .bold("after"), .plain(", "),
      .bold("rate"), .plain(", "), .bold("spread"),
      .plain(" and the times of a recording, but no deadline; max waits for nothing but what is expected."),
    ])
  }

  private static func addRecordings(to page: inout Roff) {
    page.section("Recordings")
    page.line([
      .plain(
        "Lines as wsglass-formats(5) tells of them are steps: frames that were sent are sent again, fragment by fragment,"
      ),
      .plain(
        " with the time between them. Frames that the protocol sends by itself are left out, notes are passed over, and what"
      ),
      .plain(
        " was received is passed over or, where that is asked for, expected, with values that will be others the next time"
      ),
      .plain(
        " left open. A secret that was taken out, as <redacted:NAME:HASH> in single angle quotation marks, is the variable"
      ),
      .plain(" NAME, which has to be given. Steps of one's own may stand between such lines."),
    ])
    page.line([
      .plain("Cookies and credentials go to no other origin than the recorded one.")
    ])
  }
}
