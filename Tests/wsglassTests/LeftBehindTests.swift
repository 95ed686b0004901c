import CursesTerminal
import Foundation
import InspectorModel
import Testing

@testable import wsglass

/// A folder of a test's own, gone with it.
private final class Scratch {
  let path = FileManager.default.temporaryDirectory.appending(path: "wsglass-left-\(UUID())").path
  deinit { try? FileManager.default.removeItem(atPath: path) }
}

@Suite struct LeftBehindTests {
  private let tabs = [LeftTab(title: "a", address: "ws://a/"), LeftTab(title: "p", profile: "p")]

  @Test func `the tabs of a run that is gone are given back once, those of one that runs never`() throws {
    let scratch = Scratch()
    var file = OpenTabsFile(in: scratch.path, process: 1)
    file?.keep(tabs)
    #expect(OpenTabsFile.takeLeft(in: scratch.path) == [])
    let mode = try FileManager.default.attributesOfItem(atPath: scratch.path + "/1.json")[.posixPermissions]
    #expect(mode as? Int == 0o600)
    file = nil
    #expect(OpenTabsFile.takeLeft(in: scratch.path) == tabs)
    #expect(OpenTabsFile.takeLeft(in: scratch.path) == [])
  }

  @Test func `a run that came to its end leaves nothing, and a shorter list takes the place of a longer one`()
  {
    let scratch = Scratch()
    var file = OpenTabsFile(in: scratch.path, process: 1)
    file?.keep(tabs)
    file?.keep([tabs[0]])
    file = nil
    #expect(OpenTabsFile.takeLeft(in: scratch.path) == [tabs[0]])
    file = OpenTabsFile(in: scratch.path, process: 2)
    file?.keep(tabs)
    file?.end()
    file = nil
    #expect(OpenTabsFile.takeLeft(in: scratch.path) == [])
  }

  @Test func `a file that is none of ours is taken away and means nothing`() throws {
    let scratch = Scratch()
    try FileManager.default.createDirectory(atPath: scratch.path, withIntermediateDirectories: true)
    for (name, text) in [("1.json", "{"), ("2.json", ""), ("3.json", "[{\"title\": 7}]")] {
      try Data(text.utf8).write(to: URL(filePath: scratch.path + "/" + name))
    }
    #expect(OpenTabsFile.takeLeft(in: scratch.path) == [])
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path) == [])
  }

  @Test func `reports of crashes are named by time and process, and the newest twenty stay`() throws {
    let scratch = Scratch()
    let folder = CrashFolder(path: scratch.path)
    #expect(
      folder.file(1_795_378_470_099_000_000, process: 77) == scratch.path + "/2026-11-22T201430Z-77.txt")
    try FileManager.default.createDirectory(atPath: scratch.path, withIntermediateDirectories: true)
    for number in 10..<35 { try Data().write(to: URL(filePath: scratch.path + "/2026-11-\(number).txt")) }
    folder.makeRoom()
    #expect(folder.names().count == 20)
    #expect(folder.names().first == "2026-11-15.txt")
  }
}
