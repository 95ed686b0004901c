import Scripts
import Testing

@Suite struct ScriptErrorTests {
  private static let cases: [(String, String)] = [
    ("", #"1:1: there is no step in it (a step is a line such as {"send":"hello"})"#),
    ("# nothing", #"1:1: there is no step in it (a step is a line such as {"send":"hello"})"#),
    ("hello", #"1:1: a step is an object in braces ({"send":"hello"}; a comment begins with // or #)"#),
    ("[1]", #"1:1: a step is an object in braces ({"send":"hello"}; a comment begins with // or #)"#),
    ("\n {'sned':'x'}", #"2:3: there is no key "sned" (did you mean "send"?)"#),
    ("{'send':'x','ping':''}", #"1:13: two steps in one: "send" and "ping" (one step a line)"#),
    ("{'send':'x','send':'y'}", #"1:13: "send" stands there twice"#),
    (
      "{'after':1}",
      "1:1: nothing says what this step does (steps are script, send, ping, pong, close, wait, expect, never,"
        + " capture, set, repeat, parallel, include)"
    ),
    ("{'send':'x','rate':5}", #"1:13: "rate" means nothing in a step "send" (it goes with repeat)"#),
    ("{'send':'x'} {'send':'y'}", "1:14: something follows the step (one step a line)"),
    (
      "{'send':'x'",
      "1:12: the line ends inside its JSON (a step is one line; brackets and quotes are closed in it)"
    ),
    (
      #"{'send':'\q'}"#,
      #"1:10: a text can't hold this (\n is a new line, \\ a backslash, \" a quote, \u0007 any other sign)"#
    ),
    ("{'send':`x`}", #"1:9: "`" can't stand here in JSON"#),
    ("{'send':x}", #"1:9: "x" can't stand here in JSON (names and texts stand in ")"#),
    (
      "{'send':'x',}",
      #"1:13: "}" can't stand here in JSON (is there a comma before it, or a value missing?)"#
    ),
    ("{'send':01}", "1:9: this is no number of JSON (as in 5, -0.5 or 1e3)"),
    ("{'send':'x'}\n{'script':1}", #"2:2: "script" stands in the first line, of no included file"#),
    ("{'script':2}", #"1:11: "script" takes 1, the version that this program reads"#),
    (
      "{'script':1,'needs':'x'}",
      #"1:21: "needs" takes an array of names, or an object of names and what they are for"#
    ),
    // Durations, counts, codes
    (
      "{'wait':'2 days'}",
      #"1:9: "wait" takes a duration such as "250ms" or "2s", or a number of milliseconds"#
    ),
    ("{'wait':-1}", #"1:9: "wait" takes a duration such as "250ms" or "2s", or a number of milliseconds"#),
    (
      "{'ping':'\(String(repeating: "a", count: 126))'}",
      "1:9: a ping carries at most 125 bytes, this one 126"
    ),
    ("{'ping':'x','as':'file'}", "1:18: a ping takes text, base64 or hex"),
    (
      "{'close':1005}",
      #"1:10: "close" takes a close code (1000-1003, 1007-1014, 3000-4999), or null for none"#
    ),
    ("{'close':1000,'reason':5}", #"1:24: "reason" takes text"#),
    ("{'close':null,'reason':'x'}", "1:24: a reason needs a code (1000)"),
    ("{'send':'x','fragment':0}", #"1:24: "fragment" takes a whole number from 1 to 16777216"#),
    ("{'send':'x','as':'bse64'}", #"1:18: "as" takes "text", "json", "base64", "hex", "file", "text-file""#),
    ("{'send':'!!','as':'base64'}", "1:9: this is no base64"),
    ("{'send':'abc','as':'hex'}", "1:9: this is no hex (two hex digits a byte, blanks between them)"),
    ("{'send':{'a':1},'as':'text'}", #"1:9: "send" takes text here"#),
    // Variables
    (
      "{'set':{'name':'x'}}\n{'send':'${nme}'}", "2:10: nothing before has set ${nme} (did you mean ${name}?)"
    ),
    (
      "{'set':{'a':'${b}'}}",
      "1:14: nothing before has set ${b} (set, capture, over and --set give values; $${ is the sign itself)"
    ),
    (
      "{'send':'${random:x}'}",
      "1:10: ${random} takes a range or a kind (${random:1-100}, ${random:hex8} or ${random:letters8})"
    ),
    ("{'send':'${now:x}'}", "1:10: ${now:x} takes iso, s, ms, us or ns (${now:iso})"),
    ("{'send':'${any}'}", #"1:10: ${any} stands only in expected JSON (expect {"json":{"id":"${any}"}})"#),
    ("{'send':'${x'}", #"1:10: "${" without "}" ($${ is the sign itself)"#),
    (
      "{'send':'${a b}'}",
      #"1:10: a name between "${" and "}" has letters, digits, _ - and . ($${ is the sign itself)"#
    ),
    ("{'send':{'a':'x${seq:raw}'}}", #"1:16: ${seq:raw} has to be all of a text ("${seq:raw}")"#),
    ("{'set':{'a b':1}}", "1:9: a variable's name has letters, digits, _ - and ."),
    ("{'set':{}}", #"1:8: "set" takes an object of names and values, {"user":"anna"}"#),
    ("{'capture':{'now':'a'}}", #"1:13: "now" is a value that scripts make up themselves (another name)"#),
    ("{'capture':{'a':{'regex':'x','group':2}}}", "1:17: the expression has 0 groups, and none of number 2"),
    ("{'capture':{'a':{'pth':'x'}}}", #"1:18: there is no key "pth" in a capture (did you mean "path"?)"#),
    (
      "{'capture':{'a':5}}",
      #"1:17: a capture takes a path, or an object with path, or regex and group ({"token":"auth.token"} or "#
        + #"{"id":{"regex":"id=([0-9]+)","group":1}})"#
    ),
    // Conditions
    ("{'expect':5}", #"1:11: "expect" takes a text, an object of conditions, or an array of these"#),
    ("{'never':[1]}", #"1:10: "never" takes a text, or an object of conditions"#),
    ("{'expect':{'txt':'x'}}", #"1:12: there is no condition "txt" (did you mean "text"?)"#),
    (
      "{'expect':{'json':{'a':'${any:foo}'}}}",
      "1:25: ${any:foo}: there is no such kind (the kinds are text, number, bool, object, array, time, uuid)"
    ),
    ("{'expect':{'regex':'(a'}}", #"1:21: "(" without ")"; \( is the sign itself"#),
    (
      "{'expect':{'filter':'json.a>'}}",
      "1:29: a value is missing, as in json.type=ticker; \"\" is empty text"
    ),
    ("{'expect':{'filter':'marked'}}", "1:22: a message alone has no marks"),
    (
      "{'expect':{'type':'ack'}}",
      #"1:12: there is no condition "type" (what JSON has goes in json, {"json":{"type":"ack"}}; conditions are op, "#
        + "dir, text, contains, regex, filter, json, exactly, ignore, at, base64, hex, code, reason)"
    ),
    ("{'expect':{'at':{'a..b':1}}}", #"1:21: a name is missing in the path (items[0].id, "a.b".c, **.time)"#),
    ("{'expect':{'code':99}}", #"1:19: "code" takes a close code, or a range such as "4000-4999""#),
    ("{'expect':{'code':1000,'op':'text'}}", #"1:11: code and reason are of Close frames ({"op":"close"})"#),
    // Steps in steps
    ("{'repeat':3}", #"1:2: "steps" is missing ("steps":[{"send":"hello"}])"#),
    ("{'repeat':-1,'steps':[]}", #"1:11: "repeat" takes a whole number from 0 to 1000000000"#),
    ("{'repeat':1,'steps':[]}", "1:21: there are no steps in it"),
    ("{'repeat':null,'steps':[{'ping':''}]}", #"1:11: null is as many rounds as "over" has rows (a number)"#),
    ("{'repeat':2,'rate':0,'steps':[{'ping':''}]}", #"1:20: "rate" takes a number a second, above 0"#),
    ("{'parallel':0,'steps':[{'ping':''}]}", #"1:13: "parallel" takes a whole number from 1 to 10000"#),
    // Files
    ("{'include':'x.jsonl'}", "1:12: x.jsonl can't be read: no such file"),
    ("{'send':'${f}.bin','as':'file'}", "1:9: files are read beforehand: no variables in their names"),
    (
      "{'repeat':2,'over':'n.csv','steps':[{'send':'${name}'}]}",
      "1:20: n.csv:1: two columns have one name"
    ),
    ("{'include':'loop.jsonl'}", "loop.jsonl:1:12: this file includes itself"),
  ]

  @Test(arguments: cases.indices)
  func `an error says where, what, and what to write instead`(_ index: Int) {
    let (text, wanted) = Self.cases[index]
    let found = faults(q(text), files: ["n.csv": "name,name\n", "loop.jsonl": q("{'include':'loop.jsonl'}")])
    #expect(found == [wanted.hasPrefix("loop") ? wanted : "t.jsonl:" + wanted])
  }

  @Test func `all that is wrong is told at once, in the order of the lines`() {
    let text = q(
      """
      {'expect':'x','within':'soon','soft':1}
      // a comment
      {'repeat':2,'steps':[{'sendd':1},{'ping':5},{'send':'${who}'}]}
      {'send':
      """)
    #expect(
      faults(text) == [
        #"t.jsonl:1:24: "within" takes a duration such as "250ms" or "2s", or a number of milliseconds"#,
        #"t.jsonl:1:38: "soft" takes true or false"#,
        #"t.jsonl:3:23: there is no key "sendd" (did you mean "send"?)"#,
        #"t.jsonl:3:42: "ping" takes text here"#,
        "t.jsonl:3:54: nothing before has set ${who} (set, capture, over and --set give values; $${ is the sign itself)",
        "t.jsonl:4:9: the line ends inside its JSON (a step is one line; brackets and quotes are closed in it)",
      ])
  }

  @Test func `of a file that is no script at all, a hundred errors are kept and the rest counted`() {
    let text = String(repeating: "nonsense\n", count: 250)
    let errors = #expect(throws: ScriptErrors.self) { try script(text) }
    #expect(errors?.all.count == 100)
    #expect(errors?.omitted == 150)
  }

  @Test func `bytes that are no UTF-8, and lines and scripts that are too long, are told by their places`() {
    let bytes = Array(#"{"send":"a"#.utf8) + [0xFF] + Array("\"}\n".utf8)
    let errors = #expect(throws: ScriptErrors.self) { try Script(parsing: bytes, named: "b") }
    #expect(errors?.all.map(\.words) == ["b:1:11: this is no UTF-8 (other bytes go in base64 or hex)"])
    let long = #expect(throws: ScriptErrors.self) {
      try script(q("{'send':'x'}\n{'send':'0123456789'}")) { $0.limits.lineBytes = 15 }
    }
    #expect(long?.all.map(\.words) == ["t.jsonl:2:1: the line is longer than 15 bytes"])
    let many = #expect(throws: ScriptErrors.self) {
      try script(q("{'send':'x'}\n{'send':'y'}\n{'send':'z'}")) { $0.limits.steps = 2 }
    }
    #expect(many?.all.map(\.words) == ["t.jsonl:3:1: more than 2 steps"])
  }

  @Test func `a script tells which of the variables that it is given it uses`() throws {
    let text = q(
      "{'script':1,'needs':['a']}\n{'send':'${b}'}\n{'expect':{'json':{'a':1}},'capture':{'c':'id'}}\n{'send':'${c}'}"
    )
    #expect(try script(text) { $0.given = ["a", "b", "c", "d"] }.uses == ["a", "b", "c"])
  }

  @Test func `a name that is given, needed or captured is known`() throws {
    #expect(faults(q("{'send':'${a}'}"), given: ["a"]) == [])
    let needing = try script(
      q("{'script':1,'needs':{'token':'of the test server','id':''}}\n{'send':'${token}${id}'}"))
    #expect(needing.needs.map(\.name) == ["token", "id"])
    #expect(needing.needs[0].help == "of the test server")
    #expect(needing.missing(in: ["id"]) == ["token"])
    #expect(faults(q("{'expect':{'json':{}},'capture':{'x':'a'}}\n{'send':'${x}'}")) == [])
    #expect(
      faults(
        q("{'repeat':null,'over':'r.csv','steps':[{'send':'${user}'}]}"), files: ["r.csv": "user\nanna\n"])
        == [])
  }
}
