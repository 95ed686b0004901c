import Glibc
import Testing

/// That no row of the catalogue is forgotten: 163 of them.
@Suite struct EveryRowTests {
  private static let rows: [(section: String, count: Int)] = [
    ("H", 54), ("F", 50), ("D", 16), ("T", 29), ("P", 14),
  ]

  static let catalogue: [String] = rows.flatMap { section, count in
    (1...count).map { section + ($0 < 10 ? "0" : "") + String($0) }
  }

  /// What the tables of this target run.
  private static let own = Set(
    (HandshakeCases.all + FrameCases.all + DeflateCases.all + ProxyCases.all).map(\.id) + RowsOfTheirOwn.ids
      + SplitTests.ids + CutTests.ids)

  /// Suites that meet rows on their own ground, each test or row of a table named by the id it begins with.
  private static let others: [String: [String]] = [
    "TransportTests": [
      "HostileCertificateTests", "HostileConversationTests", "HostileHandshakeTests",
      "HostileRevocationTests",
      "HostileStreamTests", "KeyFloodTests", "TLSSettingsTests",
    ],
    "WebSocketClientTests": ["QueueTests"],
  ]

  @Test func `the catalogue has 163 rows`() { #expect(Self.catalogue.count == 163) }

  @Test func `every row has its case`() throws {
    let elsewhere = try Self.others.flatMap { target, files in
      try files.flatMap { try Self.idsOfTests(in: "\(target)/\($0).swift") }
    }
    let covered = Self.own.union(elsewhere)
    #expect(Self.catalogue.filter { !covered.contains($0) } == [])
    #expect(Self.own.filter { !Self.catalogue.contains($0) }.isEmpty)
  }

  /// The ids at which a test's name or a row of a test's table begins: `T01 ...` after a backquote, "T01" as an
  /// argument. What a comment says does not count.
  private static func idsOfTests(in path: String) throws -> [String] {
    let here = #filePath.split(separator: "/").dropLast(2)
    let text = try contents("/" + here.joined(separator: "/") + "/" + path)
    return text.split(separator: "\n").flatMap { line -> [String] in
      let code = line.prefix { $0 != "/" }
      return catalogue.filter { id in
        code.contains("`\(id) ") || code.contains("\"\(id)\"")
          || code.contains("func `") && code.contains(" \(id) ")
      }
    }
  }

  private static func contents(_ path: String) throws -> String {
    guard let file = fopen(path, "r") else { throw Unreadable(path: path) }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = fread(&piece, 1, piece.count, file)
      if count == 0 { return String(decoding: bytes, as: UTF8.self) }
      bytes += piece[..<count]
    }
  }

  private struct Unreadable: Error { var path: String }
}
