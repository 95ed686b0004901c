import FrameLog
import Locks
import Loop
import Sessions
import WebSocketClient
import WebSocketCore

@testable import wsglass

/// What a case has left behind, on the wire, in the state, in the log and on the screen.
struct Observation: Sendable {
  var isOver: Bool
  /// Request heads that the server got.
  var heads: [[UInt8]]
  /// What came after the last of them, and its frames.
  var wire: [UInt8]
  var frames: [ClientFrame]
  var rest: [UInt8]
  /// All that the newest connection brought.
  var heard: [UInt8]
  var connections: Int
  var status: SessionStatus
  /// Frames that the log has.
  var frameCount: Int
  var records: [LogRecord]
  /// The last of these, a line each: `< 81 'text' !`.
  var log: [String]
  /// The payloads of the log's frames.
  var payloads: [[UInt8]]
  var notes: [NoteKind]
  var noteTexts: [String]
  /// A screen of 200 columns with the log and the outcome.
  var screen: String

  /// As many frames are looked at.
  static let shownFrames = 400

  var ending: Ending? { if case .ended(let ending) = status.phase { ending } else { nil } }
  var error: ConnectError? { if case .failed(let error) = status.phase { error } else { nil } }

  /// What was kept of an answer that failed.
  var answer: [UInt8] { status.report?.hops.last?.answer ?? [] }

  var warnings: [HandshakeWarning] { status.upgrade?.warnings ?? [] }
}

/// Runs cases, so many at once: each has a thread, a loop and a few descriptors.
enum Stage {
  private static let gate = Gate(6)
  /// Longer than any case may take; whoever needs it has failed.
  static let patience: UInt64 = 60_000_000_000

  static func run(_ hostile: HostileCase) async throws -> Observation {
    try await run([(hostile.isRaw ? [] : [.request]) + hostile.script], prepare: hostile.prepare)
  }

  static func run(
    _ scripts: [[Step]], path: String = "/hostile", prepare: @Sendable (inout SessionTarget) -> Void
  ) async throws -> Observation {
    await gate.enter()
    defer { gate.leave() }
    let loop = try EventLoop(name: "hostile")
    try loop.start()
    defer { loop.stop() }
    let server = try ScriptedServer(scripts, on: loop)
    let store = ConnectionStore(on: loop, budget: LogBudget(), narrator: Narration()) { [weak server] _ in
      server?.sessionChanged()
    }
    let url = try WebSocketURL(parsing: "ws://127.0.0.1:\(server.port)\(path)")
    var target = SessionTarget(request: UpgradeRequest(url: url), options: ConnectionOptions())
    target.options.connectTimeout = 60_000_000_000
    target.options.closeTimeout = 300_000_000
    prepare(&target)
    let session = store.makeSession(hostileSession, target: target)
    server.start(store, session)
    let running = Task { await store.run() }
    store.perform { store in
      store.adopt(session)
      store.connect(session.id)
    }
    let isOver = await server.over(within: patience)
    await store.shutDown(patience: 100_000_000)
    server.stop()
    running.cancel()
    await running.value
    return observe(server, session, target, isOver)
  }

  private static func observe(
    _ server: ScriptedServer, _ session: Session, _ target: SessionTarget, _ isOver: Bool
  ) -> Observation {
    let wire = Array(server.heard[server.framesStart...])
    let (frames, rest) = ClientFrame.all(wire)
    let reader = session.reader
    let range = reader.range
    let shown = Array(range.prefix(10)) + Array(range.dropFirst(10).suffix(Observation.shownFrames + 10))
    let records = shown.compactMap { reader.record($0) }
    let framed = Array(records.filter(\.isFrame).suffix(Observation.shownFrames))
    let notes = records.filter { !$0.isFrame }
    return Observation(
      isOver: isOver, heads: server.heads, wire: wire, frames: frames, rest: rest, heard: server.heard,
      connections: server.connections, status: session.status, frameCount: range.count - notes.count,
      records: framed, log: framed.map { LogLine.text($0, reader.payload($0.sequence, limit: 64)) },
      payloads: framed.map { reader.payload($0.sequence) }, notes: notes.map(\.note),
      noteTexts: notes.map { String(decoding: reader.payload($0.sequence), as: UTF8.self) },
      screen: Screen.text(session, target))
  }
}

/// Lets so many in at once; the others wait in order.
final class Gate: Sendable {
  private struct State {
    var room: Int
    var waiting: [CheckedContinuation<Void, Never>] = []
  }
  private let state: Lock<State>

  init(_ room: Int) { state = Lock(State(room: room)) }

  func enter() async {
    await withCheckedContinuation { waiter in
      let mayEnter = state.withLock { state in
        if state.room > 0 {
          state.room -= 1
          return true
        }
        state.waiting.append(waiter)
        return false
      }
      if mayEnter { waiter.resume() }
    }
  }

  func leave() {
    let next: CheckedContinuation<Void, Never>? = state.withLock { state in
      if state.waiting.isEmpty {
        state.room += 1
        return nil
      }
      return state.waiting.removeFirst()
    }
    next?.resume()
  }
}

/// A frame of the log in a few signs.
enum LogLine {
  /// Direction, first byte, payload as text or hex, then: `!` breaks a rule, `cut` not whole, `late` after the Close
  /// frame, `auto` sent by itself, `fN` the Nth fragment.
  static func text(_ record: LogRecord, _ payload: [UInt8]) -> String {
    var words = [
      record.direction == .sent ? ">" : "<", hex(record.header.firstByte),
      describe(payload, record.payloadLength),
    ]
    if record.direction == .received, record.header.isMasked { words.append("masked") }
    if record.flags.contains(.violation) { words.append("!") }
    if record.flags.contains(.incomplete) { words.append("cut") }
    if record.flags.contains(.continues) { words.append("arriving") }
    if record.flags.contains(.afterClose) { words.append("late") }
    if record.flags.contains(.automatic) { words.append("auto") }
    if record.fragmentIndex > 0 { words.append("f\(record.fragmentIndex)") }
    return words.joined(separator: " ")
  }

  /// Our Close frame, sent by itself.
  static func ourClose(_ code: CloseCode, _ reason: [UInt8] = []) -> String {
    "> 88 \(describe(big(Int(code.rawValue), 2) + reason, 2 + reason.count)) auto"
  }

  static func describe(_ payload: [UInt8], _ length: Int) -> String {
    if length > payload.count || length > 60 { return "\(length) bytes" }
    if payload.allSatisfy({ (0x20...0x7E).contains($0) }) {
      return "'\(String(decoding: payload, as: UTF8.self))'"
    }
    return payload.map(hex).joined()
  }

  private static func hex(_ byte: UInt8) -> String {
    (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
  }
}
