import CLinux
import Glibc

/// A program of the user's that takes the whole terminal: the editor, the pager.
struct OutsideProgram {
  enum Kind {
    case editor, pager

    /// As git and others look for it.
    fileprivate var words: String {
      let (variables, fallback) = self == .editor ? (["VISUAL", "EDITOR"], "vi") : (["PAGER"], "less")
      for name in variables {
        if let value = EnvironmentVariable.value(name) { return value }
      }
      return fallback
    }
  }

  let kind: Kind
  let words: String

  init(_ kind: Kind) {
    self.kind = kind
    words = kind.words
  }

  /// Runs it on a file, and waits. It gets the terminal's keys and signals: Ctrl-C in a pager is none of ours.
  func run(on path: String) throws(Complaint) {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO)
    wsglass_spawn_takes_terminal(&actions, STDIN_FILENO)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    var all = sigset_t()
    sigfillset(&all)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setpgroup(&attributes, 0)
    posix_spawnattr_setflags(
      &attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
    // The variable may hold options: the shell takes them apart, the path is no part of what it reads.
    let line = ["sh", "-c", words + " \"$@\"", words, path]
    var argv = line.map { strdup($0) } + [nil]
    defer { for word in argv { free(word) } }
    var child = pid_t()
    let result = posix_spawn(&child, "/bin/sh", &actions, &attributes, &argv, wsglass_environment())
    guard result == 0 else {
      throw Complaint(code: .failed, what: "can't start \(words): \(StreamWords.errnoWords(result))")
    }
    let status = wait(for: child)
    takeTerminalBack()
    guard status != 127 << 8 else { throw Complaint(code: .failed, what: "there is no program \(words)") }
    // vi's :cq, and an editor that fell over: what the file holds is not what was wanted.
    guard kind == .pager || status == 0 else {
      let how =
        status & 0x7F == 0 ? "ended with \(status >> 8 & 0xFF)" : "was ended by signal \(status & 0x7F)"
      throw Complaint(code: .failed, what: "\(words) \(how): nothing is changed")
    }
  }

  private func wait(for child: pid_t) -> Int32 {
    var status: Int32 = 0
    while true {
      let found = waitpid(child, &status, WUNTRACED)
      if found < 0, errno == EINTR { continue }
      // Stopped by its own Ctrl-Z: there is no shell that could make it go on.
      if found == child, status & 0xFF == 0x7F {
        kill(-child, SIGCONT)
        continue
      }
      return status
    }
  }

  /// From a group in the background that would stop us, were the signal not ignored.
  private func takeTerminalBack() {
    let before = signal(SIGTTOU, SIG_IGN)
    tcsetpgrp(STDIN_FILENO, getpgrp())
    signal(SIGTTOU, before)
  }
}

/// A file for nobody else, gone when it has served.
struct PassingFile: ~Copyable {
  let path: String

  /// In `$XDG_RUNTIME_DIR`, which is the user's alone and in memory, else in `/tmp`.
  init(_ bytes: [UInt8], suffix: String) throws(Complaint) { path = try Self.write(bytes, suffix) }

  deinit { unlink(path) }

  /// As it is now, at most `limit` bytes.
  func contents(limit: Int) -> [UInt8]? {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while bytes.count < limit {
      let count = read(file, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return count == 0 ? bytes : nil }
      bytes += buffer[..<count]
    }
    return bytes
  }

  private static func write(_ bytes: [UInt8], _ suffix: String) throws(Complaint) -> String {
    let folder = EnvironmentVariable.runtimeFolder.value.flatMap { $0.hasPrefix("/") ? $0 : nil }
    var template = Array("\(folder ?? "/tmp")/wsglass-XXXXXX.\(suffix)".utf8CString)
    let file = mkstemps(&template, Int32(suffix.utf8.count + 1))
    guard file >= 0 else {
      throw Complaint(code: .write, what: "can't make a file for it: \(StreamWords.errnoWords(errno))")
    }
    defer { close(file) }
    let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    var start = 0
    while start < bytes.count {
      let count = bytes[start...].withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else {
        let number = errno
        unlink(path)
        throw Complaint(code: .write, what: "can't write a file for it: \(StreamWords.errnoWords(number))")
      }
      start += count
    }
    return path
  }
}
