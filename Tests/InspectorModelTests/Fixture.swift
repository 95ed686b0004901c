import Canvas
import FrameFilter
import FrameLog
import WebSocketCore

@testable import InspectorModel

/// A model with one open tab and a log that grows on demand.
struct Fixture {
  var model: InspectorModel
  let log = FrameLog(budget: LogBudget())
  var now: UInt64 = 1_000_000_000_000
  private var time: UInt64 = 0
  private var scans = ScanHarness()
  /// Scans are begun and say nothing until `runScans`.
  var holdsScans = false
  /// What was ordered to be kept for later runs; not among the effects that are returned.
  private(set) var remembered: [HistoryEntry] = []
  /// The same of layouts.
  private(set) var kept: [ScreenLayout] = []

  /// `frames` text frames "frame 1", "frame 2", ...
  init(frames: Int = 0, width: Int = 80, height: Int = 24) {
    model = InspectorModel(size: Size(width: width, height: height))
    _ = take(.addressGiven("ws://127.0.0.1:9001/echo", title: "echo"))
    _ = take(.logReady(tab.id, log.reader))
    open()
    for _ in 0..<frames { receive() }
  }

  var tab: Tab { model.tabs[model.active] }

  @discardableResult
  mutating func take(_ message: InspectorModel.Message) -> [InspectorModel.Effect] {
    let effects = update(&model, message, now: now)
    for case .scan(let id, let purpose, let subject) in effects {
      scans.order(id, purpose, subject, in: log.reader)
    }
    for case .remember(let entry) in effects { remembered.append(entry) }
    for case .keepLayout(let layout) in effects { kept.append(layout) }
    if !holdsScans { runScans() }
    return effects.filter {
      switch $0 {
      case .remember, .keepLayout: false
      default: true
      }
    }
  }

  /// What the worker would do: each scan to its end, and the news of it.
  mutating func runScans() {
    for (id, purpose, progress) in scans.run() {
      _ = update(&model, .scanMoved(id, purpose, progress), now: now)
    }
  }

  @discardableResult
  mutating func press(_ keys: Key...) -> [InspectorModel.Effect] {
    keys.flatMap { take(.input(.key($0))) }
  }

  @discardableResult
  mutating func type(_ text: String) -> [InspectorModel.Effect] {
    text.unicodeScalars.flatMap { take(.input(.key(Key($0)))) }
  }

  mutating func open() {
    _ = take(.tabChanged(tab.id, TabStatus(phase: .open, url: "ws://127.0.0.1:9001/echo")))
  }

  mutating func receive(
    _ text: String? = nil, _ opcode: Opcode = .text, final: Bool = true, fragment: UInt32 = 0
  ) {
    time += 1_000_000
    let payload = Array((text ?? "frame \(log.reader.range.upperBound)").utf8)
    var batch = FrameBatch()
    let header = FrameHeader(
      firstByte: (final ? 0x80 : 0) | opcode.rawValue, byteCount: 2, isMasked: false, maskKey: 0,
      payloadLength: payload.count)
    payload.withUnsafeBytes { bytes in
      batch.append(
        FrameEvent(
          header: header, direction: .received, flags: final ? .endsMessage : [], fragmentIndex: fragment,
          time: time, payload: bytes))
      log.append(batch, wallOffset: 0)
    }
    _ = take(.logGrew(model.tabs[0].id))
  }

  /// What stands in the field at the bottom.
  var promptText: String? {
    if case .prompt(let prompt)? = model.overlay { prompt.editor.string } else { nil }
  }

  /// Sequence numbers of the rows on screen.
  var visible: [RowID] {
    var rows = LogRows(tab)
    return rows?.visible(tab.view, height: Layout(model).log.height) ?? []
  }
}

/// Runs the scans that a model orders, as the worker of the program does, but at once.
struct ScanHarness {
  private final class Running {
    let subject: FrameScan.Subject
    let reader: LogReader
    var scan: FrameScan
    init(_ subject: FrameScan.Subject, in reader: LogReader) {
      self.subject = subject
      self.reader = reader
      scan = FrameScan(reader, for: subject)
    }
  }
  private struct Key: Hashable {
    var tab: TabID
    var purpose: ScanPurpose
  }
  private var running: [Key: Running] = [:]

  mutating func order(
    _ tab: TabID, _ purpose: ScanPurpose, _ subject: FrameScan.Subject?, in reader: LogReader
  ) {
    running[Key(tab: tab, purpose: purpose)] = subject.map { Running($0, in: reader) }
  }

  func run() -> [(TabID, ScanPurpose, ScanProgress)] {
    running.compactMap { key, running in
      guard running.scan.matches.examined < running.reader.range.upperBound || key.purpose != .search else {
        return nil
      }
      while running.scan.step(limit: 1000) {}
      let progress = ScanProgress(
        subject: running.subject, matches: running.scan.matches, end: running.reader.range.upperBound,
        isDone: true, elapsed: 0)
      return (key.tab, key.purpose, progress)
    }
  }
}
