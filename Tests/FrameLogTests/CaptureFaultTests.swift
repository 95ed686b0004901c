import Glibc
import Synchronization
import TestSupport
import Testing
import WebSocketCore

@testable import FrameLog

/// Makes the k-th call of the file system fail: once, or from then on.
private final class Saboteur: Sendable {
  let calls = Atomic<Int>(0)
  let target: Int
  let isForGood: Bool
  let fault: FileOperations.Fault
  let isArmed = Atomic<Bool>(true)

  init(_ target: Int, _ fault: FileOperations.Fault, isForGood: Bool) {
    self.target = target
    self.fault = fault
    self.isForGood = isForGood
  }

  var operations: FileOperations {
    FileOperations { [self] _ in
      let number = calls.add(1, ordering: .relaxed).newValue
      guard isArmed.load(ordering: .relaxed) else { return nil }
      if case .errno(EINTR) = fault, number > target + 3 { return nil }
      return number == target || isForGood && number > target ? fault : nil
    }
  }
}

@Suite struct CaptureFaultTests {
  /// A capture that is written in four steps. What is on disk afterwards is a part of what was appended, and what isn't is
  /// told of.
  private func run(_ saboteur: Saboteur) throws -> (wasMade: Bool, isWhole: Bool) {
    let fixture = try CaptureFixture(saboteur.operations)
    let writer: CaptureWriter
    do throws(CaptureError) {
      writer = try fixture.create1()
    } catch {
      return (false, false)
    }
    let place = fixture.place(of: writer)
    let log = FrameLog(budget: LogBudget(), capture: writer)
    var expected: [String] = []
    for step in 0..<4 {
      fill(log, frames: 60, from: 1 + step * 60)
      _ = fixture.disk.drain(patience: 5_000_000_000)
      writer.sync()
    }
    expected = transcript(log.reader)
    #expect(expected.count == 230, "memory has them all")
    // Asked before the files are read: what failed once is written again at any time.
    let health = writer.health
    let stored = try? StoredCapture.open(place)
    let lines = stored.map { transcript(FrameLog(reading: $0).reader) } ?? []
    for line in lines where !line.contains("payloadLength: 100000)") {
      #expect(expected.contains(line), "no record that was not appended: call \(saboteur.target)")
    }
    if lines.count < expected.count { #expect(health != .writing, "call \(saboteur.target)") }
    return (true, lines == expected)
  }

  @Test(arguments: [EIO, ENOSPC], [true, false])
  func `whichever call fails, once or for good, frames stay and what is on disk is true`(
    number: Int32, isForGood: Bool
  ) throws {
    var target = 1
    while true {
      let saboteur = Saboteur(target, .errno(number), isForGood: isForGood)
      let outcome = try run(saboteur)
      if saboteur.calls.load(ordering: .relaxed) < target {
        #expect(outcome.isWhole)
        break
      }
      target += 1
    }
    #expect(target > 15)
  }

  @Test(arguments: [FileOperations.Fault.errno(EINTR), .short(1), .short(100)])
  func `interrupted and short calls lose nothing`(fault: FileOperations.Fault) throws {
    var target = 1
    while true {
      let isShort = if case .short = fault { true } else { false }
      let saboteur = Saboteur(target, fault, isForGood: isShort)
      let outcome = try run(saboteur)
      #expect(outcome.wasMade && outcome.isWhole, "call \(target)")
      if saboteur.calls.load(ordering: .relaxed) < target || isShort { break }
      target += 1
    }
  }

  @Test func `a full disk is tried again, and what memory still has is written then`() throws {
    let saboteur = Saboteur(9, .errno(ENOSPC), isForGood: true)
    let fixture = try CaptureFixture(saboteur.operations)
    let writer = try fixture.create1()
    let news = Atomic<Int>(0)
    writer.onChange { health, lost in
      if case .failing(ENOSPC, since: _) = health { news.add(1, ordering: .relaxed) }
      if health == .writing, lost == nil { news.add(100, ordering: .relaxed) }
    }
    let log = FrameLog(budget: LogBudget(), capture: writer)
    for step in 0..<4 {
      fill(log, frames: 60, from: 1 + step * 60)
      fixture.disk.drain(patience: 5_000_000_000)
    }
    #expect(writer.health != .writing)
    saboteur.isArmed.store(false, ordering: .relaxed)
    #expect(writer.commit())
    #expect(writer.health == .writing)
    #expect(news.load(ordering: .relaxed) == 101)
    let stored = try StoredCapture.open(fixture.place(of: writer))
    #expect(transcript(FrameLog(reading: stored).reader) == transcript(log.reader))
  }

  @Test func `what memory had to give up while the disk failed is a gap, counted and told`() throws {
    let saboteur = Saboteur(9, .errno(EIO), isForGood: true)
    let fixture = try CaptureFixture(saboteur.operations)
    let writer = try fixture.create1()
    let gap = Atomic<Int>(0)
    writer.onChange { health, lost in
      // A machine that is busy for seconds is a disk that fails for a while, and a gap of its own.
      if health == .writing, let lost { gap.wrappingAdd(lost.count, ordering: .relaxed) }
    }
    let log = FrameLog(budget: LogBudget(bytes: 4 << 20), capture: writer)
    for number in 1...60 { append(scenario(number, size: 5000), to: log, time: UInt64(number)) }
    fixture.disk.drain(patience: 5_000_000_000)
    for number in 61...3000 { append(scenario(number, size: 5000), to: log, time: UInt64(number)) }
    fixture.disk.drain(patience: 5_000_000_000)
    saboteur.isArmed.store(false, ordering: .relaxed)
    _ = writer.commit()
    #expect(writer.commit())
    let evicted = log.reader.evicted
    #expect(evicted > 0)
    #expect(gap.load(ordering: .relaxed) == evicted)
    let reader = FrameLog(reading: try StoredCapture.open(fixture.place(of: writer))).reader
    var have = 0
    reader.forEach(in: reader.range) { record, payload in
      have += 1
      #expect(Array(payload) == scenario(record.sequence, size: 5000))
      return true
    }
    #expect(have == 3000 - evicted)
    #expect(reader.record(3000)?.sequence == 3000)
  }

  @Test func `flipped bytes give an error or fewer records, never another record`() throws {
    let fixture = try CaptureFixture()
    let writer = try fixture.create1()
    let place = fixture.place(of: writer)
    let log = FrameLog(budget: LogBudget(), capture: writer)
    fill(log, frames: 300)
    fixture.disk.drain(patience: 5_000_000_000)
    let expected = Set(transcript(log.reader))
    let files = [SegmentFile.name(0), CaptureIndex.name]
    let contents = try files.map { try fixture.read(place + "/" + $0) }
    var random = SeededRandom(seed: 7)
    for round in 0..<400 {
      let which = round % 2
      var bytes = contents[which]
      for _ in 0...(round % 3) {
        let place = round % 5 == 0 ? Int(random.next() % 64) : Int(random.next() % UInt64(bytes.count))
        bytes[min(place, bytes.count - 1)] ^= UInt8(truncatingIfNeeded: 1 << (random.next() % 8))
      }
      if round % 7 == 0 { bytes.removeLast(Int(random.next() % UInt64(bytes.count))) }
      fixture.write(bytes, to: place + "/" + files[which])
      if let stored = try? StoredCapture.open(place) {
        let reader = FrameLog(reading: stored).reader
        let lines = transcript(reader).filter { !$0.contains("payloadLength: 100000)") }
        #expect(expected.isSuperset(of: lines), "round \(round)")
        for number in stride(from: 1, through: 300, by: 41) { _ = reader.payload(number) }
        _ = reader.facts(7)
      }
      fixture.write(contents[which], to: place + "/" + files[which])
    }
  }
}

extension CaptureFixture {
  func create1() throws(CaptureError) -> CaptureWriter {
    try folder.create(
      CaptureFolder.About(url: "ws://h/", title: "t", created: 1_700_000_000_000_000_000), on: disk)
  }
}
