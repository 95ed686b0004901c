import ByteText
public import WebSocketCore

/// What a client asked for, its target taken apart.
public struct ServerRequest: Sendable {
  public let head: RequestHead
  /// Before the "?", as it travelled.
  public let path: String
  /// Percent-decoded; of a name that comes twice the last.
  public let query: [String: String]

  public init(_ head: RequestHead) {
    self.head = head
    let target = Array(head.target.utf8)
    let question = target.firstIndex(of: UInt8(ascii: "?")) ?? target.endIndex
    path = String(decoding: target[..<question], as: UTF8.self)
    var query: [String: String] = [:]
    for pair in target[question...].dropFirst().split(separator: UInt8(ascii: "&")) {
      let equals = pair.firstIndex(of: UInt8(ascii: "=")) ?? pair.endIndex
      query[Self.decode(pair[..<equals])] = Self.decode(pair[equals...].dropFirst())
    }
    self.query = query
  }

  /// A whole number within the range, or the default where it is missing or none; what lies outside is moved in.
  public func number(_ name: String, default standard: Int, in range: ClosedRange<Int>) -> Int {
    min(max(query[name].flatMap { Int($0) } ?? standard, range.lowerBound), range.upperBound)
  }

  /// A form's query: `+` is a blank.
  private static func decode(_ bytes: ArraySlice<UInt8>) -> String {
    String(
      decoding: Percent.readable(bytes.map { $0 == UInt8(ascii: "+") ? UInt8(ascii: " ") : $0 }),
      as: UTF8.self)
  }
}
