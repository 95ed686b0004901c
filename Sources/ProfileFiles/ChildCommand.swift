import Glibc
import Locks

/// Runs a program for what it prints: no shell, nothing on its standard input, so many seconds and bytes at most.
struct ChildCommand {
  /// Why nothing came of it.
  enum Fault: Error, Hashable {
    /// `errno` of the start: ENOENT, no such program.
    case notStarted(Int32)
    /// The status, and the first line of its standard error.
    case failed(status: Int32, said: String)
    case signalled(Int32, said: String)
    /// It took longer than the limit, and was ended.
    case tooSlow
    case tooLong
    case noPipe(Int32)
  }

  /// Bytes of standard error that are looked at.
  private static let longestWords = 4096

  let argv: [String]
  /// "NAME=value" of each variable.
  let environment: [String]
  /// Nanoseconds.
  let patience: UInt64
  /// Bytes.
  let limit: Int

  func run() throws(Fault) -> [UInt8] {
    let output = try Pipe()
    let errors = try Pipe()
    let child = try start(output, errors)
    output.closeWriting()
    errors.closeWriting()
    let (status, isOver) = watch(child, output, errors)
    guard !isOver else { throw .tooLong }
    guard let status else { throw .tooSlow }
    let said = Self.firstLine(errors.bytes)
    // WIFSIGNALED and WEXITSTATUS, which are macros.
    if status & 0x7F != 0 { throw .signalled(status & 0x7F, said: said) }
    let code = status >> 8 & 0xFF
    // posix_spawn that can't start the program in the child.
    if code != 0 { throw .failed(status: code, said: said) }
    return output.bytes
  }

  // MARK: Start

  private func start(_ output: Pipe, _ errors: Pipe) throws(Fault) -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, output.writing, STDOUT_FILENO)
    posix_spawn_file_actions_adddup2(&actions, errors.writing, STDERR_FILENO)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // A group of its own, so that all that it starts can be ended; no signal blocked, none ignored.
    posix_spawnattr_setpgroup(&attributes, 0)
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    var standard = sigset_t()
    sigemptyset(&standard)
    for signal in [SIGPIPE, SIGXFSZ, SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP, SIGWINCH, SIGCHLD] {
      sigaddset(&standard, signal)
    }
    posix_spawnattr_setsigdefault(&attributes, &standard)
    posix_spawnattr_setflags(
      &attributes,
      Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
    let words = argv.map { strdup($0) } + [nil]
    let variables = environment.map { strdup($0) } + [nil]
    defer { for word in words + variables { free(word) } }
    var child: pid_t = 0
    let result = posix_spawnp(&child, argv.first ?? "", &actions, &attributes, words, variables)
    guard result == 0 else { throw .notStarted(result) }
    return child
  }

  // MARK: Watching

  /// The status, nil where it had to be ended; and whether it printed too much.
  private func watch(_ child: pid_t, _ output: Pipe, _ errors: Pipe) -> (status: Int32?, isOver: Bool) {
    let deadline = Monotonic.now() &+ patience
    var status: Int32 = 0
    while true {
      let now = Monotonic.now()
      let left = deadline > now ? deadline - now : 0
      // A program may end while others of its kind keep the pipes open, so it is asked for itself, too.
      let milliseconds = Int32(min(20, (left + 999_999) / 1_000_000))
      var waits = [output, errors].map {
        pollfd(fd: $0.isOpen ? $0.reading : -1, events: Int16(POLLIN), revents: 0)
      }
      poll(&waits, 2, milliseconds)
      output.take(most: limit + 1)
      errors.take(most: Self.longestWords)
      if output.bytes.count > limit {
        end(child)
        return (nil, true)
      }
      if waitpid(child, &status, WNOHANG) == child {
        output.take(most: limit + 1)
        errors.take(most: Self.longestWords)
        return (status, output.bytes.count > limit)
      }
      if left == 0 {
        end(child)
        return (nil, false)
      }
    }
  }

  /// With all that it started and that stayed in its group.
  private func end(_ child: pid_t) {
    kill(-child, SIGKILL)
    kill(child, SIGKILL)
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0, errno == EINTR {}
  }

  /// Of what it said; at most 200 bytes.
  private static func firstLine(_ bytes: [UInt8]) -> String {
    let line = bytes.drop { $0 == 0x0A || $0 == 0x0D || $0 == 0x20 }.prefix { $0 != 0x0A && $0 != 0x0D }
    return String(decoding: line.prefix(200), as: UTF8.self)
  }
}

/// The two ends of a pipe, and what came out of it. A class because it owns its descriptors.
private final class Pipe {
  let reading: Int32
  private(set) var writing: Int32
  private(set) var bytes: [UInt8] = []
  private(set) var isOpen = true

  init() throws(ChildCommand.Fault) {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw .noPipe(errno) }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    reading = ends[0]
    writing = ends[1]
    _ = fcntl(reading, F_SETFL, O_NONBLOCK)
  }

  deinit {
    close(reading)
    closeWriting()
  }

  func closeWriting() {
    if writing >= 0 { close(writing) }
    writing = -1
  }

  /// What is there now. Beyond `most` bytes it is read and dropped, so that nobody has to wait.
  func take(most: Int) {
    var piece = [UInt8](repeating: 0, count: 4096)
    // Enough for a round; a program that prints without end is asked for its time in between.
    for _ in 0..<64 where isOpen {
      let count = piece.withUnsafeMutableBytes { read(reading, $0.baseAddress, $0.count) }
      if count > 0 {
        bytes += piece.prefix(min(count, max(0, most - bytes.count)))
      } else if count == 0 {
        isOpen = false
      } else if errno != EINTR {
        return
      }
    }
  }
}
