import Foundation
import InspectorModel
import TestSupport
import Testing

@testable import wsglass

@Suite struct HistoryFileTests {
  private let folder = TemporaryFolder()
  private var file: HistoryFile { HistoryFile(path: folder.path + "/state/history.jsonl") }

  @Test func `lines come back in their order, from a file for its owner alone`() throws {
    #expect(file.read() == [])
    #expect(file.add(HistoryEntry(.filter, "op:text \"a\"\u{1B}")) == nil)
    #expect(file.add(HistoryEntry(.address, "ws://h/")) == nil)
    #expect(file.read() == [HistoryEntry(.filter, "op:text \"a\"\u{1B}"), HistoryEntry(.address, "ws://h/")])
    let facts = try FileManager.default.attributesOfItem(atPath: file.path)
    #expect(facts[.posixPermissions] as? Int == 0o600)
  }

  @Test func `lines that are none, or of another version, are passed over`() throws {
    _ = file.add(HistoryEntry(.search, "one"))
    let handle = try FileHandle(forWritingTo: URL(filePath: file.path))
    try handle.seekToEnd()
    try handle.write(contentsOf: Data("no json\n{\"field\":\"new\",\"line\":\"x\"}\n\n\u{0}\n".utf8))
    try handle.close()
    _ = file.add(HistoryEntry(.search, "two"))
    #expect(file.read() == [HistoryEntry(.search, "one"), HistoryEntry(.search, "two")])
  }

  @Test func `a file that grew large keeps the newest of each field`() throws {
    for number in 0..<900 {
      _ = file.add(HistoryEntry(.command, "command number \(number) \(String(repeating: "x", count: 60))"))
    }
    _ = file.add(HistoryEntry(.search, "s"))
    #expect(file.read().count == 901)
    let kept = file.read()
    #expect(kept.count == 101)
    #expect(kept.first?.line.hasPrefix("command number 800 ") == true)
    #expect(kept.last == HistoryEntry(.search, "s"))
  }

  @Test func `a file that others may read, or that is a link, is neither read nor written`() throws {
    _ = file.add(HistoryEntry(.search, "one"))
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: file.path)
    #expect(file.read() == [])
    #expect(file.add(HistoryEntry(.search, "two")) != nil)
    let link = HistoryFile(path: folder.path + "/link.jsonl")
    try FileManager.default.createSymbolicLink(atPath: link.path, withDestinationPath: file.path)
    #expect(link.add(HistoryEntry(.search, "two")) != nil)
  }
}
