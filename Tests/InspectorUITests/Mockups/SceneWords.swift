/// What a mock-up says, however it is laid out: a new picture of the scene says it too.
///
/// Where we decided otherwise than the mock-up, our words stand here, with the reason.
extension Scene {
  /// At this width; none where the mock-ups say nothing of the size.
  func words(width: Int) -> [String] {
    guard width >= 80 else { return [] }
    return tabs + own(width: width)
  }

  private var tabs: [String] {
    let state = self == .failed ? "[1!prod-feed]" : "[1+prod-feed]"
    return self == .empty
      ? ["(no connections)", "o Open", "p Profiles", "? Help"]
      : [state, "2~staging (12)", "3-local-echo", "o Open", "p Profiles", "? Help"]
  }

  private func own(width: Int) -> [String] {
    switch self {
    case .main: main(width: width)
    case .detail: detail(width: width)
    case .connect: connect
    case .profiles: profiles(width: width)
    case .filter: filter(width: width)
    case .help: help(width: width)
    case .replay: replay
    case .failed: failed(width: width)
    case .empty: empty
    }
  }

  private func main(width: Int) -> [String] {
    [
      // A message's fragments have a number each, so that some numbers are not on screen.
      "3398  12:04:30.410", "< TEXT", "> TEXT", "< PING", "0x00 00 0d 43",
      "(auto)", "f3", "z", "!", "m", "08 96 01 12 07 74 65 73 74 69 6e 67",
      // ESC is shown as ^[ or, in UTF-8, as its picture.
      "{\"type\":\"error\",\"msg\":\"^[[31mbad^[[0m\"",
      "-- Compose -> prod-feed ---", "TEXT  Enter send  Alt-Enter/^J newline", "OPEN", "feed.example.com/v2",
      "1.2 MB", "FOLLOW   3404/3404", "i Compose", "Enter Detail", "/ Search", "f Filter", "F Follow",
      "y Copy",
      // The mock-up of 80 columns calls it Save, the others Export.
      "s Export", "? Help",
    ]
      + (width >= 100
        ? [
          "+339ms", "DT", "TLS1.3 deflate", "rtt 28 ms", "F Follow:on", "m Mark", "e Resend", "R Replay",
          ": Cmd",
        ]
        : [">12 <3392"])
      + (width >= 160
        ? ["WIRE", "388", "611", "sent 12  received 3392", "4.1 frames/s", "open 14 m 22 s"] : [])
  }

  private func detail(width: Int) -> [String] {
    [
      "* Detail #3395 <", "TEXT", "ln 5/19", "pretty", "\"pair\": \"ETH-USD\",", "- \"trades\": [",
      "812 items",
      "- {", "\"id\": 9912001,", "\"px\": \"3120.1\",", "PAUSED +131 new", "3395/3535", "Enter Fold", "x Hex",
      "P Pretty", "w Wrap", "J/K Frame", "y Copy", "q Close",
    ]
      + (width >= 100
        ? [
          "received  TEXT  3 fragments  58.9 KB  12:04:30.071", "| hex", "+ {...}", "5 keys", "+ 809 more",
          "00000000  7b 22 74 79 70 65 22 3a  22 73 6e 61 70 73 68 6f  |{\"type\":\"snapsho|", "A All",
          "/ Search", "y Copy value", "Y Copy as", "v Pager",
        ] : [])
      + (width >= 160
        ? [
          "Frame     #3395  received", "Time      12:04:30.071 (+70 ms, T+00:14:20.168)",
          "Opcode    0x1 TEXT  FIN=0  RSV=000  masked=no", "Message   3 fragments, 58.9 KB",
          "|- TEXT FIN=0    20K  12:04:30.071", "|- CONT FIN=0    20K  12:04:30.088",
          "`- CONT FIN=1    20K  12:04:30.099", "Size      58.9 KB payload, 58.9 KB on the wire",
          "Deflate   not compressed (RSV1=0)", "UTF-8     valid", "JSON      valid, depth 3, 4879 nodes",
          "Mark      none", "\"seq\": 55120,", "\"checksum\": 3735928559", "z Zoom",
        ] : [])
  }

  private var connect: [String] {
    [
      "+- Connect ---", "opens in tab 4", "URL        wss://feed.example.com/v2?token=********",
      "https:// becomes wss://   pasted curl commands work", "Headers    Authorization: Bearer ********",
      "[2]",
      "Protocols  v12.stomp, v11.stomp", "Origin     https://app.example.com",
      "Proxy      (none)            from HTTPS_PROXY: not set",
      "TLS        (o) verify  ( ) CA file...  ( ) do not verify (!)",
      "Deflate    [x] offer permessage-deflate", "every 20 s, fail after 10 s",
      // RFC 6455 7.2.3 wants up to 5 s before the first try.
      "Reconnect  ( ) off  (o) backoff 5 s .. 60 s, 10 tries", "On open    send script: (none)", "Save as",
      // Secrets never go into the profile itself; where they go is no choice.
      "secrets: in files, mode 0600", "[ Connect ]   [ Save profile ]   [ Cancel ]", "Tab Next field",
      "Enter Connect", "Esc Cancel", "F1 Help",
    ]
  }

  private func profiles(width: Int) -> [String] {
    [
      "+- Profiles ---", "3 of 11", "> pro", "> prod-feed      wss://feed.example.com/v2", "2 min ago",
      "prod-orders    wss://orders.example.com/ws", "yesterday", "proxy-test     ws://127.0.0.1:9001/echo",
      "never", "headers        Authorization: Bearer ******** (env FEED_TOKEN)", "subprotocol    v12.stomp",
      "reconnect 1 s .. 30 s", "on open        subscribe.jsonl (3 steps)",
      "last           closed 1000 normal closure after 12 m 03 s", "Enter connect", "^E edit", "Alt-N new",
      "Del delete", "type to filter", "Enter Connect", "Alt-Enter Edit first", "Esc Close", "F1 Help",
    ] + (width >= 100 ? ["bearer  deflate", "mTLS"] : [])
  }

  private func filter(width: Int) -> [String] {
    [
      "-- * Filter (live) ---", "851 of 3404 shown", "Filter> dir:in !ping json.type=ticker",
      "Alt-R regex:off Alt-C case:smart", "FILTER on", "851 shown  3404 total", "Enter Keep", "Esc Undo",
      "Up/Down History", "Tab Complete", "F1 Filter help",
    ]
      + (width >= 100 ? ["0 hidden errors"] : [])
      // Alt-V stands where there is room for both.
      + (width >= 120 ? ["(dir: op: size: json. re: since: marked)"] : [])
      + (width >= 160 ? ["Alt-V Invert"] : [])
  }

  private func help(width: Int) -> [String] {
    let all =
      width >= 100
      ? [
        "CONNECTION", "PAYLOAD", "COMPOSE", "PANES, PROGRAM", "connect...", "saved connections", "reconnect",
        "disconnect, code 1000", "tab by number", "close tab, may ask", "replay a script",
        "hex in the detail",
        "pretty or as sent", "wrap in the detail", "copy the payload", "copy as...", "edit and send again",
        "payload in the pager", "payload in the editor", "export to a file", "enter compose", "new line",
        "search what was sent", "TEXT BIN PING CLOSE", "to log, keeps draft", "zoom the pane", "command line",
        "find any command",
      ] : []
    let last =
      width >= 160 ? ["mouse on/off", "redraw the screen", "suspend", "quit, asks if open", "quit now"] : []
    return [
      "+- Help: log pane ---", "find: _", "j Down", "PgDn Space ^F page down", "half a page down", "top",
      "bottom; log: follow", "follow on/off", "/ F3          search", "next hit", "previous hit",
      "filter the rows", "mark the row", "next marked row", "next event row", "previous event row",
      "time: UTC, open, DT", "count time from here", "hide ping and pong", "Enter runs the selected line",
      "Tab: all panes", "type to find", "Enter Run", "Esc Close",
    ] + (width < 160 ? ["more"] : []) + all + last
  }

  private var replay: [String] {
    [
      "-- * Replay login-flow.jsonl -> prod-feed ---", "RUNNING  2x", "[#", ".] 412/1000  41%  ETA 1 m 02 s",
      "now   #412 > TEXT {\"op\":\"order\",\"side\":\"buy\",\"px\":\"64120.1\"}",
      "next  #413 > TEXT {\"op\":\"cancel\",\"id\":\"a81f\"}   in 0.24 s",
      "wait  expect json.type=ack within 5 s: matched 411 of 411",
      "sent 412   received 2210   failed 0   skipped 0   file frames: 1000, 3 notes",
      "Space pause   . step   +/- speed   ^C stop   (other tabs stay usable)", "REPLAY 412/1000",
      "FOLLOW   3404/3404", "Space Pause", ". Step", "+/- Speed", "Esc Hide panel", "^C Stop", "F1 Help",
    ]
  }

  private func failed(width: Int) -> [String] {
    [
      "> CLOSE", "1011 keepalive timeout (sent by us)", "- EVENT", "CLOSED  closed by us: no pong came in",
      "reconnect 1/10 in 1.0 s", "connect failed: TLS certificate expire", "+- Connection failed ---",
      "tab 1 prod-feed", "TLS: the certificate of feed.example.com expired on 2026-11-20 (2 days ago).",
      "Why    X509_V_ERR_CERT_HAS_EXPIRED   chain: *.example.com <- R3 <- ISRG X1",
      "Try    check this machine's clock; renew the certificate on the server;", "trust a CA file",
      "do not verify", "Retry  2 of 10 in 1.6 s   r now   D stop",
      "-- Compose (not connected: Enter keeps the draft) ---", "TEXT  not sent", "ERROR",
      "feed.example.com/v2",
      "retry 2 of 10 in 1.6 s", "FOLLOW   3409/3409", "r Retry now", "D Stop", "^O Edit & connect",
      "Enter Detail", "y Copy", "? Help",
    ] + (width >= 100 ? ["+10.0s"] : [])
  }

  private var empty: [String] {
    [
      "wsglass 0.1   WebSocket inspector", "o     connect to a ws:// or wss:// URL",
      "p     open a saved profile            (none yet)",
      "d     start the demo: a built-in echo and ticker server", "R     replay a recorded script",
      "?     keys and help", "Paste a URL here to connect to it, or start with one:",
      "wsglass wss://host/path",
      "Config   ~/.config/wsglass/config.json   (not there: defaults in use)",
      "Themes   :theme  - 14 of them, now \"terminal\" (your terminal's colours)",
      "Mouse    on: click and wheel work, Shift-drag selects text, F2 turns it off", "no connection",
      "256 colours  UTF-8  tmux", "o Connect", "p Profiles", "d Demo", ": Command", "? Help", "q Quit",
    ]
  }
}
