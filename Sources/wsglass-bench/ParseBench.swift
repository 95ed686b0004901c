import FrameLog
import Locks
import Loop
import WebSocketCore

/// Parsing alone, and parsing into a log, without a socket: what a frame costs in the library itself.
enum ParseBench {
  /// Bytes of frames in memory, read over and over: two reads, the first of which ends inside a frame. Like the loop's
  /// buffer, into which the kernel has just copied, they are in the second-level cache.
  private static let streamBytes = 500 << 10
  /// Bytes of one read, as the loop's buffer has.
  private static let readBytes = 256 << 10

  static func run(size: Int) {
    let frame = binaryFrame(size)
    let perRound = max(1, streamBytes / frame.count)
    let stream = UnsafeMutableRawBufferPointer.allocate(byteCount: perRound * frame.count, alignment: 64)
    defer { stream.deallocate() }
    for index in 0..<perRound {
      UnsafeMutableRawBufferPointer(rebasing: stream[(index * frame.count)...]).copyBytes(from: frame)
    }
    let rounds = max(3, 4_000_000 / perRound)
    let bare = best { measure(stream, rounds: rounds, log: nil) }
    // One log for all runs: after the first, its memory is no longer fresh from the kernel.
    let log = FrameLog(budget: LogBudget())
    let logged = best { measure(stream, rounds: rounds, log: log) }
    let count = Double(rounds * perRound)
    printJSON([("size", size), ("parse_ns", bare / count), ("parse_and_log_ns", logged / count)])
  }

  /// The fastest of some runs: others only say what else the machine did.
  private static func best(_ run: () -> UInt64) -> Double { Double((0..<5).map { _ in run() }.min() ?? 0) }

  private static func measure(_ stream: UnsafeMutableRawBufferPointer, rounds: Int, log: FrameLog?) -> UInt64
  {
    var ws = WebSocketProtocol.open(as: .client)
    var random = SecureRandom()
    var batch = FrameBatch()
    let start = Monotonic.now()
    for _ in 0..<rounds {
      var rest = stream
      while !rest.isEmpty {
        let read = UnsafeMutableRawBufferPointer(rebasing: rest.prefix(readBytes))
        rest = UnsafeMutableRawBufferPointer(rebasing: rest.dropFirst(readBytes))
        var demand = Int.max
        ws.receive(read, at: start, demand: &demand, random: &random, into: &batch)
        while true {
          log?.append(batch, wallOffset: 0)
          batch.removeAll()
          guard ws.hasUnparsed else { break }
          ws.resume(at: start, demand: &demand, random: &random, into: &batch)
        }
        ws.keepUnparsed()
      }
    }
    return Monotonic.now() - start
  }

  private static func binaryFrame(_ size: Int) -> [UInt8] {
    let big = (0..<8).map { UInt8(truncatingIfNeeded: size >> (56 - 8 * $0)) }
    let length = size <= 125 ? [UInt8(size)] : size <= 0xFFFF ? [126] + big[6...] : [127] + big
    return [0x82] + length + [UInt8](repeating: 0x61, count: size)
  }
}
