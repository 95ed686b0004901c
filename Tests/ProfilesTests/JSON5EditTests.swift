import JSON5
import TestSupport
import Testing

@Suite struct JSON5EditTests {
  private static let commented = """
    {
      // where
      "url": "ws://a/", // the old one
      other: {x: 1}, /* kept */
      "list": [1, 2]  // last
    }

    """

  @Test func `a change in place keeps comments, order and what is not known`() throws {
    var edit = JSON5Edit(Array(Self.commented.utf8))
    try edit.set(["url"], to: .text("wss://b/"))
    try edit.set(["tls", "min"], to: .text("1.3"))
    try edit.set(["other", "y"], to: .bool(true))
    try edit.set(["tag"], to: .text("é\""))
    #expect(
      String(decoding: edit.bytes, as: UTF8.self) == """
        {
          // where
          "url": "wss://b/", // the old one
          other: {x: 1, "y": true}, /* kept */
          "list": [1, 2],  // last
          "tls": {"min": "1.3"},
          "tag": "é\\""
        }

        """)
    try edit.set(["tag"], to: nil)
    try edit.set(["tls"], to: nil)
    try edit.set(["other", "y"], to: nil)
    try edit.set(["nothing", "here"], to: nil)
    try edit.set(["url"], to: .text("ws://a/"))
    #expect(String(decoding: edit.bytes, as: UTF8.self) == Self.commented)
  }

  @Test func `an empty object and one with a comment alone take a member`() throws {
    var edit = JSON5Edit(Array("{}".utf8))
    try edit.set(["a"], to: .list([.number(1), .number(2.5)]))
    #expect(String(decoding: edit.bytes, as: UTF8.self) == "{\n  \"a\": [1, 2.5]\n}")
    edit = JSON5Edit(Array("{ // why\n}".utf8))
    try edit.set(["a"], to: .null)
    #expect(try JSON5Document(edit.bytes).root["a"]?.isNull == true)
  }

  @Test func `whatever is changed in whatever text, the rest reads the same`() throws {
    var random = Mutator(seed: 7)
    var edited = 0
    for _ in 0..<5000 {
      let bytes = random.mutated(Array(Self.commented.utf8))
      guard let before = try? JSON5Document(bytes), before.root.members != nil else { continue }
      var edit = JSON5Edit(bytes)
      let name = ["url", "list", "other", "new"][random.random.below(4)]
      let piece: JSONPiece? = random.random.below(3) == 0 ? nil : .object([.init("k", .list([.text("v")]))])
      try edit.set([name], to: piece)
      let after = try JSON5Document(edit.bytes).root
      #expect((after[name] != nil) == (piece != nil), "\(String(decoding: edit.bytes, as: UTF8.self))")
      let others: (JSON5Value) -> [String] = { root in
        (root.members ?? []).filter { $0.name != name }.map { "\($0.name)=\(Self.plain($0.value))" }
      }
      #expect(others(after) == others(before.root))
      edited += 1
    }
    #expect(edited > 500)
  }

  private static func plain(_ value: JSON5Value) -> String {
    switch value.kind {
    case .array(let values): "[\(values.map(plain).joined(separator: ","))]"
    case .object(let members): "{\(members.map { "\($0.name):\(plain($0.value))" }.joined(separator: ","))}"
    default: value.text ?? "null"
    }
  }
}
