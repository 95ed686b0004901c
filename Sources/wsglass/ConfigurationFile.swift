import FoundationEssentials
import FrameLog
import Glibc

/// `$XDG_CONFIG_HOME/wsglass/config.json`: how much is kept. A fault in it is told, and never stops the start.
enum ConfigurationFile {
  /// What it may say about captures.
  enum Limit: String, CaseIterable {
    case count, gigabytes, days

    /// As errors and the man page name it.
    var key: String { "captures.\(rawValue)" }

    var range: ClosedRange<Int> {
      switch self {
      case .count, .gigabytes: 1...100_000
      case .days: 1...36_500
      }
    }

    /// What holds where the file says nothing.
    var standard: Int {
      let retention = CaptureFolder.Retention()
      switch self {
      case .count: return retention.count
      case .gigabytes: return retention.bytes >> 30
      case .days: return retention.days
      }
    }

    var help: String {
      switch self {
      case .count: "how many captures are kept"
      case .gigabytes: "how many GiB of them, all together"
      case .days: "for how many days after a capture was last written"
      }
    }
  }

  private struct Content: Codable {
    struct Captures: Codable {
      /// Captures.
      var count: Int?
      /// GiB of all together.
      var gigabytes: Int?
      /// Since a capture was begun.
      var days: Int?
    }
    var captures: Captures?
  }

  static var path: String { CaptureChoice.place("XDG_CONFIG_HOME", or: ".config") + "/wsglass/config.json" }

  static func read() -> (retention: CaptureFolder.Retention, warnings: [String]) {
    var retention = CaptureFolder.Retention()
    guard access(path, F_OK) == 0 else { return (retention, []) }
    do {
      let bytes = try SmallFile.contents(of: path)
      let captures = try JSONDecoder().decode(Content.self, from: Data(bytes)).captures
      var warnings: [String] = []
      func take(_ limit: Limit, _ value: Int?, _ use: (Int) -> Void) {
        guard let value else { return }
        let range = limit.range
        if range.contains(value) { return use(value) }
        warnings.append(
          "\(path): \(limit.key) is \(value), not \(range.lowerBound) to \(range.upperBound): not used")
      }
      take(.count, captures?.count) { retention.count = $0 }
      take(.gigabytes, captures?.gigabytes) { retention.bytes = $0 << 30 }
      take(.days, captures?.days) { retention.days = $0 }
      return (retention, warnings)
    } catch let error as Complaint {
      return (retention, [([error.what] + error.why).joined(separator: ": ")])
    } catch DecodingError.typeMismatch(_, let context), DecodingError.keyNotFound(_, let context) {
      let place = context.codingPath.map(\.stringValue).joined(separator: ".")
      return (retention, ["\(path): \(place) is not a number: the standard limits hold"])
    } catch {
      return (retention, ["\(path) is not JSON: the standard limits hold"])
    }
  }
}
