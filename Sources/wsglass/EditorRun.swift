import Glibc

/// Runs the user's editor on a text, in the terminal that the screen has given back.
enum EditorRun {
  /// 16 MiB: longer texts do not come back.
  private static let limit = 16 << 20

  /// The text as the editor left it. The file is for its owner alone and is gone at the end.
  static func edit(_ text: String) throws(Complaint) -> String {
    let path = try temporaryFile(Array(text.utf8))
    defer { unlink(path) }
    try run(path)
    let bytes = try DraftFileReader.bytes(of: path)
    guard var edited = String(validating: bytes, as: UTF8.self) else {
      throw Complaint(code: .failed, what: "the editor left no UTF-8", why: ["the draft is as it was"])
    }
    // Editors end a file with a line end that nobody has typed.
    if edited.hasSuffix("\n"), !text.hasSuffix("\n") { edited.removeLast() }
    return edited
  }

  private static func temporaryFile(_ bytes: [UInt8]) throws(Complaint) -> String {
    let names: [String] = ["XDG_RUNTIME_DIR", "TMPDIR"]
    let folders: [String] = names.compactMap { name in getenv(name).map { String(cString: $0) } }
    let folder = folders.first { $0.hasPrefix("/") && access($0, W_OK) == 0 } ?? "/tmp"
    var template = Array("\(folder)/wsglass-draft-XXXXXX.txt".utf8CString)
    let descriptor = mkstemps(&template, 4)
    guard descriptor >= 0 else {
      throw Complaint(
        code: .failed, what: "no file for the editor in \(folder)", why: [String(cString: strerror(errno))])
    }
    defer { close(descriptor) }
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else {
        let reason = String(cString: strerror(errno))
        unlink(path)
        throw Complaint(code: .failed, what: "can't write the draft for the editor", why: [reason])
      }
      rest = rest.dropFirst(count)
    }
    return path
  }

  /// By the shell, because VISUAL and EDITOR may hold options.
  static func run(_ path: String) throws(Complaint) {
    let command = #"${VISUAL:-${EDITOR:-vi}} "$1""#
    let line: [String] = ["sh", "-c", command, "sh", path]
    var words: [UnsafeMutablePointer<CChar>?] = line.map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // Ours are blocked or ignored, and a program starts with those of its parent.
    var none = sigset_t()
    sigemptyset(&none)
    var all = sigset_t()
    sigfillset(&all)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
    var child = pid_t()
    let error = posix_spawn(&child, "/bin/sh", nil, &attributes, &words, environ)
    guard error == 0 else {
      throw Complaint(
        code: .failed, what: "the editor can't be started", why: [String(cString: strerror(error))])
    }
    let status = wait(for: child)
    // What the editor's keys meant was meant for the editor.
    var keys = sigset_t()
    sigemptyset(&keys)
    for signal in [SIGINT, SIGQUIT, SIGTSTP] { sigaddset(&keys, signal) }
    var now = timespec()
    while sigtimedwait(&keys, nil, &now) > 0 {}
    let code = status >> 8 & 0xFF
    guard status & 0x7F == 0, code == 0 else {
      let words = getenv("VISUAL") ?? getenv("EDITOR")
      let name = words.map { String(cString: $0) } ?? "vi"
      let how = status & 0x7F == 0 ? "ended with \(code)" : "was ended by signal \(status & 0x7F)"
      throw Complaint(
        code: .failed, what: "the editor \(name) \(how): the draft is as it was",
        why: code == 127 ? ["set VISUAL or EDITOR to one that is there"] : [])
    }
  }

  /// Where the editor is stopped, so are we: the shell has the terminal until both go on.
  private static func wait(for child: pid_t) -> Int32 {
    var status: Int32 = 0
    while true {
      let found = waitpid(child, &status, WUNTRACED)
      if found < 0 && errno == EINTR { continue }
      guard found == child, status & 0xFF == 0x7F else { return found == child ? status : -1 }
      kill(getpid(), SIGSTOP)
      kill(child, SIGCONT)
    }
  }
}
