import Scripts

/// `${name}` in a draft: values that are put in when it is sent.
///
/// A name that is not known stands for itself, so that text which only looks like a variable can be sent; the pane
/// says so.
public struct DraftVariables: Sendable, Equatable {
  public struct Place: Sendable, Equatable {
    /// In scalars, `${` and `}` with it.
    public var range: Range<Int>
    public var name: String
  }

  /// What there is without a profile.
  public static let builtIn: [(name: String, help: String)] = [
    ("uuid", "a new random UUID for each message"),
    ("now", "the time of sending, UTC, as 2026-11-22T12:04:27.000Z"),
    ("seq", "1, 2, 3...: messages with it that this tab has sent"),
  ]

  /// Letters of a name; longer ones are none.
  static let nameLimit = 64

  /// Of the tab's profile.
  public var values: [String: String] = [:]
  /// Messages with `${seq}` so far.
  var count = 0

  public init() {}

  public func isKnown(_ name: String) -> Bool {
    values[name] != nil || Self.builtIn.contains { $0.name == name }
  }

  public static func places(in text: [Unicode.Scalar]) -> [Place] {
    var result: [Place] = []
    var index = 0
    while index + 3 < text.count {
      guard text[index] == "$", text[index + 1] == "{" else {
        index += 1
        continue
      }
      let name = text[(index + 2)...].prefix(nameLimit + 1).prefix(while: isName)
      let end = index + 2 + name.count
      guard !name.isEmpty, name.count <= nameLimit, end < text.count, text[end] == "}" else {
        index += 2
        continue
      }
      var view = String.UnicodeScalarView()
      view.append(contentsOf: name)
      result.append(Place(range: index..<end + 1, name: String(view)))
      index = end + 1
    }
    return result
  }

  private static func isName(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9", "_", "-", ".": true
    default: false
    }
  }

  /// The text with digits in place of what is known, of the same length: what a check may look at.
  func filled(_ text: [Unicode.Scalar]) -> [Unicode.Scalar] {
    var text = text
    for place in Self.places(in: text) where isKnown(place.name) {
      for index in place.range { text[index] = "1" }
    }
    return text
  }

  /// The text as it is sent. `wallTime` is in nanoseconds since 1970.
  mutating func expanded(
    _ text: [Unicode.Scalar], wallTime: Int64, random: inout SplitMix
  ) -> [Unicode.Scalar] {
    let places = Self.places(in: text)
    guard places.contains(where: { isKnown($0.name) }) else { return text }
    if values["seq"] == nil, places.contains(where: { $0.name == "seq" }) { count += 1 }
    var result: [Unicode.Scalar] = []
    var start = 0
    for place in places {
      guard let value = value(of: place.name, wallTime: wallTime, random: &random) else { continue }
      result += text[start..<place.range.lowerBound]
      result += value.unicodeScalars
      start = place.range.upperBound
    }
    return result + text[start...]
  }

  private func value(of name: String, wallTime: Int64, random: inout SplitMix) -> String? {
    if let value = values[name] { return value }
    switch name {
    case "uuid": return random.uuid()
    case "now": return "\(Figures.day(wallTime, offset: 0))T\(Figures.clock(wallTime, offset: 0))Z"
    case "seq": return String(count)
    default: return nil
    }
  }
}
