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

  private static func decode(_ bytes: ArraySlice<UInt8>) -> String {
    var out: [UInt8] = []
    var rest = bytes
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%"), rest.count >= 2,
        let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
      {
        out.append(value)
        rest = rest.dropFirst(2)
      } else {
        out.append(byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
      }
    }
    return String(decoding: out, as: UTF8.self)
  }
}
