import JSONBytes
import Scripts
import Testing
import WebSocketCore

@Suite struct ScriptTimeTests {
  @Test func `waiting is counted from when the step before was due, and scaled by the speed`() throws {
    let text = "{'send':'a'}\n{'wait':'100ms'}\n{'send':'b'}\n{'send':'c','after':50}"
    var player = try playing(text)
    player.play()
    #expect(player.log == ["0 text a", "100 text b", "150 text c"])
    var fast = try playing(text) { $0.speed = .times(10) }
    fast.play()
    #expect(fast.log == ["0 text a", "10 text b", "15 text c"])
    var most = try playing(text) { $0.speed = .maximum }
    most.play()
    #expect(most.log == ["0 text a", "0 text b", "0 text c"])
  }

  @Test func `a step that is late makes no later one late`() throws {
    var run = ScriptRun(try script(q("{'repeat':1000,'steps':[{'send':'x','after':1}]}")), now: 0, wall: 0)
    var now: UInt64 = 0
    var last: UInt64 = 0
    loop: while true {
      switch run.next(now) {
      // Each time 300 µs too late.
      case .wait(let until): now = until + 300_000
      case .send: last = now
      default: break loop
      }
    }
    #expect(last == 1_000_300_000)
  }

  @Test func `what follows a reply is counted from the reply`() throws {
    var player = try playing("{'send':'a'}\n{'expect':'b'}\n{'send':'c','after':100}")
    player.answer = { $0 == "a" ? [(40, .text, "b")] : [] }
    #expect(player.play() == .passed)
    #expect(player.log == ["0 text a", "140 text c"])
  }

  @Test func `a rate is kept, however long the rounds take`() throws {
    var player = try playing("{'repeat':3,'rate':10,'steps':[{'send':'${iteration}'},{'expect':'ok'}]}")
    player.answer = { _ in [(30, .text, "ok")] }
    #expect(player.play() == .passed)
    #expect(player.log == ["0 text 1", "100 text 2", "200 text 3"])
    #expect(player.run.script.plannedTime == 300_000_000)
    var slow = try playing("{'repeat':3,'rate':10,'steps':[{'send':'${iteration}'},{'expect':'ok'}]}")
    slow.answer = { $0 == "1" ? [(250, .text, "ok")] : [(1, .text, "ok")] }
    #expect(slow.play() == .passed)
    #expect(slow.log == ["0 text 1", "250 text 2", "251 text 3"])
  }

  @Test func `the speed can change on the way`() throws {
    var run = ScriptRun(
      try script(q("{'wait':1000}\n{'send':'x'}\n{'send':'y','after':1000}")), now: 0, wall: 0)
    guard case .wait(until: 1_000_000_000) = run.next(0) else { throw Unexpected() }
    // Half of the time has passed at speed 1; the other half goes by twice as fast.
    run.setSpeed(.times(2), now: 500_000_000)
    guard case .wait(until: 750_000_000) = run.next(500_000_000) else { throw Unexpected() }
    run.setSpeed(.maximum, now: 600_000_000)
    guard case .send = run.next(600_000_000), case .send = run.next(600_000_000) else { throw Unexpected() }
  }

  @Test func `a pause shifts what is planned and the deadline; a step goes on alone`() throws {
    var run = ScriptRun(
      try script(
        q("{'send':'a'}\n{'send':'b','after':100}\n{'send':'c','after':100}\n{'expect':'x','within':50}")),
      now: 0, wall: 0)
    let ms: UInt64 = 1_000_000
    guard case .send = run.next(0) else { throw Unexpected() }
    run.pause(now: 20 * ms)
    guard case .paused = run.next(300 * ms) else { throw Unexpected() }
    #expect(run.progress(now: 300 * ms).isPaused)
    run.step(now: 300 * ms)
    guard case .send(let frame) = run.next(300 * ms) else { throw Unexpected() }
    #expect(Array(frame.payload) == Array("b".utf8))
    guard case .paused = run.next(300 * ms) else { throw Unexpected() }
    run.resume(now: 400 * ms)
    guard case .wait(until: 500_000_000) = run.next(400 * ms), case .send = run.next(500 * ms),
      case .expecting(deadline: 550_000_000) = run.next(500 * ms)
    else { throw Unexpected() }
    run.pause(now: 510 * ms)
    guard case .expecting(deadline: .max) = run.next(900 * ms) else { throw Unexpected() }
    run.resume(now: 910 * ms)
    guard case .expecting(deadline: 950_000_000) = run.next(910 * ms) else { throw Unexpected() }
    run.stop(now: 920 * ms)
    guard case .finished(.stopped) = run.next(920 * ms) else { throw Unexpected() }
  }
}
