/// `wsglass --help`, from the tables: examples first.
enum Help {
  static let examples: [(line: String, help: String)] = [
    ("wsglass demo", "try it, without a network"),
    ("wsglass wss://host/path", "look into one connection"),
    ("wsglass ws://localhost:8080/a ws://localhost:8080/b", "two tabs"),
    ("wsglass -s v12.stomp -H 'X-Id: 7' wss://host/", "subprotocol and header"),
    ("wsglass --header-file secret.txt wss://host/", "a token that no process list shows"),
    ("wsglass profiles import - < curl.txt", "save a copied curl command; wsglass NAME opens it"),
    ("wsglass record wss://host/ --count 100 -o log.jsonl", "so many frames into a file"),
    ("echo '{\"op\":\"time\"}' | wsglass wss://host/", "ask in a pipe: what is sent and comes, a line each"),
    ("wsglass export log.jsonl -o log.har", "for a browser's tools; .pcapng for Wireshark"),
  ]

  static let text: String = {
    var lines = [
      "wsglass: a full-screen inspector for live WebSocket connections",
      "",
      "Examples",
    ]
    for example in examples { lines.append("  " + pad(example.line, to: 46) + example.help) }
    lines += ["", "Usage"]
    for command in Command.allCases {
      lines.append("  \(command.synopsis)")
      lines.append("      \(command.help)")
    }
    lines += ["", "Options"]
    for option in Option.table {
      let short = option.short.map { "-\($0), " } ?? "    "
      let left =
        "  \(short)--\(option.name.rawValue)"
        + (option.value.map { option.valueIsOptional ? "[=\($0)]" : " \($0)" } ?? "")
      lines.append(pad(left, to: 34) + option.help)
    }
    lines += [
      "", "Keys", "  ? shows all of them; q quits; o connects; i composes; Enter opens a frame", "",
      "Exit status",
    ]
    for code in ExitCode.all { lines.append("  \(code.rawValue)  \(code.meaning)") }
    lines.append("  \(ExitCode.afterSignal)")
    return lines.joined(separator: "\n")
  }()

  private static func pad(_ text: String, to width: Int) -> String {
    text.count < width ? text + String(repeating: " ", count: width - text.count) : text + "  "
  }
}
