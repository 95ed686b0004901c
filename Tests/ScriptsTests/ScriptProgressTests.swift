import JSONBytes
import Scripts
import Testing
import WebSocketCore

@Suite struct ScriptProgressTests {
  @Test func `the panel is told what was done, what is next, and how long it will take`() throws {
    var player = try playing(
      """
      {'send':'a'}
      {'expect':{'at':{'type':'ack'}},'name':'ack','within':'5s'}
      {'send':{'op':'cancel'},'after':'240ms'}
      {'wait':'1s'}
      """)
    guard case .send = player.run.next(player.now), case .expecting = player.run.next(player.now) else {
      throw Unexpected()
    }
    let waiting = player.run.progress(now: player.now)
    #expect(waiting.done == 1 && waiting.total == 4)
    #expect(waiting.waitingFor?.text == #"{"at":{"type":"ack"}}"# && waiting.waitingFor?.name == "ack")
    #expect(waiting.waitingFor?.number == 2 && waiting.deadline == 6_000_000_000)
    #expect(waiting.next?.text == q("{'op':'cancel'}") && waiting.next?.number == 3)
    player.comes("{\"type\":\"ack\"}")
    player.now += 40_000_000
    for (_, opcode, payload) in player.coming {
      payload.withUnsafeBytes { player.run.received(opcode, $0, at: player.now) }
    }
    guard case .wait(until: 1_280_000_000) = player.run.next(player.now) else { throw Unexpected() }
    let ready = player.run.progress(now: player.now)
    #expect(ready.next?.number == 3 && ready.nextAt == 1_280_000_000 && ready.matched == 1)
    #expect(ready.remaining == 1_240_000_000)
    #expect(player.run.tallies[0].latency.most == 40_000_000)
    #expect(player.run.script.expectations.map(\.name) == ["ack"])
  }

  @Test func `thresholds and names of expectations are told for reports`() throws {
    let script = try script(
      q("{'expect':'x','p95':'200ms','p50':20,'name':'answer'}\n{'expect':{'contains':'y'}}"))
    #expect(script.expectations.map(\.name) == ["answer", q("{'contains':'y'}")])
    #expect(
      script.expectations[0].thresholds == [
        .init(percentile: 95, limit: 200_000_000), .init(percentile: 50, limit: 20_000_000),
      ])
  }

  @Test func `too much that nobody takes goes from the front, and is counted`() throws {
    var player = try playing("{'wait':1}\n{'expect':'last'}")
    for _ in 0..<ScriptRun.inboxLimit.messages { player.comes("noise") }
    player.comes("last")
    #expect(player.play() == .passed)
    let progress = player.run.progress(now: player.now)
    #expect(progress.dropped == 1 && progress.skipped == 10_000 && progress.received == 10_001)
  }

  @Test func `of thousands of expectations, those beyond a thousand share one line of the report`() throws {
    let text = (1...5000).map { "{'expect':{'json':{'n':\($0)}}}" }.joined(separator: "\n")
    var player = try playing(text)
    for number in 1...5000 { player.comes("{\"n\":\(number)}") }
    #expect(player.play() == .passed)
    #expect(player.run.script.expectations.count == 1001)
    #expect(player.run.script.expectations.last?.name == "all other expectations")
    #expect(player.run.tallies[999].matched == 1 && player.run.tallies[1000].matched == 4000)
    #expect(
      faults(q(text + "\n{'expect':'x','p50':1}")) == [
        "t.jsonl:5001:1: p50, p95 and p99 stand in the first 1000 expectations only"
      ])
  }

  @Test func `what comes when nobody looks any more is counted and not kept`() throws {
    var player = try playing("{'expect':'a'}\n{'wait':1}\n{'send':'b'}")
    for text in ["a", "x", "y"] { player.comes(text) }
    #expect(player.play() == .passed)
    let progress = player.run.progress(now: player.now)
    #expect(progress.received == 3 && progress.skipped == 2)
    var later = try playing("{'expect':'a'}\n{'wait':1}\n{'send':'b'}")
    later.comes("a")
    later.comes("x", after: 1)
    #expect(later.play() == .passed)
    #expect(
      later.run.progress(now: later.now).received == 2 && later.run.progress(now: later.now).skipped == 0)
  }

  @Test func `a frame that could not be sent ends the run`() throws {
    var player = try playing("{'send':'a'}\n{'send':'b'}")
    _ = player.run.next(player.now)
    player.run.sendFailed("the queue is full", now: player.now)
    #expect(player.play() == .failed)
    #expect(player.run.failures.map(\.cause) == [.notSent("the queue is full")])
  }
}
