import Scripts
import Testing
import WebSocketCore

@testable import InspectorModel

private func scalars(_ text: String) -> [Unicode.Scalar] { Array(text.unicodeScalars) }
private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

private func pretty(_ text: String) throws -> String {
  String(decoding: try JSONFormat.pretty(bytes(text)), as: UTF8.self)
}

// MARK: JSON

@Test func `pretty moves blanks and keeps order, doubles, escapes and digits`() throws {
  let text = #"{"b":1.50,"a":[1e400,-0,"\u00e9\/"],"a":{},"c":[ ]}"#
  #expect(
    try pretty(text) == #"""
      {
        "b": 1.50,
        "a": [
          1e400,
          -0,
          "\u00e9\/"
        ],
        "a": {},
        "c": []
      }
      """#)
  #expect(try JSONFormat.minified(bytes(pretty(text))) == bytes(text.replacing("[ ]", with: "[]")))
}

@Test(arguments: [
  (#"{"a" 1}"#, 5, "a colon belongs here"), (#"{"a":1,}"#, 7, "a name in double quotes belongs here"),
  ("[1 2]", 3, "a comma or a closing bracket belongs here"), ("[01]", 1, "no number as JSON writes them"),
  ("[1}", 2, "this bracket closes another kind"), ("[nul]", 1, "a word that is none of true, false, null"),
  (#"["\x"]"#, 2, "no escape that JSON knows"), (#"["\u12g4"]"#, 2, "no escape that JSON knows"),
  ("[] []", 3, "something follows the end"), ("{a:1}", 1, "a name in double quotes belongs here"),
  ("[,]", 1, "a value belongs here"), ("['x']", 1, "a value belongs here"),
  ("[\"a\u{1}\"]", 3, #"a control character in a string: write \n, \t or \u00.."#),
])
func `a fault of JSON has its place`(text: String, offset: Int, words: String) {
  let fault = #expect(throws: JSONScan.Fault.self) { try JSONScan.tokens(bytes(text)) }
  #expect(fault?.offset == offset)
  #expect(fault?.words == words)
  #expect(fault?.isUnfinished == false)
}

@Test(arguments: ["{", #"{"a"#, #"{"a":"#, "[1,", "[tru", "[-", "[1.", "[1e", #"["\"#, #"["\u00"#, "["])
func `JSON that only ends too early is unfinished`(text: String) {
  let fault = #expect(throws: JSONScan.Fault.self) { try JSONScan.tokens(bytes(text)) }
  #expect(fault?.isUnfinished == true)
}

@Test func `brackets without end are refused at a depth`() {
  let fault = #expect(throws: JSONScan.Fault.self) {
    try JSONScan.tokens([UInt8](repeating: 0x5B, count: 100_000))
  }
  #expect(fault == JSONScan.Fault(what: .tooDeep, offset: 512, isUnfinished: false))
}

// MARK: base64

@Test func `base64 in a draft may stand in lines`() throws {
  #expect(try ComposeCheck.bytes(scalars("aGVs\nbG8 ="), as: .binaryBase64) == bytes("hello"))
}

@Test(arguments: [
  ("aG!s", "\"!\" at column 3 is not base64", 2), ("aG\nés", "\"é\" at line 2, column 1 is not base64", 3),
  ("aG=s", "\"=\" at column 4 is not at the end", 3),
  ("aGVsb", "the last digit makes no byte: one is missing", 4),
  ("aR", "the last digit has bits that belong to no byte", 1),
])
func `a draft that is no base64 says where`(text: String, words: String, place: Int) {
  #expect {
    try ComposeCheck.bytes(scalars(text), as: .binaryBase64)
  } throws: {
    let fault = $0 as? DraftFault
    return fault?.words == words && fault?.range == place..<place + 1
  }
}

// MARK: Variables

@Test func `a draft's variables are put in when it is sent`() {
  var variables = DraftVariables()
  variables.values = ["pair": "ETH-USD"]
  var random = SplitMix(seed: 1)
  func sent(_ text: String) -> String {
    let result = variables.expanded(
      scalars(text), wallTime: 1_795_349_067_250_000_000, random: &random)
    return String(decoding: ComposeCheck.utf8(result), as: UTF8.self)
  }
  #expect(
    sent(#"{"id":${seq},"t":"${now}","p":"${pair}"}"#)
      == #"{"id":1,"t":"2026-11-22T12:04:27.250Z","p":"ETH-USD"}"#)
  #expect(sent("no ${pear}, no $pair, no ${, ${seq}") == "no ${pear}, no $pair, no ${, 2")
  #expect(sent("plain") == "plain")
  let uuid = sent("${uuid}")
  #expect(uuid.wholeMatch(of: /[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/) != nil)
  #expect(sent("${uuid}") != uuid)
}

@Test func `a name that no one could mean is no variable`() {
  #expect(DraftVariables.places(in: scalars("${} ${a b} ${" + String(repeating: "n", count: 65) + "}")) == [])
  #expect(
    DraftVariables.places(in: scalars("x${a.b-1}")) == [DraftVariables.Place(range: 1..<9, name: "a.b-1")])
}

// MARK: What is said while one types

private func check(_ text: String, _ type: ComposeType) -> DraftFault? {
  ComposeCheck.fault(in: TextEditor(text), as: type, DraftVariables())
}

@Test func `while typing the rest of a byte is waited for, a wrong one is not`() {
  #expect(check("08 9", .binaryHex)?.weight == .unfinished)
  #expect(check("08 9g", .binaryHex) == DraftFault("\"g\" at column 5 is not a hex digit", at: 4..<5))
  #expect(
    check("8 09", .binaryHex)
      == DraftFault("a byte has two hex digits: one is missing at column 2", at: 0..<1))
  #expect(check("aGVsb", .binaryBase64)?.weight == .unfinished)
  #expect(
    check("aGVs\nb!", .binaryBase64) == DraftFault("\"!\" at line 2, column 2 is not base64", at: 6..<7))
  #expect(check("10", .close)?.weight == .unfinished)
  #expect(check("1005", .close)?.range == 0..<4)
}

@Test func `text is checked as JSON only where it begins like it`() {
  #expect(check("hello {", .text) == nil)
  #expect(check(#"{"a":1}"#, .text) == nil)
  #expect(check(#"{"a":"#, .text)?.weight == .unfinished)
  #expect(
    check("{\"a\":1,\n \"é\" 2}", .text)
      == DraftFault(.warning, "not JSON at line 2, column 6: a colon belongs here", at: 13..<14))
}

@Test func `a variable stands for a value in JSON, an unknown one is told`() {
  #expect(check(#"{"id":${seq}}"#, .text) == nil)
  #expect(
    check(#"{"id":"${nope}"}"#, .text)
      == DraftFault(.warning, "no variable ${nope}: sent as it stands", at: 7..<14))
}

@Test func `a message over the limit is refused with its size`() {
  let text = [Unicode.Scalar](repeating: "é", count: 9_000_000)
  let fault = #expect(throws: DraftFault.self) { try ComposeCheck.payload(text, as: .text) }
  #expect(fault?.words == "18.0 MB, and 16 MiB is what a message may have here")
}

@Test func `undo and redo go back and forth, until something else is typed`() {
  var editor = TextEditor()
  editor.insert("one ")
  editor.insert("two")
  editor.undo()
  editor.undo()
  #expect(editor.string == "")
  editor.redo()
  editor.redo()
  editor.redo()
  #expect(editor.string == "one two")
  editor.undo()
  editor.type("x")
  editor.redo()
  #expect(editor.string == "one x")
}
