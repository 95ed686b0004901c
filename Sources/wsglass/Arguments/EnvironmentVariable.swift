import Glibc

/// Every variable of the environment that changes what the program does, and what it changes.
enum EnvironmentVariable: String, CaseIterable {
  case term = "TERM"
  case plain = "WSGLASS_PLAIN"
  case noColor = "NO_COLOR"
  case background = "COLORFGBG"
  case program = "TERM_PROGRAM"
  case locale = "LC_ALL"
  case stateHome = "XDG_STATE_HOME"
  case configHome = "XDG_CONFIG_HOME"
  case dataDirectories = "XDG_DATA_DIRS"
  case home = "HOME"
  case proxy = "http_proxy"
  case secureProxy = "https_proxy"
  case anyProxy = "all_proxy"
  case noProxy = "no_proxy"
  case certificateFile = "SSL_CERT_FILE"
  case certificateFolder = "SSL_CERT_DIR"
  case tmux = "TMUX"
  case wayland = "WAYLAND_DISPLAY"
  case display = "DISPLAY"
  case ssh = "SSH_TTY"
  case editor = "VISUAL"
  case pager = "PAGER"
  case runtimeFolder = "XDG_RUNTIME_DIR"

  /// Nil where it is not there, or empty.
  var value: String? { Self.value(rawValue) }

  static func value(_ name: String) -> String? {
    guard let value = getenv(name), value.pointee != 0 else { return nil }
    return String(cString: value)
  }

  /// Other spellings and variables that say the same or are asked next.
  var others: [String] {
    switch self {
    case .locale: ["LC_CTYPE", "LANG"]
    case .proxy: ["HTTP_PROXY"]
    case .secureProxy: ["HTTPS_PROXY"]
    case .anyProxy: ["ALL_PROXY"]
    case .noProxy: ["NO_PROXY"]
    case .editor: ["EDITOR"]
    default: []
    }
  }

  var help: String {
    switch self {
    case .term: "the terminal's kind, which terminfo tells more of"
    case .plain: "lines instead of the screen where it is there and not empty, as with --plain"
    case .noColor: "no colours where it is there and not empty, as with --no-color"
    case .background: "the terminal's background is light or dark, where it does not tell itself"
    case .program: "Apple_Terminal is not asked what it can do: it would print the question"
    case .locale: "UTF-8 or not: without it, all beyond ASCII is shown escaped"
    case .stateHome: "where captures and the history are, in wsglass (~/.local/state without it)"
    case .configHome:
      "where profiles, config.json, keymap.json, snippets and themes are, in wsglass (~/.config without it)"
    case .dataDirectories: "where themes are, in wsglass/themes (/usr/local/share:/usr/share without it)"
    case .home: "the folder that ~ stands for here"
    case .proxy:
      "the proxy for ws addresses; --proxy and --no-proxy go before it. In capitals it does not count in a CGI program"
    case .secureProxy: "the proxy for wss addresses"
    case .anyProxy: "the proxy where there is none of the two"
    case .noProxy: "hosts and networks that are reached without a proxy"
    case .certificateFile: "the CAs to trust instead of the system's, in a PEM file"
    case .certificateFolder: "the same, in a folder"
    case .tmux: "copies go to tmux's buffer, by tmux load-buffer"
    case .wayland: "copies go to the desktop by wl-copy"
    case .display: "copies go to the desktop by xclip"
    case .ssh: "the screen is painted less often, to spare the line"
    case .editor: "the editor that F4 opens (vi without it)"
    case .pager: "the pager that v opens (less without it)"
    case .runtimeFolder: "where the file lies that editor or pager get (/tmp without it)"
    }
  }
}
