import Testing

@testable import wsglass

@Suite(.serialized) struct ArgumentsTests {
  private func parse(_ words: String...) throws(Complaint) -> Arguments { try Arguments(["wsglass"] + words) }

  private func complaint(_ words: String...) -> Complaint? {
    do throws(Complaint) {
      _ = try Arguments(["wsglass"] + words)
      return nil
    } catch {
      return error
    }
  }

  @Test func `addresses and options go in any order`() throws {
    let arguments = try parse("ws://a/", "-k", "ws://b/", "-H", "X: 1", "--header", "Y: 2")
    #expect(arguments.command == .inspect)
    #expect(arguments.operands == ["ws://a/", "ws://b/"])
    #expect(arguments.has(.insecure))
    #expect(arguments.values(.header) == ["X: 1", "Y: 2"])
  }

  @Test func `the first word can be a command`() throws {
    let arguments = try parse("record", "ws://a/", "-o", "file", "--count=3")
    #expect(arguments.command == .record)
    #expect(arguments.operands == ["ws://a/"])
    #expect(arguments.value(.output) == "file")
    #expect(try arguments.number(.count, in: 1...10) == 3)
  }

  @Test func `the last value counts`() throws {
    #expect(try parse("--theme", "mono", "--theme", "terminal").value(.theme) == "terminal")
  }

  @Test func `an unknown option is named, with a guess`() {
    let complaint = complaint("--insecur3", "ws://a/")
    #expect(complaint?.code == .usage)
    #expect(complaint?.what == "unknown option: --insecur3")
    #expect(complaint?.why == ["did you mean --insecure?"])
  }

  @Test func `an option without its value is named`() {
    #expect(complaint("ws://a/", "--cacert")?.what == "this option needs a value: --cacert")
  }

  @Test func `an option of another command is refused`() {
    #expect(
      complaint("--listen", "127.0.0.1:0", "ws://a/")?.what == #"--listen does not go with "wsglass inspect""#
    )
  }

  @Test(arguments: ["0", "-1", "x", "99999999999999999999", ""])
  func `a number out of range is refused with the range`(text: String) throws {
    let arguments = try parse("record", "--count", text)
    #expect(throws: Complaint.self) { try arguments.number(.count, in: 1...10) }
  }

  @Test(arguments: [("0.5", 500_000_000), ("8", 8_000_000_000)] as [(String, UInt64)])
  func `seconds may have a fraction`(text: String, nanoseconds: UInt64) throws {
    #expect(try parse("--connect-timeout", text).nanoseconds(.connectTimeout, in: 0.001...60) == nanoseconds)
  }

  @Test(arguments: ["nan", "inf", "-1", "0", "1e99", "x"])
  func `seconds that are none are refused`(text: String) throws {
    let arguments = try parse("--connect-timeout=\(text)")
    #expect(throws: Complaint.self) { try arguments.nanoseconds(.connectTimeout, in: 0.001...60) }
  }

  @Test func `every option is in the help, and no two share a letter`() {
    for option in Option.table { #expect(Help.text.contains("--\(option.name.rawValue)")) }
    #expect(Help.text.split(separator: "\n").allSatisfy { $0.count <= 100 })
    let letters = Option.table.compactMap(\.short)
    #expect(Set(letters).count == letters.count)
    #expect(Set(Option.table.map(\.name)).count == Option.table.count)
  }
}
