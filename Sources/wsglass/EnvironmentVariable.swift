/// Every variable of the environment that changes what the program does, and what it changes.
enum EnvironmentVariable: String, CaseIterable {
  case term = "TERM"
  case noColor = "NO_COLOR"
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
  case runtimeFolder = "XDG_RUNTIME_DIR"

  /// Other spellings and variables that say the same or are asked next.
  var others: [String] {
    switch self {
    case .locale: ["LC_CTYPE", "LANG"]
    case .proxy: ["HTTP_PROXY"]
    case .secureProxy: ["HTTPS_PROXY"]
    case .anyProxy: ["ALL_PROXY"]
    case .noProxy: ["NO_PROXY"]
    case .editor: ["EDITOR"]
    case .runtimeFolder: ["TMPDIR"]
    default: []
    }
  }

  var help: String {
    switch self {
    case .term: "the terminal's kind, which terminfo tells more of"
    case .noColor: "no colours where it is there and not empty, as with --no-color"
    case .locale: "UTF-8 or not: without it, all beyond ASCII is shown escaped"
    case .stateHome: "where captures and the history are, in wsglass (~/.local/state without it)"
    case .configHome:
      "where profiles, config.json, snippets and themes are, in wsglass (~/.config without it)"
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
    case .editor: "the editor for drafts, F4 in compose (vi without it); it may have options"
    case .runtimeFolder: "where a draft lies while the editor has it (/tmp without it)"
    case .ssh: "the screen is painted less often, to spare the line"
    }
  }
}
