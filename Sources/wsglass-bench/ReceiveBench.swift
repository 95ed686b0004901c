import FrameLog
import Locks
import Loop
import Sessions
import Transport
import WebSocketClient
import WebSocketCore

/// Socket to log: what the inspector does with each frame, without a screen.
enum ReceiveBench {
  /// 88 MiB: what the C floor keeps beside it, a ring of 64 MiB and an index of 24. First touch of memory is dear.
  private static let budget = 88 << 20

  /// In memory, or in a capture in `folder` too.
  static func run(_ address: String, folder: String? = nil) async throws {
    let captures = try folder.map { CaptureSource(folder: CaptureFolder(path: $0), disk: try CaptureDisk()) }
    let loop = try EventLoop(name: "net")
    try loop.start()
    let meter = Meter()
    let store = ConnectionStore(
      on: loop, budget: LogBudget(bytes: budget), captures: captures, narrator: Silence()
    ) { _ in meter.changed() }
    let session = store.makeSession(SessionID(1), target: try target(address))
    let running = Task { await store.run() }
    let status = await withCheckedContinuation { waiter in
      store.perform { store in
        meter.begin(session, waiter)
        store.adopt(session)
        store.connect(session.id)
      }
    }
    captures?.disk.drain(patience: 60_000_000_000)
    let cpu = cpuSeconds() - meter.cpuAtOpen
    let seconds = Double(Monotonic.now() - status.openedAt) / 1e9
    await store.shutDown(patience: 0)
    running.cancel()
    guard case .ended(let ending) = status.phase else { throw BenchError.notClean("\(status.phase)") }
    let closes = ending.closure.received == nil ? 0 : 1
    printJSON([
      ("n", status.receivedFrames - closes), ("bytes", status.payloadBytes), ("secs", seconds), ("cpu", cpu),
      ("clean", ending.closure.isClean ? 1 : 0),
    ])
  }

  static func target(_ address: String) throws -> SessionTarget {
    let url = try WebSocketURL(parsing: address)
    var options = ConnectionOptions()
    if url.isSecure { options.tls = TLSSettings(serverName: url.host, verify: false) }
    return SessionTarget(request: UpgradeRequest(url: url), options: options)
  }
}

/// Waits for the end of one session. `@unchecked Sendable`: used on the network loop, and after the end.
private final class Meter: @unchecked Sendable {
  var cpuAtOpen = 0.0
  private var isOpen = false
  private var session: Session?
  private var waiter: CheckedContinuation<SessionStatus, Never>?

  func begin(_ session: Session, _ waiter: CheckedContinuation<SessionStatus, Never>) {
    self.session = session
    self.waiter = waiter
  }

  func changed() {
    guard let session, waiter != nil else { return }
    let status = session.status
    switch status.phase {
    case .open, .closing:
      if !isOpen { cpuAtOpen = cpuSeconds() }
      isOpen = true
    case .ended, .failed:
      waiter?.resume(returning: status)
      waiter = nil
    case .idle, .connecting: break
    }
  }
}

/// No words: nobody reads them here.
struct Silence: Narrator {
  func connecting(to target: SessionTarget, attempt: Int) -> String { "connecting" }
  func opened(_ status: SessionStatus) -> String { "open" }
  func failed(_ error: ConnectError, _ report: ConnectReport, target: SessionTarget) -> String {
    "failed: \(error)"
  }
  func ended(_ ending: Ending) -> String { "ended" }
}
