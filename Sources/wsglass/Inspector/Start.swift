import Glibc
import Loop

/// A loop on its own thread, or words about why there is none.
func startLoop(_ name: String) throws(Complaint) -> EventLoop {
  do throws(LoopError) {
    let loop = try EventLoop(name: name)
    try loop.start()
    return loop
  } catch {
    throw Complaint(code: .failed, what: "can't start the \(name) thread", why: ["\(error)"])
  }
}

/// The signals that end the program. Blocked before the first thread starts, then read as events.
let endingSignals: [Int32] = [SIGINT, SIGTERM, SIGHUP, SIGQUIT]

/// Calls `handler` on the loop when the program is asked to end.
func watchSignals(
  _ signals: [Int32] = endingSignals, on loop: EventLoop, handler: @escaping @Sendable (Int32) -> Void
) async throws(Complaint) -> SignalHold {
  let hold = SignalHold()
  let error: LoopError? = await withCheckedContinuation { waiter in
    loop.execute {
      do throws(LoopError) {
        hold.watch = try SignalWatch(signals, on: loop, handler: handler)
        waiter.resume(returning: nil)
      } catch {
        waiter.resume(returning: error)
      }
    }
  }
  if let error { throw Complaint(code: .failed, what: "can't watch for signals", why: ["\(error)"]) }
  return hold
}

/// Keeps a signal watch. `@unchecked Sendable`: set once on the loop before anybody else has it.
final class SignalHold: @unchecked Sendable { var watch: SignalWatch? }

/// Ends the program as the signal would have done, so that the caller sees what it was.
func die(by signal: Int32) -> Never {
  var set = sigset_t()
  sigemptyset(&set)
  sigaddset(&set, signal)
  Glibc.signal(signal, SIG_DFL)
  pthread_sigmask(SIG_UNBLOCK, &set, nil)
  // To this thread alone: what is sent to the process, the loop's signal watch may still take for itself.
  raise(signal)
  exit(128 + signal)
}
