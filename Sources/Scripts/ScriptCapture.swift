import FrameFilter
import JSONBytes

/// What is taken out of a message into a variable.
struct ScriptCapture: Sendable {
  enum Source: Sendable {
    case path(JSONPath)
    case regex(CapturePattern, group: Int)
  }
  var name: String
  var source: Source
  /// As the script writes it, for failures.
  var words: String

  /// Text as what it means, other JSON as written; nil where nothing is there.
  func value(in payload: [UInt8]) -> [UInt8]? {
    switch source {
    case .path(let path):
      guard let document = try? JSONDocument(parsing: payload), let place = document.first(at: path) else {
        return nil
      }
      return document.text(place) ?? Array(document.raw(place))
    case .regex(let pattern, let group):
      let groups = payload.withUnsafeBytes { pattern.match(in: $0) }
      guard let groups, group < groups.count, let range = groups[group] else { return nil }
      return Array(payload[range])
    }
  }
}
