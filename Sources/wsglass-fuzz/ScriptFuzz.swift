import Scripts
import WebSocketCore

/// A script never traps: it is refused with places that lie in it, or can be played to whatever comes. What a draft makes of
/// any frames can be read.
enum ScriptFuzz {
  static func play(_ bytes: [UInt8]) {
    var options = ScriptOptions()
    options.given = ["token"]
    options.expectsReplies = (bytes.first ?? 0) & 1 == 1
    options.limits.repetitions = 1000
    let lines = bytes.count { $0 == 0x0A } + 1
    do throws(ScriptErrors) {
      let script = try Script(parsing: bytes, named: "fuzz", options: options) {
        request throws(ScriptFileError) in
        // Any file there is holds the script itself: it includes itself, and is its own rows.
        guard request.name.utf8.count < 8 else { throw ScriptFileError("no such file") }
        return bytes
      }
      run(script, bytes)
    } catch {
      precondition(
        !error.all.isEmpty && error.all.count <= ScriptErrors.limit, "there is a reason, and no flood")
      for fault in error.all {
        precondition(
          (1...lines).contains(fault.place.line) && (1...bytes.count + 1).contains(fault.place.column),
          "a fault lies in the script")
      }
    }
    draft(bytes)
  }

  private static func run(_ script: Script, _ bytes: [UInt8]) {
    var settings = ScriptRun.Settings()
    settings.goesOn = true
    settings.variables = ["token": "t"]
    var splitter = Splitter(seed: bytes.prefix(4))
    var run = ScriptRun(script, settings: settings, now: 0, wall: 1_764_244_800_000_000_000)
    play(&run, &splitter, bytes, depth: 0)
  }

  private static func play(_ run: inout ScriptRun, _ random: inout Splitter, _ bytes: [UInt8], depth: Int) {
    var now: UInt64 = 0
    for turn in 0..<100 {
      switch run.next(now) {
      case .send(let frame):
        precondition(!frame.opcode.isControl || frame.payload.count <= 125, "a control frame is short")
        // What it says may come back.
        if Bool.random(using: &random) {
          frame.payload.withUnsafeBytes { run.received(frame.opcode, $0, at: now) }
        }
      case .close(_, let reason): precondition(reason.count <= 123, "a reason is short")
      case .wait(let until), .expecting(let until):
        let opcodes: [Opcode] = [.text, .binary, .ping, .pong, .close]
        let opcode = opcodes[Int.random(in: 0..<opcodes.count, using: &random)]
        let payload = bytes[Int.random(in: 0...bytes.count, using: &random)...].prefix(64)
        payload.withUnsafeBytes { run.received(opcode, $0, at: now) }
        now = max(now, min(until, now &+ UInt64.random(in: 0...10_000_000_000, using: &random)))
      case .fork(let fork):
        var branches: [ScriptRun] = []
        for index in 1...min(fork.connections, 2) {
          var branch = fork.run(index, now: now, wall: 0)
          if depth < 2 { play(&branch, &random, bytes, depth: depth + 1) }
          branches.append(branch)
        }
        run.joined(branches, now: now)
      case .paused: run.resume(now: now)
      case .finished: return
      }
      if turn % 7 == 3 { control(&run, &random, now) }
      let progress = run.progress(now: now)
      precondition(
        progress.matched >= 0 && progress.skipped >= 0 && progress.failed == run.failureCount, "counted right"
      )
    }
  }

  private static func control(_ run: inout ScriptRun, _ random: inout Splitter, _ now: UInt64) {
    switch Int.random(in: 0..<6, using: &random) {
    case 0: run.pause(now: now)
    case 1: run.step(now: now)
    case 2: run.setSpeed(.times(Double.random(in: 0...200, using: &random)), now: now)
    case 3: run.setSpeed(.maximum, now: now)
    case 4:
      run.closed(Closure(status: .init(code: .abnormal), initiator: .nobody, isClean: false), now: now)
    default: run.resume(now: now)
    }
  }

  private static func draft(_ bytes: [UInt8]) {
    var frames: [ScriptDraft.Frame] = []
    var random = Splitter(seed: bytes.suffix(4))
    for (index, piece) in bytes.split(separator: 0x0A).prefix(20).enumerated() {
      frames.append(
        ScriptDraft.Frame(
          direction: Bool.random(using: &random) ? .sent : .received,
          opcode: Opcode(rawValue: UInt8.random(in: 0...15, using: &random)),
          isFinal: Int.random(in: 0..<4, using: &random) > 0, payload: Array(piece.prefix(125)),
          time: UInt64(index) * 1_000_000))
    }
    let draft = ScriptDraft(from: frames)
    guard draft.steps > 0 else { return }
    do throws(ScriptErrors) {
      _ = try Script(parsing: draft.text, named: "draft")
    } catch {
      preconditionFailure("a draft must be readable: \(error.all.first?.words ?? "")")
    }
  }
}
