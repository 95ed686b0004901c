import Scripts
import WebSocketCore

/// Reads a script whose other files are in `files`.
func script(
  _ text: String, files: [String: String] = [:], _ change: (inout ScriptOptions) -> Void = { _ in }
) throws(ScriptErrors) -> Script {
  var options = ScriptOptions()
  change(&options)
  return try Script(parsing: Array(text.utf8), named: "t.jsonl", options: options) {
    request throws(ScriptFileError) in
    guard let text = files[request.name] else { throw ScriptFileError("no such file") }
    return Array(text.utf8)
  }
}

/// What is wrong with a script, in words.
func faults(_ text: String, files: [String: String] = [:], given: Set<String> = []) -> [String] {
  do throws(ScriptErrors) {
    _ = try script(text, files: files) { $0.given = given }
    return []
  } catch {
    return error.all.map(\.words)
  }
}

/// Plays a run against a peer that answers, in a time of its own: nobody waits.
struct Player {
  var run: ScriptRun
  var now: UInt64 = 1_000_000_000
  /// What was done, with the milliseconds since the start.
  var log: [String] = []
  /// What the peer says to a message: after so many milliseconds, this.
  var answer: (String) -> [(after: UInt64, opcode: Opcode, payload: String)] = { _ in [] }
  var coming: [(time: UInt64, opcode: Opcode, payload: [UInt8])] = []

  init(_ script: Script, _ change: (inout ScriptRun.Settings) -> Void = { _ in }) {
    var settings = ScriptRun.Settings()
    change(&settings)
    run = ScriptRun(script, settings: settings, now: 1_000_000_000, wall: 1_764_244_800_000_000_000)
  }

  /// Comes in `after` milliseconds from now.
  mutating func comes(_ payload: String, after: UInt64 = 0, as opcode: Opcode = .text) {
    coming.append((now + after * 1_000_000, opcode, Array(payload.utf8)))
  }

  mutating func comes(_ payload: [UInt8], after: UInt64 = 0, as opcode: Opcode) {
    coming.append((now + after * 1_000_000, opcode, payload))
  }

  private var clock: String { "\((now - 1_000_000_000) / 1_000_000)" }

  private mutating func deliver() {
    coming.sort { $0.time < $1.time }
    while let first = coming.first, first.time <= now {
      coming.removeFirst()
      first.payload.withUnsafeBytes { run.received(first.opcode, $0, at: first.time) }
    }
  }

  /// Until it has finished, or waits for ever.
  @discardableResult
  mutating func play(limit: Int = 10_000) -> ScriptVerdict? {
    for _ in 0..<limit {
      deliver()
      switch run.next(now) {
      case .send(let frame):
        let text = String(validating: frame.payload, as: UTF8.self) ?? "\(Array(frame.payload))"
        log.append("\(clock) \(frame.opcode.name ?? "?")\(frame.isFinal ? "" : "…") \(text)")
        for (after, opcode, payload) in answer(text) { comes(payload, after: after, as: opcode) }
      case .close(let code, let reason):
        log.append("\(clock) close \(code?.rawValue ?? 0) \(String(decoding: reason, as: UTF8.self))")
      case .wait(let until), .expecting(let until):
        let next = min(until, coming.map(\.time).min() ?? .max)
        if next == .max { return nil }
        now = max(now, next)
      case .fork(let fork):
        log.append("\(clock) fork \(fork.connections) over \(fork.spread / 1_000_000)")
        var runs: [ScriptRun] = []
        for index in 1...fork.connections {
          var other = self
          other.log = []
          other.run = fork.run(index, now: now, wall: 0)
          other.play()
          log += other.log.map { "#\(index) \($0)" }
          runs.append(other.run)
        }
        run.joined(runs, now: now)
      case .paused: return nil
      case .finished(let verdict): return verdict
      }
    }
    return nil
  }
}

/// `{"a":1}` for `{'a':1}`: scripts in tests are easier to read so.
func q(_ text: String) -> String {
  text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "\"")
}

/// Plays a script that is written with single quotes.
func playing(
  _ text: String, files: [String: String] = [:], _ change: (inout ScriptRun.Settings) -> Void = { _ in }
) throws -> Player {
  var settings = ScriptRun.Settings()
  change(&settings)
  return Player(try script(q(text), files: files) { $0.given = Set(settings.variables.keys) }, change)
}

/// The run ordered something else than the test expects.
struct Unexpected: Error {}
