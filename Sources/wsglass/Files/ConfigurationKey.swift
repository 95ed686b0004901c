import FrameLog

/// Every setting of config.json: what it may be, what holds without it, and what it does. The reader and the man page both
/// go by this table.
enum ConfigurationKey: String, CaseIterable {
  case theme, themeLight = "theme.light", themeDark = "theme.dark"
  case mouse, history, tips, cursor
  case composeEnter = "compose.enter"
  case time
  case confirmQuit = "confirm.quit", confirmClose = "confirm.close", confirmClear = "confirm.clear"
  case columnNumber = "columns.number", columnTime = "columns.time", columnDelta = "columns.delta"
  case columnFlags = "columns.flags", columnSize = "columns.size", columnWire = "columns.wire"
  case captureCount = "captures.count", captureGigabytes = "captures.gigabytes", captureDays = "captures.days"

  enum Kind: Equatable {
    case flag
    case choice([String])
    case number(ClosedRange<Int>)
    case theme
  }

  var kind: Kind {
    switch self {
    case .theme, .themeLight, .themeDark: .theme
    case .mouse, .history, .tips, .cursor, .confirmQuit, .confirmClose, .confirmClear, .columnNumber,
      .columnTime,
      .columnDelta, .columnFlags, .columnSize, .columnWire:
      .flag
    case .composeEnter: .choice(["send", "newline"])
    case .time: .choice(["local", "utc", "since-open"])
    case .captureCount, .captureGigabytes: .number(1...100_000)
    case .captureDays: .number(1...36_500)
    }
  }

  /// What holds where the file says nothing, as it would stand there; nil where that is not one value.
  var standard: String? {
    let retention = CaptureFolder.Retention()
    switch self {
    case .theme: return "\"\(ThemeFile.standardName)\""
    case .themeLight, .themeDark, .columnNumber, .columnTime, .columnDelta, .columnFlags, .columnSize,
      .columnWire:
      return nil
    case .mouse, .history, .tips, .confirmQuit, .confirmClose, .confirmClear: return "true"
    case .cursor: return "false"
    case .composeEnter: return "\"send\""
    case .time: return "\"local\""
    case .captureCount: return "\(retention.count)"
    case .captureGigabytes: return "\(retention.bytes >> 30)"
    case .captureDays: return "\(retention.days)"
    }
  }

  var help: String {
    switch self {
    case .theme:
      "the theme, by name; or an object with one for each background, which the terminal is then asked for"
    case .themeLight: "the theme on a light background, also when it changes"
    case .themeDark: "the theme on a dark background; it holds where the terminal does not tell"
    case .mouse: "whether the mouse is on at the start; F2 turns it on and off"
    case .history: "whether what is entered in prompts is kept for the next run"
    case .tips:
      "whether the hint row tells something new at times, each thing once; only where history is kept"
    case .cursor:
      "whether the terminal's cursor stands on the chosen row of log and detail, for screen readers and magnifiers"
    case .composeEnter: "what Enter does in compose; what did it before does the other"
    case .time: "what the TIME column shows in a new tab"
    case .confirmQuit: "whether q asks where a connection is open"
    case .confirmClose: "whether closing a tab asks where its connection is open"
    case .confirmClear: "whether clearing the log asks"
    case .columnNumber: "the frame's number: always or never; without it, by the width"
    case .columnTime: "TIME, the same"
    case .columnDelta: "DT, the same"
    case .columnFlags: "FL, the same"
    case .columnSize: "SIZE, the same"
    case .columnWire: "WIRE, the same"
    case .captureCount: "how many captures are kept"
    case .captureGigabytes: "how many GiB of them, all together"
    case .captureDays: "for how many days after a capture was last written"
    }
  }
}
