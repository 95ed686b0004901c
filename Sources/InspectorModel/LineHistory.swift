/// What was entered in a one-line prompt before.
public struct LineHistory: Sendable, Equatable {
  public private(set) var lines: [String] = []
  static let limit = 100

  public init() {}

  mutating func add(_ line: String) {
    guard !line.isEmpty else { return }
    lines.removeAll { $0 == line }
    lines.append(line)
    if lines.count > Self.limit { lines.removeFirst() }
  }
}
