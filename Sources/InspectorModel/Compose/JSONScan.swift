import JSONBytes

/// Takes a JSON text apart by RFC 8259, or says where it goes wrong. Every token keeps the bytes it was sent with.
enum JSONScan {
  struct Token: Equatable {
    enum Kind { case open, close, comma, colon, value }
    var kind: Kind
    var range: Range<Int>
  }

  struct Fault: Error, Equatable {
    enum What: Equatable {
      case valueExpected, keyExpected, colonExpected, commaExpected, trailing
      case badNumber, badEscape, controlInString, unknownWord, wrongBracket, tooDeep
    }
    var what: What
    /// Byte from the start; the text's length where its end is what is wrong.
    var offset: Int
    /// There is just not all of it yet.
    var isUnfinished: Bool

    /// "a comma is missing", without its place.
    var words: String {
      switch what {
      case .valueExpected: "a value belongs here"
      case .keyExpected: "a name in double quotes belongs here"
      case .colonExpected: "a colon belongs here"
      case .commaExpected: "a comma or a closing bracket belongs here"
      case .trailing: "something follows the end"
      case .badNumber: "no number as JSON writes them"
      case .badEscape: "no escape that JSON knows"
      case .controlInString: "a control character in a string: write \\n, \\t or \\u00.."
      case .unknownWord: "a word that is none of true, false, null"
      case .wrongBracket: "this bracket closes another kind"
      case .tooDeep: "over \(JSONScan.depthLimit) levels deep"
      }
    }
  }

  /// Levels of brackets; deeper ones are refused, not followed.
  static let depthLimit = 512

  private enum Wanted { case value, valueOrClose, keyOrClose, key, colon, commaOrClose, end }

  static func tokens(_ bytes: [UInt8]) throws(Fault) -> [Token] {
    var tokens: [Token] = []
    var open: [UInt8] = []
    var wanted = Wanted.value
    var index = 0
    func fault(_ what: Fault.What, at offset: Int) -> Fault {
      Fault(what: what, offset: offset, isUnfinished: offset >= bytes.count)
    }
    while index < bytes.count {
      let byte = bytes[index]
      let start = index
      switch byte {
      case 0x20, 0x09, 0x0A, 0x0D:
        index += 1
        continue
      case 0x7B, 0x5B:
        guard wanted == .value || wanted == .valueOrClose else { throw fault(what(wanted), at: index) }
        guard open.count < depthLimit else { throw fault(.tooDeep, at: index) }
        open.append(byte)
        wanted = byte == 0x7B ? .keyOrClose : .valueOrClose
        index += 1
        tokens.append(Token(kind: .open, range: start..<index))
      case 0x7D, 0x5D:
        guard wanted == .commaOrClose || wanted == .keyOrClose || wanted == .valueOrClose else {
          throw fault(what(wanted), at: index)
        }
        guard open.last == byte - 2 else { throw fault(.wrongBracket, at: index) }
        open.removeLast()
        wanted = open.isEmpty ? .end : .commaOrClose
        index += 1
        tokens.append(Token(kind: .close, range: start..<index))
      case 0x2C:
        guard wanted == .commaOrClose else { throw fault(what(wanted), at: index) }
        wanted = open.last == 0x7B ? .key : .value
        index += 1
        tokens.append(Token(kind: .comma, range: start..<index))
      case 0x3A:
        guard wanted == .colon else { throw fault(what(wanted), at: index) }
        wanted = .value
        index += 1
        tokens.append(Token(kind: .colon, range: start..<index))
      default:
        let isName = wanted == .key || wanted == .keyOrClose
        guard isName ? byte == 0x22 : wanted == .value || wanted == .valueOrClose else {
          throw fault(what(wanted), at: index)
        }
        index = try end(of: bytes, from: index)
        wanted = isName ? .colon : open.isEmpty ? .end : .commaOrClose
        tokens.append(Token(kind: .value, range: start..<index))
      }
    }
    guard wanted == .end else { throw fault(what(wanted), at: bytes.count) }
    return tokens
  }

  private static func what(_ wanted: Wanted) -> Fault.What {
    switch wanted {
    case .value, .valueOrClose: .valueExpected
    case .key, .keyOrClose: .keyExpected
    case .colon: .colonExpected
    case .commaOrClose: .commaExpected
    case .end: .trailing
    }
  }

  /// The index after a string, a number or a word.
  private static func end(of bytes: [UInt8], from start: Int) throws(Fault) -> Int {
    if bytes[start] == 0x22 { return try stringEnd(bytes, from: start) }
    var index = start
    while index < bytes.count, JSONNumber.isWordByte(bytes[index]) { index += 1 }
    let word = bytes[start..<index]
    let isAtEnd = index == bytes.count
    if bytes[start] == 0x2D || (0x30...0x39).contains(bytes[start]) {
      if JSONNumber.isOne(word) { return index }
      throw Fault(
        what: .badNumber, offset: start,
        isUnfinished: isAtEnd && JSONNumber.isOne((Array(word) + [0x30])[...]))
    }
    let known = ["true", "false", "null"].map { Array($0.utf8) }
    if known.contains(Array(word)) { return index }
    let isStart = isAtEnd && !word.isEmpty && known.contains { $0.starts(with: word) }
    throw Fault(what: word.isEmpty ? .valueExpected : .unknownWord, offset: start, isUnfinished: isStart)
  }

  private static func stringEnd(_ bytes: [UInt8], from quote: Int) throws(Fault) -> Int {
    let (place, isWhole, isUnfinished) = bytes.withUnsafeBytes { text in
      var tokens = JSONTokens(text)
      tokens.place = quote
      var hasEscapes = false
      let isWhole = tokens.stringContent(&hasEscapes) != nil
      return (tokens.place, isWhole, tokens.hasEndedEarly)
    }
    if isWhole { return place }
    if isUnfinished { throw Fault(what: .valueExpected, offset: bytes.count, isUnfinished: true) }
    let what: Fault.What = bytes[place] < 0x20 ? .controlInString : .badEscape
    throw Fault(what: what, offset: place, isUnfinished: false)
  }
}
