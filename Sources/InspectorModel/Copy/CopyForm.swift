/// A way to take rows along.
public enum CopyForm: Sendable, Equatable, CaseIterable {
  case raw, pretty, hex, base64, value, path, row, websocat, step

  /// Its key in the menu.
  public var letter: Unicode.Scalar {
    switch self {
    case .raw: "r"
    case .pretty: "p"
    case .hex: "x"
    case .base64: "b"
    case .value: "v"
    case .path: "a"
    case .row: "l"
    case .websocat: "w"
    case .step: "s"
    }
  }

  public var label: String {
    switch self {
    case .raw: "payload as it came"
    case .pretty: "payload as pretty JSON"
    case .hex: "payload as hex"
    case .base64: "payload as base64"
    case .value: "JSON value under the cursor"
    case .path: "JSON path of that value"
    case .row: "row as a line of JSON, as exported"
    case .websocat: "websocat line that sends it"
    case .step: "step of a replay script"
    }
  }

  /// What was copied, in the toast: "payload of #12 as hex".
  func noun(_ rows: String) -> String {
    switch self {
    case .raw: "payload of \(rows)"
    case .pretty: "payload of \(rows) as pretty JSON"
    case .hex: "payload of \(rows) as hex"
    case .base64: "payload of \(rows) as base64"
    case .value: "JSON value of \(rows)"
    case .path: "JSON path"
    case .row: "\(rows) as JSON"
    case .websocat: "websocat line of \(rows)"
    case .step: "replay step of \(rows)"
    }
  }
}
