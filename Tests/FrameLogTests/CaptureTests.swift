import Glibc
import Testing
import WebSocketCore

@testable import FrameLog

/// Fills a log with frames both ways, notes with facts, and a frame in parts with others in between.
func fill(_ log: FrameLog, frames: Int, from first: Int = 1) {
  for number in first..<first + frames {
    switch number % 50 {
    case 7:
      var facts = ConnectionFacts(url: "ws://127.0.0.1/\(number)")
      facts.subprotocol = "chat"
      log.append(
        note: .opened, text: Array("opened \(number)".utf8), facts: facts, at: UInt64(number), wallOffset: 5)
    case 11: part(0..<40_000, of: 100_000, number, log)
    case 12: part(40_000..<70_000, of: 100_000, number - 1, log)
    case 13: part(70_000..<100_000, of: 100_000, number - 2, log)
    default:
      append(
        scenario(number), to: log, firstByte: 0x82, direction: number % 3 == 0 ? .sent : .received,
        time: UInt64(number))
    }
  }
}

private func part(_ range: Range<Int>, of total: Int, _ number: Int, _ log: FrameLog) {
  Array(scenario(number, size: total)[range]).withUnsafeBytes { bytes in
    var batch = FrameBatch()
    var flags: FrameFlags = range.lowerBound > 0 ? .laterPart : []
    flags.formUnion(range.upperBound < total ? .continues : .endsMessage)
    batch.append(
      FrameEvent(
        header: FrameHeader(
          firstByte: 0x82, byteCount: 10, isMasked: false, maskKey: 0, payloadLength: total),
        direction: .received, flags: flags, fragmentIndex: 0, time: UInt64(number), payload: bytes))
    log.append(batch, wallOffset: 1000)
  }
}

@Suite struct CaptureTests {
  @Test func `what was appended is there when the capture is opened again`() throws {
    let fixture = try CaptureFixture()
    let writer = try fixture.create()
    let place = fixture.place(of: writer)
    var log: FrameLog? = FrameLog(budget: LogBudget(), capture: writer)
    if let log { fill(log, frames: 5_000) }
    let expected = log.map { transcript($0.reader) } ?? []
    #expect(fixture.disk.drain(patience: 10_000_000_000))

    // While it is written...
    let live = FrameLog(reading: try StoredCapture.open(place))
    #expect(transcript(live.reader) == expected)
    #expect(live.stored?.isLive == true)
    log = nil
    #expect(fixture.disk.drain(patience: 10_000_000_000))
    // ...and afterwards.
    let stored = try StoredCapture.open(place)
    let reader = FrameLog(reading: stored).reader
    #expect(transcript(reader) == expected)
    #expect(reader.range.upperBound - 1 == expected.count)
    #expect(reader.facts(7)?.url == "ws://127.0.0.1/7")
    #expect(reader.facts(8) == nil)
    #expect(reader.payload(11) == scenario(11, size: 100_000))
    #expect(stored.damage.isEmpty)
  }

  @Test func `memory gives up what files have, and nothing is lost`() throws {
    let fixture = try CaptureFixture()
    let budget = LogBudget(bytes: 4 << 20)
    let log = FrameLog(budget: budget, capture: try fixture.create())
    fill(log, frames: 25_000)
    let all = FrameLog(budget: LogBudget())
    fill(all, frames: 25_000)
    #expect(budget.used <= 12 << 20)
    #expect(log.reader.evicted == 0)
    #expect(log.reader.range.lowerBound == 1)
    #expect(transcript(log.reader) == transcript(all.reader))
    #expect(log.reader.payload(11) == scenario(11, size: 100_000))
  }

  @Test func `an index that is gone or false costs time and nothing else`() throws {
    let fixture = try CaptureFixture()
    let writer = try fixture.create()
    let place = fixture.place(of: writer)
    let log = FrameLog(budget: LogBudget(), capture: writer)
    fill(log, frames: 5_000)
    #expect(fixture.disk.drain(patience: 10_000_000_000))
    let expected = transcript(log.reader)
    var index = try fixture.read(place + "/index")
    #expect(index.count > 100)
    for change in ["gone", "flipped", "cut", "another's"] {
      switch change {
      case "gone": unlink(place + "/index")
      case "flipped":
        index[100] ^= 1
        fixture.write(index, to: place + "/index")
      case "cut": fixture.write(Array(index.prefix(77)), to: place + "/index")
      default:
        var bytes = CaptureIndex.magic
        CaptureIndex.Entry.checkpoint(.init(sequence: 3, offset: 123)).append(to: &bytes)
        CaptureIndex.Entry.checkpoint(.init(sequence: 9, offset: 99_123)).append(to: &bytes)
        fixture.write(bytes, to: place + "/index")
      }
      #expect(transcript(FrameLog(reading: try StoredCapture.open(place)).reader) == expected, "\(change)")
    }
  }

  @Test func `a file cut anywhere gives the longest valid prefix, and says what was dropped`() throws {
    let fixture = try CaptureFixture()
    let writer = try fixture.create()
    let place = fixture.place(of: writer)
    let log = FrameLog(budget: LogBudget(), capture: writer)
    fill(log, frames: 60)
    #expect(fixture.disk.drain(patience: 10_000_000_000))
    let file = place + "/" + SegmentFile.name(0)
    let bytes = try fixture.read(file)
    let expected = transcript(log.reader)
    unlink(place + "/index")
    for cut in stride(from: bytes.count - 1, to: SegmentFile.headSize, by: -397) {
      fixture.write(Array(bytes.prefix(cut)), to: file)
      let stored = try StoredCapture.open(place)
      let lines = transcript(FrameLog(reading: stored).reader)
      // A long frame that is cut is shorter; all before it are as they were.
      let whole = lines.filter { !$0.contains("payloadLength: 100000)") }
      #expect(
        whole == Array(expected.filter { !$0.contains("payloadLength: 100000)") }.prefix(whole.count)),
        "\(cut)")
    }
    for cut in [0, 7, 19] {
      fixture.write(Array(bytes.prefix(cut)), to: file)
      #expect(throws: CaptureError.badHead(SegmentFile.name(0))) { try StoredCapture.open(place) }
    }
  }

  @Test func `marks and notes live with the capture`() throws {
    let fixture = try CaptureFixture()
    let writer = try fixture.create()
    let log = FrameLog(budget: LogBudget(), capture: writer)
    fill(log, frames: 30)
    log.reader.marks.set(4, note: "here it breaks")
    log.reader.marks.set(9)
    log.reader.marks.set(12)
    log.reader.marks.remove(9)
    #expect(fixture.disk.drain(patience: 10_000_000_000))
    let reader = FrameLog(reading: try StoredCapture.open(fixture.place(of: writer))).reader
    #expect(reader.marks[4] == "here it breaks")
    #expect(reader.marks[9] == nil)
    #expect(reader.marks.all.map(\.sequence) == [4, 12])
  }

  @Test func `captures are listed, and old ones go, but none that is written`() throws {
    let fixture = try CaptureFixture()
    let writers = try (0..<4).map { try fixture.create("tab \($0)") }
    for writer in writers.dropFirst() {
      let log = FrameLog(budget: LogBudget(), capture: writer)
      fill(log, frames: 10)
      fixture.disk.drain(patience: 10_000_000_000)
    }
    let kept = FrameLog(budget: LogBudget(), capture: writers[0])
    fill(kept, frames: 10)
    fixture.disk.drain(patience: 10_000_000_000)
    #expect(fixture.folder.list().count == 4)
    #expect(Set(fixture.folder.list().map(\.about.title)) == ["tab 0", "tab 1", "tab 2", "tab 3"])
    var retention = CaptureFolder.Retention()
    retention.count = 1
    retention.days = 100_000
    _ = fixture.folder.retain(retention, now: 1_700_000_000_000_000_000)
    // All four are held by their writers here.
    #expect(fixture.folder.list().count == 4)
    #expect(fixture.folder.list().filter(\.isLive).count == 4)
  }
}
