import Foundation
import Locks
import Testing

/// Both ends of a pseudo-terminal: the program's, and the one that plays the terminal, which reads all
/// the time as a terminal does.
final class PseudoTerminal: Sendable {
  let slave: Int32
  private let master: Int32
  private let stop: (read: Int32, write: Int32)
  private let received = Lock<[UInt8]>([])
  private let arrived = DispatchSemaphore(value: 0)
  private let ended = DispatchSemaphore(value: 0)
  private let masterIsOpen = Lock(true)
  private static let end = Array("\u{0}END\u{0}".utf8)

  init(columns: Int, rows: Int) throws {
    // posix_openpt and its kin are hidden by Glibc's module; these are what they do (TIOCSPTLCK, TIOCGPTN).
    master = open("/dev/ptmx", O_RDWR | O_NOCTTY)
    var locked: Int32 = 0
    var number: Int32 = 0
    try #require(master >= 0 && ioctl(master, 0x4004_5431, &locked) == 0)
    try #require(ioctl(master, 0x8004_5430, &number) == 0)
    slave = open("/dev/pts/\(number)", O_RDWR | O_NOCTTY)
    try #require(slave >= 0)
    var ends: [Int32] = [0, 0]
    try #require(pipe(&ends) == 0)
    stop = (ends[0], ends[1])
    resize(columns: columns, rows: rows)
    Thread.detachNewThread { [self] in receive() }
  }

  /// Ends the terminal: the window is closed.
  func close() {
    let wasOpen = masterIsOpen.withLock { isOpen in
      defer { isOpen = false }
      return isOpen
    }
    guard wasOpen else { return }
    _ = write(stop.write, [1] as [UInt8], 1)
    ended.wait()
    for descriptor in [master, stop.read, stop.write] { _ = Foundation.close(descriptor) }
  }

  func resize(columns: Int, rows: Int) {
    var size = winsize()
    size.ws_col = UInt16(columns)
    size.ws_row = UInt16(rows)
    _ = ioctl(master, UInt(TIOCSWINSZ), &size)
  }

  func type(_ text: String) {
    let bytes = Array(text.utf8)
    _ = write(master, bytes, bytes.count)
    // What was written arrives through a work queue; readiness is the sign that it did.
    var ready = pollfd(fd: slave, events: Int16(POLLIN), revents: 0)
    _ = poll(&ready, 1, 5_000)
  }

  /// All that was written to the terminal since the last call.
  func output() -> [UInt8] {
    _ = write(slave, Self.end, Self.end.count)
    while true {
      let bytes: [UInt8]? = received.withLock { bytes in
        guard bytes.suffix(Self.end.count).elementsEqual(Self.end) else { return nil }
        defer { bytes = [] }
        return bytes.dropLast(Self.end.count)
      }
      if let bytes { return bytes }
      guard arrived.wait(timeout: .now() + 10) == .success else { return [] }
    }
  }

  var settings: [UInt32] {
    var settings = termios()
    tcgetattr(slave, &settings)
    return [settings.c_iflag, settings.c_oflag, settings.c_cflag, settings.c_lflag]
  }

  private func receive() {
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while true {
      var ready = [
        pollfd(fd: master, events: Int16(POLLIN), revents: 0),
        pollfd(fd: stop.read, events: Int16(POLLIN), revents: 0),
      ]
      guard poll(&ready, 2, -1) > 0, ready[1].revents == 0 else { break }
      let count = read(master, &chunk, chunk.count)
      guard count > 0 else { break }
      received.withLock { $0 += chunk.prefix(count) }
      arrived.signal()
    }
    ended.signal()
  }
}
