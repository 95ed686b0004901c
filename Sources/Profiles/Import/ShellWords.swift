import ByteText
import JSON5

/// The words of a command as `sh` takes them apart, without running anything: quotes of each kind, `$'...'`, lines
/// that go on after a backslash.
///
/// A variable stands in the words as the template `${env:NAME}`, and what was a literal `${` as `$${`, so that the text
/// of a word can stand in a profile. Nothing is looked up and no pattern is expanded.
struct ShellWords: Equatable {
  /// Why a text is no command.
  struct Fault: Error, Equatable {
    enum Kind: Equatable {
      case unclosedQuote
      /// `$(...)` or backquotes: what they give is not known without running it.
      case substitution
      /// `${NAME:-...}` and its like.
      case expansion
      case tooLong
    }
    var kind: Kind
    var place: TextPlace
  }

  /// 1 MiB; a command with a body can be long, but no one's connection needs more.
  static let limit = 1 << 20

  private(set) var words: [String] = []
  /// What comes after the command: `| jq .`, `> file`. Empty without it.
  private(set) var rest = ""

  private let bytes: [UInt8]
  private var index = 0
  private var word: [UInt8]?

  init(_ text: String) throws(Fault) {
    bytes = Array(text.utf8)
    guard bytes.count <= Self.limit else { throw fault(.tooLong, at: Self.limit) }
    while let byte = next {
      switch byte {
      case 0x20, 0x09, 0x0D:
        finish()
        index += 1
      case 0x0A where words.isEmpty && word == nil: index += 1
      case 0x0A, UInt8(ascii: "|"), UInt8(ascii: "&"), UInt8(ascii: ";"), UInt8(ascii: ">"),
        UInt8(ascii: "<"):
        // What follows the first command is another one.
        finish()
        takeRest()
      case UInt8(ascii: "#") where word == nil: skipComment()
      default: try takePiece(byte)
      }
    }
    finish()
  }

  private var next: UInt8? { index < bytes.count ? bytes[index] : nil }

  private func fault(_ kind: Fault.Kind, at offset: Int) -> Fault {
    Fault(kind: kind, place: TextPlace(offset: offset, in: bytes))
  }

  private mutating func finish() {
    if let word { words.append(String(decoding: word, as: UTF8.self)) }
    word = nil
  }

  /// A descriptor before `>` belongs to it and is no word of the command.
  private mutating func takeRest() {
    var start = index
    if bytes[index] == UInt8(ascii: ">") || bytes[index] == UInt8(ascii: "<"), index > 0,
      (0x30...0x39).contains(bytes[index - 1]), words.last?.utf8.count == 1
    {
      words.removeLast()
      start -= 1
    }
    let left = bytes[start...].drop { $0 == 0x0A || $0 == 0x0D || $0 == 0x20 }
    rest = String(decoding: left, as: UTF8.self)
    index = bytes.count
  }

  private mutating func skipComment() { while let byte = next, byte != 0x0A { index += 1 } }

  private mutating func takePiece(_ byte: UInt8) throws(Fault) {
    switch byte {
    case UInt8(ascii: "'"): try takeSingle()
    case UInt8(ascii: "\""): try takeDouble()
    case UInt8(ascii: "\\"):
      index += 1
      guard let escaped = next else { return append([UInt8(ascii: "\\")]) }
      if escaped == 0x0D, index + 1 < bytes.count, bytes[index + 1] == 0x0A { index += 1 }
      if next != 0x0A { append([escaped]) }
      index += 1
    case UInt8(ascii: "`"): throw fault(.substitution, at: index)
    case UInt8(ascii: "$"): try takeDollar(isQuoted: false)
    default:
      append([byte])
      index += 1
    }
  }

  private mutating func append(_ text: some Sequence<UInt8>) {
    var kept = word ?? []
    for byte in text {
      if byte == UInt8(ascii: "{"), kept.last == UInt8(ascii: "$") { kept.append(UInt8(ascii: "$")) }
      kept.append(byte)
    }
    word = kept
  }

  private mutating func takeSingle() throws(Fault) {
    let start = index
    guard let end = bytes[(index + 1)...].firstIndex(of: UInt8(ascii: "'")) else {
      throw fault(.unclosedQuote, at: start)
    }
    append(bytes[(index + 1)..<end])
    index = end + 1
  }

  private mutating func takeDouble() throws(Fault) {
    let start = index
    index += 1
    append([])
    while let byte = next {
      switch byte {
      case UInt8(ascii: "\""):
        index += 1
        return
      case UInt8(ascii: "\\"):
        let escaped = index + 1 < bytes.count ? bytes[index + 1] : 0x20
        index += 1
        if escaped == 0x0A {
          index += 1
        } else if "$`\"\\".utf8.contains(escaped) {
          append([escaped])
          index += 1
        } else {
          append([byte])
        }
      case UInt8(ascii: "`"): throw fault(.substitution, at: index)
      case UInt8(ascii: "$"): try takeDollar(isQuoted: true)
      default:
        append([byte])
        index += 1
      }
    }
    throw fault(.unclosedQuote, at: start)
  }

  private mutating func takeDollar(isQuoted: Bool) throws(Fault) {
    let start = index
    index += 1
    switch next {
    case UInt8(ascii: "'") where !isQuoted: try takeEscaped(from: start)
    case UInt8(ascii: "\"") where !isQuoted: break
    case UInt8(ascii: "("): throw fault(.substitution, at: start)
    case UInt8(ascii: "{"):
      index += 1
      let name = takeName()
      guard !name.isEmpty, next == UInt8(ascii: "}") else { throw fault(.expansion, at: start) }
      index += 1
      appendVariable(name)
    default:
      let name = takeName()
      if name.isEmpty { append([UInt8(ascii: "$")]) } else { appendVariable(name) }
    }
  }

  private mutating func takeName() -> [UInt8] {
    let start = index
    while let byte = next, TemplateName.isNameByte(byte, isFirst: index == start) { index += 1 }
    return Array(bytes[start..<index])
  }

  private mutating func appendVariable(_ name: [UInt8]) {
    word = (word ?? []) + Array("${env:".utf8) + name + [UInt8(ascii: "}")]
  }

  /// `$'...'` of bash, zsh and POSIX 2024, as browsers write what holds a line end or a quote.
  private mutating func takeEscaped(from start: Int) throws(Fault) {
    index += 1
    append([])
    while let byte = next {
      index += 1
      if byte == UInt8(ascii: "'") { return }
      guard byte == UInt8(ascii: "\\"), let escaped = next else {
        append([byte])
        continue
      }
      index += 1
      append(escape(escaped))
    }
    throw fault(.unclosedQuote, at: start)
  }

  private mutating func escape(_ letter: UInt8) -> [UInt8] {
    switch letter {
    case UInt8(ascii: "n"): return [0x0A]
    case UInt8(ascii: "r"): return [0x0D]
    case UInt8(ascii: "t"): return [0x09]
    case UInt8(ascii: "a"): return [0x07]
    case UInt8(ascii: "b"): return [0x08]
    case UInt8(ascii: "e"), UInt8(ascii: "E"): return [0x1B]
    case UInt8(ascii: "f"): return [0x0C]
    case UInt8(ascii: "v"): return [0x0B]
    case UInt8(ascii: "x"): return [UInt8(truncatingIfNeeded: number(digits: 2, radix: 16))]
    case UInt8(ascii: "u"): return scalar(digits: 4)
    case UInt8(ascii: "U"): return scalar(digits: 8)
    case 0x30...0x37:
      index -= 1
      return [UInt8(truncatingIfNeeded: number(digits: 3, radix: 8))]
    case UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "?"): return [letter]
    default: return [UInt8(ascii: "\\"), letter]
    }
  }

  private mutating func number(digits: Int, radix: UInt32) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<digits {
      guard let byte = next, let digit = Hex.value(byte), UInt32(digit) < radix else { break }
      value = value &* radix &+ UInt32(digit)
      index += 1
    }
    return value
  }

  private mutating func scalar(digits: Int) -> [UInt8] {
    Array(String(Unicode.Scalar(number(digits: digits, radix: 16)) ?? "\u{FFFD}").utf8)
  }
}
