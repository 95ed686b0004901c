import Glibc
import Loop
import TestSupport
import Testing

private final class Reader: IOHandler {
  var seen: [IOEvents] = []
  let body: (Reader, IOEvents) -> Void
  init(_ body: @escaping (Reader, IOEvents) -> Void) { self.body = body }
  func ready(_ events: IOEvents) {
    seen.append(events)
    body(self, events)
  }
}

private func socketPair() -> (Int32, Int32) {
  var ends: [Int32] = [-1, -1]
  let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue)
  precondition(socketpair(AF_UNIX, kind, 0, &ends) == 0)
  return (ends[0], ends[1])
}

@Suite struct WatchTests {
  @Test func `a readable descriptor calls its handler until it is read`() async throws {
    try await withLoop { loop in
      let text: String = await onLoop(loop) { done in
        let (here, there) = socketPair()
        var watch: Watch?
        let reader = Reader { reader, _ in
          guard reader.seen.count == 3, let watch else { return }
          var byte: UInt8 = 0
          recv(here, &byte, 1, 0)
          loop.unwatch(watch)
          close(here)
          close(there)
          done("\(Character(Unicode.Scalar(byte))) after \(reader.seen.count)")
        }
        watch = try? loop.watch(here, for: .readable, by: reader)
        send(there, "x", 1, 0)
      }
      #expect(text == "x after 3")
    }
  }

  @Test func `an event fetched for a closed descriptor does not reach the next owner of its number`()
    async throws
  {
    try await withLoop { loop in
      let reached: [String] = await onLoop(loop) { done in
        // Both ends are readable, so one batch holds both events. Whoever comes first closes the other one, and
        // watches a new socket with the same number.
        let (left, leftPeer) = socketPair()
        let (right, rightPeer) = socketPair()
        var watches: [Int32: Watch] = [:]
        var calls: [String] = []
        func replace(_ me: Int32, _ other: Int32, _ otherPeer: Int32) {
          calls.append("first")
          for descriptor in [me, other] { watches[descriptor].map(loop.unwatch) }
          // Closes the old socket and gives its number to the new one, in one step: other tests open sockets too.
          let (fresh, freshPeer) = socketPair()
          dup2(fresh, other)
          close(fresh)
          let stranger = Reader { _, _ in calls.append("stale") }
          let watch = try? loop.watch(other, for: .readable, by: stranger)
          loop.schedule(at: 0) {
            watch.map(loop.unwatch)
            for descriptor in [me, other, freshPeer, otherPeer] { close(descriptor) }
            done(calls)
          }
        }
        let one = Reader { _, _ in replace(left, right, rightPeer) }
        let two = Reader { _, _ in replace(right, left, leftPeer) }
        watches[left] = try? loop.watch(left, for: .readable, by: one)
        watches[right] = try? loop.watch(right, for: .readable, by: two)
        send(leftPeer, "x", 1, 0)
        send(rightPeer, "x", 1, 0)
      }
      #expect(reached == ["first"])
    }
  }

  @Test func `an empty interest silences even a hang-up, and the next interest reports it`() async throws {
    try await withLoop { loop in
      let counts: [Int] = await onLoop(loop) { done in
        let (here, there) = socketPair()
        var watch: Watch?
        var quiet = -1
        let reader = Reader { reader, events in
          guard let watch, events.contains(.hangup) else { return }
          loop.unwatch(watch)
          close(here)
          done([quiet, reader.seen.count])
        }
        watch = try? loop.watch(here, for: .readable, by: reader)
        guard let watch else { return }
        loop.change(watch, to: [])
        close(there)
        loop.schedule(at: loop.now() + 1_000_000) {
          quiet = reader.seen.count
          loop.change(watch, to: .readable)
        }
      }
      #expect(counts == [0, 1])
    }
  }

  @Test func `a regular file can't be watched and says so`() async throws {
    try await withLoop { loop in
      let refused: Bool = await onLoop(loop) { done in
        let file = open("/proc/self/exe", O_RDONLY)
        defer { close(file) }
        do throws(LoopError) {
          _ = try loop.watch(file, for: .readable, by: Reader { _, _ in })
          done(false)
        } catch {
          done(error == .cannotWatch(EPERM))
        }
      }
      #expect(refused)
    }
  }

  @Test func `a blocked signal arrives on the loop as a call`() async throws {
    try await withLoop { loop in
      let number: Int32 = await onLoop(loop) { done in
        // Sent to this thread only: other threads of the test run have not blocked it.
        SignalWatch.block([SIGURG])
        var watch: SignalWatch?
        watch = try? SignalWatch([SIGURG], on: loop) { signal in
          watch?.cancel()
          watch = nil
          done(signal)
        }
        pthread_kill(pthread_self(), SIGURG)
      }
      #expect(number == SIGURG)
    }
  }
}
