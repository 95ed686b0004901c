import JSONBytes

/// What is found wrong in one step, by places in its bytes.
struct StepFaults {
  struct Fault {
    var offset: Int
    var what: String
    var advice: String
  }
  /// Of one line: what is wrong a hundred times is mostly wrong for one reason.
  static let limit = 100

  private(set) var all: [Fault] = []
  var isEmpty: Bool { all.isEmpty }
  var isFull: Bool { all.count >= Self.limit }

  mutating func add(_ offset: Int, _ what: String, _ advice: String = "") {
    guard !isFull else { return }
    all.append(Fault(offset: offset, what: what, advice: advice))
  }
}

extension JSONFault {
  /// In words that follow a place.
  func words(_ bytes: [UInt8]) -> (what: String, advice: String) {
    let sign: String
    if offset < bytes.count, (0x21...0x7E).contains(bytes[offset]) {
      sign = "\"\(Unicode.Scalar(bytes[offset]))\""
    } else {
      sign = "this"
    }
    return switch kind {
    case .unexpectedByte: ("\(sign) can't stand here in JSON", Self.advice(bytes, offset))
    case .unexpectedEnd:
      ("the line ends inside its JSON", "a step is one line; brackets and quotes are closed in it")
    case .badText:
      ("a text can't hold this", "\\n is a new line, \\\\ a backslash, \\\" a quote, \\u0007 any other sign")
    case .badNumber: ("this is no number of JSON", "as in 5, -0.5 or 1e3")
    case .tooDeep: ("more than \(JSONTokens.depthLimit) brackets in brackets", "")
    case .trailing: ("something follows the step", "one step a line")
    case .tooLong: ("the line is too long", "")
    }
  }

  private static func advice(_ bytes: [UInt8], _ offset: Int) -> String {
    guard offset < bytes.count else { return "" }
    switch bytes[offset] {
    case UInt8(ascii: "'"): return "quotes are \""
    case UInt8(ascii: "}"), UInt8(ascii: "]"): return "is there a comma before it, or a value missing?"
    case UInt8(ascii: "\""): return "is a comma or a colon missing before it?"
    case 0x41...0x5A, 0x61...0x7A: return "names and texts stand in \""
    default: return ""
    }
  }
}
