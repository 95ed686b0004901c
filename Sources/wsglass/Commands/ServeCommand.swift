import Glibc
import Loop
import Transport
import WebSocketServer

/// Runs `wsglass serve`: the demo server alone, until a signal.
enum ServeCommand {
  static func run(_ arguments: Arguments) async throws(Complaint) -> ExitCode {
    let loop = try startLoop("net")
    let server = try DemoHost.start(arguments, on: loop)
    for (path, help) in DemoServer.paths { writeLine("\(server.base)\(path)   \(help)") }
    let signal = await withCheckedContinuation { (waiter: CheckedContinuation<Int32, Never>) in
      let once = Once(waiter)
      Task {
        do throws(Complaint) {
          once.hold = try await watchSignals(on: loop) { once.resume($0) }
        } catch {
          error.print()
          once.resume(SIGTERM)
        }
      }
    }
    server.stop()
    die(by: signal)
  }
}

/// Resumes a continuation once, however often it is asked. `@unchecked Sendable`: asked on the network loop.
private final class Once: @unchecked Sendable {
  var hold: SignalHold?
  private var waiter: CheckedContinuation<Int32, Never>?
  init(_ waiter: CheckedContinuation<Int32, Never>) { self.waiter = waiter }
  func resume(_ value: Int32) {
    waiter?.resume(returning: value)
    waiter = nil
  }
}
