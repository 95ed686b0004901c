/// What a report can be written as; the file's ending chooses.
public enum ReportFormat: String, CaseIterable, Sendable {
  /// JUnit's XML, as Jenkins, GitLab and others read it.
  case junit
  /// TAP version 14.
  case tap
  case json

  /// Nil where the name says nothing.
  public init?(fileName: String) {
    let name = fileName.lowercased()
    guard let found = ReportFormat.allCases.first(where: { name.hasSuffix($0.ending) }) else { return nil }
    self = found
  }

  public var ending: String {
    switch self {
    case .junit: ".xml"
    case .tap: ".tap"
    case .json: ".json"
    }
  }

  /// The whole file. Without a redactor, secrets are written as they are.
  public func bytes(of report: ReplayReport, redactor: Redactor?) -> [UInt8] {
    let report = report.redacted(by: redactor)
    return switch self {
    case .junit: JUnitWriter.bytes(of: report)
    case .tap: TAPWriter.bytes(of: report)
    case .json: ReportJSON.bytes(of: report)
    }
  }
}
