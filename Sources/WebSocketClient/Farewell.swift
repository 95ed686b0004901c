import Loop
import Transport

/// The end of a stream whose connection nobody has any more: sends what is left, then waits for the peer's end, so that
/// bytes which were not read do not turn our Close frame into a reset.
///
/// A class because the stream calls it. `@unchecked Sendable`: it is touched on its loop's thread only.
final class Farewell: ByteStreamDelegate, @unchecked Sendable {
  /// 1 s: long enough for a Close frame to travel, short enough to keep a descriptor for nobody.
  private static let time: UInt64 = 1_000_000_000

  private let stream: ByteStream
  private var unsent: ArraySlice<UInt8>
  private var timer: TimerID?

  private init(_ stream: ByteStream, _ unsent: [UInt8]) {
    self.stream = stream
    self.unsent = unsent[...]
  }

  /// On the stream's loop.
  static func begin(_ stream: ByteStream, sending unsent: [UInt8]) {
    let farewell = Farewell(stream, unsent)
    stream.delegate = farewell
    // Strong: the timer keeps it, and ends it.
    farewell.timer = stream.loop.schedule(at: stream.loop.now() &+ time) { farewell.end() }
    stream.isReadingEnabled = true
    farewell.streamIsWritable()
  }

  func streamIsWritable() {
    while !unsent.isEmpty {
      switch unsent.withUnsafeBytes({ stream.write($0) }) {
      case .wrote(let count): unsent = unsent.dropFirst(count)
      case .wouldBlock: return
      case .failed: return end()
      }
    }
    stream.closeWrite()
  }

  func streamIsReadable() {
    switch stream.read(into: stream.loop.readBuffer) {
    case .bytes, .wouldBlock: break
    case .end, .failed: end()
    }
  }

  private func end() {
    if let timer { stream.loop.cancel(timer) }
    timer = nil
    stream.close()
  }
}
