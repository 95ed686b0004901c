import CursesTerminal
import FoundationEssentials
import Glibc

/// Gets bytes to the user's clipboard and says truthfully by which way.
enum Clipboard {
  /// OSC 52 beyond this is cut or ignored by terminals; k9s found the number.
  private static let terminalLimit = 74_994 / 4 * 3

  /// The tools by environment, first that fits: inside tmux its own buffer, then the desktop's.
  private static let tools: [(variable: String, words: [String], route: String)] = [
    ("TMUX", ["tmux", "load-buffer", "-w", "-"], "in tmux's buffer, and offered to the terminal"),
    ("WAYLAND_DISPLAY", ["wl-copy"], "copied with wl-copy"),
    ("DISPLAY", ["xclip", "-selection", "clipboard"], "copied with xclip"),
  ]

  /// The way that a copy will try first.
  static var likelyRoute: String {
    let tool = tools.first { getenv($0.variable) != nil }
    return tool.map { "\($0.words[0]), by \($0.variable)" } ?? "OSC 52: the terminal may ignore it"
  }

  static func copy(_ bytes: [UInt8], by terminal: CursesTerminal) -> Result<String, Complaint> {
    for tool in tools where getenv(tool.variable) != nil {
      if run(tool.words, input: bytes) { return .success(tool.route) }
    }
    guard bytes.count <= terminalLimit else {
      return .failure(
        Complaint(code: .failed, what: "\(bytes.count) bytes are more than a terminal takes by OSC 52"))
    }
    terminal.offerToClipboard(base64: Data(bytes).base64EncodedString())
    return .success("sent to the terminal (OSC 52; it may ignore that)")
  }

  /// True where the tool took it all and ended well.
  private static func run(_ words: [String], input: [UInt8]) -> Bool {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { return false }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, ends[0], STDIN_FILENO)
    posix_spawn_file_actions_addclose(&actions, ends[1])
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
    var argv = words.map { strdup($0) } + [nil]
    defer { for word in argv { free(word) } }
    var child = pid_t()
    let result = posix_spawnp(&child, words[0], &actions, nil, &argv, environ)
    close(ends[0])
    var start = 0
    while result == 0, start < input.count {
      let count = input[start...].withUnsafeBytes { write(ends[1], $0.baseAddress, $0.count) }
      if count < 0 && errno == EINTR { continue }
      if count <= 0 { break }
      start += count
    }
    close(ends[1])
    guard result == 0 else { return false }
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0 && errno == EINTR {}
    return status == 0 && start == input.count
  }
}
