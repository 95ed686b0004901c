import Scripts
import Testing
import WebSocketCore

@testable import wsglass

@Suite struct ScriptExampleTests {
  /// A peer that the examples of the manual are played to.
  private func answers(_ text: String) -> [(opcode: Opcode, payload: [UInt8])] {
    let replies: [(String, [String])] = [
      (#""op":"login","user":"anna","password":"pw""#, [#"{"ok":true,"auth":{"token":"t0k"}}"#]),
      (#""op":"subscribe","id":1,"token":"t0k""#, [#"{"type":"ticker"}"#, #"{"type":"ack","id":1}"#]),
      (#""pair":"BTC-USD","size":0.5"#, [#"{"type":"ack","pair":"BTC-USD","id":7}"#]),
      (#""pair":"ETH-USD","size":12"#, [#"{"type":"ack","pair":"ETH-USD","id":8}"#]),
      ("hello from guest", [#"{"at":"2026-11-27T12:00:00Z"}"#, "welcome, 3"]),
    ]
    return replies.filter { text.contains($0.0) }.flatMap(\.1).map { (.text, Array($0.utf8)) }
  }

  private func play(_ run: inout ScriptRun) -> (verdict: ScriptVerdict?, sent: Int) {
    var (now, sent) = (UInt64(0), 0)
    while sent < 1000 {
      switch run.next(now) {
      case .send(let frame):
        sent += 1
        if frame.opcode == .ping {
          frame.payload.withUnsafeBytes { run.received(.pong, $0, at: now) }
        }
        for (opcode, payload) in answers(String(decoding: frame.payload, as: UTF8.self)) {
          payload.withUnsafeBytes { run.received(opcode, $0, at: now + 1) }
        }
      case .close: [UInt8]([3, 232]).withUnsafeBytes { run.received(.close, $0, at: now + 1) }
      case .wait(let until), .expecting(let until): now = until
      case .fork(let fork):
        let runs = (1...fork.connections).map { index in
          var branch = fork.run(index, now: now, wall: 0)
          sent += play(&branch).sent
          return branch
        }
        run.joined(runs, now: now)
      case .paused: return (nil, sent)
      case .finished(let verdict): return (verdict, sent)
      }
    }
    return (nil, sent)
  }

  @Test(arguments: zip(ManualScript.examples.indices, [2, 2, 51]))
  func `each example of the manual is read and played as it stands there`(_ index: Int, _ sent: Int) throws {
    let example = ManualScript.examples[index]
    var options = ScriptOptions()
    options.given = ["password"]
    let script = try Script(
      parsing: Array(example.rows.joined(separator: "\n").utf8), named: "example", options: options
    ) { request throws(ScriptFileError) in
      guard let file = example.files.first(where: { $0.name == request.name }) else {
        throw ScriptFileError("no such file")
      }
      return Array(file.rows.joined(separator: "\n").utf8)
    }
    var settings = ScriptRun.Settings()
    settings.variables = ["password": "pw"]
    var run = ScriptRun(script, settings: settings, now: 0, wall: 0)
    let played = play(&run)
    #expect(played.verdict == .passed, "\(run.failures)")
    #expect(played.sent == sent)
  }
}
