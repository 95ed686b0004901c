import Foundation
import InspectorModel
import Synchronization
import Testing

@testable import wsglass

@Suite struct StateFileTests {
  private let folder = FileManager.default.temporaryDirectory.appending(path: "wsglass-\(UUID())")
  private var file: StateFile { StateFile(path: folder.path + "/state/state.json") }
  private func remove() { try? FileManager.default.removeItem(at: folder) }

  private func entry(_ value: String, over: String = "local") -> StateFile.Entry {
    StateFile.Entry(value: value, over: over)
  }

  @Test func `what was left comes back, from a file for its owner alone`() throws {
    defer { remove() }
    #expect(file.read() == [:])
    #expect(file.change(["time": entry("utc"), "theme": entry("nord", over: "terminal")]) == nil)
    #expect(file.change(["theme": nil]) == nil)
    #expect(file.read() == ["time": entry("utc")])
    let facts = try FileManager.default.attributesOfItem(atPath: file.path)
    #expect(facts[.posixPermissions] as? Int == 0o600)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path + "/state") == ["state.json"])
  }

  @Test func `two instances at once lose nothing of each other's`() throws {
    defer { remove() }
    let file = file
    let faults = Mutex<[String]>([])
    DispatchQueue.concurrentPerform(iterations: 8) { number in
      for round in 0..<10 {
        if let fault = file.change(["key \(number) \(round)": StateFile.Entry(value: "v", over: "o")]) {
          faults.withLock { $0.append(fault) }
        }
      }
    }
    #expect(faults.withLock { $0 } == [])
    #expect(file.read().count == 80)
  }

  @Test(arguments: ["", "no JSON", "[]", "{\"layout\": 7}", "{\"version\":1,\"layout\":{\"time\":\"utc\"}}"])
  func `a file that is none of ours says nothing, and the next change makes it whole`(text: String) throws {
    defer { remove() }
    try FileManager.default.createDirectory(atPath: folder.path + "/state", withIntermediateDirectories: true)
    try Data(text.utf8).write(to: URL(filePath: file.path))
    #expect(file.read() == [:])
    #expect(file.change(["time": entry("utc")]) == nil)
    #expect(file.read() == ["time": entry("utc")])
  }

  @Test func `a folder that can't be written is told of`() {
    #expect(StateFile(path: "/proc/nothing/state.json").change(["time": entry("utc")]) != nil)
  }
}

@Suite struct KeptLayoutTests {
  private static func changed() -> ScreenLayout {
    var layout = ScreenLayout()
    layout.columns = ColumnChoice([.delta: true, .time: false])
    layout.time = .delta
    layout.hidesPings = true
    layout.detailMode = .hex
    layout.wraps = false
    layout.isDetailRight = true
    layout.detailShare = 60
    layout.isSplit = true
    return layout
  }

  /// What a file holds after changes.
  private static func kept(_ layouts: [ScreenLayout], over standard: ScreenLayout) -> [String: StateFile
    .Entry]
  {
    var kept: [String: StateFile.Entry] = [:]
    var last = standard
    for layout in layouts {
      for (key, entry) in KeptLayout.entries(from: last, to: layout, over: standard) { kept[key] = entry }
      last = layout
    }
    return kept
  }

  @Test func `every setting comes back as it was left`() {
    let kept = Self.kept([Self.changed()], over: ScreenLayout())
    #expect(
      kept.mapValues(\.value) == [
        "columns.delta": "always", "columns.time": "never", "time": "delta", "pings": "hidden",
        "detail": "hex",
        "detail.wrap": "no", "detail.side": "right", "detail.share": "60", "split": "yes",
      ])
    #expect(KeptLayout.layout(kept, over: ScreenLayout()) == Self.changed())
  }

  @Test func `what is put back to the standard is not kept`() {
    #expect(Self.kept([Self.changed(), ScreenLayout()], over: ScreenLayout()) == [:])
  }

  @Test func `what was left goes before config.json until that changes`() {
    var standard = ScreenLayout()
    standard.time = .utc
    standard.columns = ColumnChoice([.wire: true])
    let kept = Self.kept([Self.changed()], over: standard)
    #expect(KeptLayout.layout(kept, over: standard) == Self.changed())
    standard.time = .sinceOpen
    standard.columns = ColumnChoice([.wire: true, .delta: false])
    let layout = KeptLayout.layout(kept, over: standard)
    #expect(layout.time == .sinceOpen)
    #expect(layout.columns == ColumnChoice([.delta: false, .time: false]))
    #expect(layout.detailShare == 60)
  }

  @Test(arguments: [
    "detail.share": "200", "detail": "upside down", "time": "never", "columns.delta": "perhaps",
  ])
  func `words that mean nothing leave the standard`(key: String, word: String) {
    let over = KeptLayout(ScreenLayout()).words[key] ?? ""
    let layout = KeptLayout.layout([key: StateFile.Entry(value: word, over: over)], over: ScreenLayout())
    #expect(layout == ScreenLayout())
  }
}
