import JSON5

/// Text with places to be filled in: `${name}` is a variable, the other forms give a secret (`SecretReference`).
/// `$${` is a literal `${`.
public struct Template: Sendable, Hashable {
  public enum Part: Sendable, Hashable {
    case text(String)
    case variable(String)
    case secret(SecretReference)
  }

  public struct Fault: Error, Sendable, Hashable {
    public enum Kind: Sendable, Hashable {
      /// No `}` follows.
      case unclosed
      /// What stands in the brackets is no name and none of the forms.
      case badName(String)
      /// `${word:...}` with a word that is none of the forms.
      case unknownForm(String)
      /// `${cmd:...}` without a list of words.
      case badCommand
      case emptyReference(String)
      /// 64 KiB, 256 places.
      case tooLong
    }
    public var kind: Kind
    /// Of `$`, in bytes of the text.
    public var offset: Int
  }

  /// 64 KiB.
  static let longest = 64 << 10
  static let mostParts = 256

  public private(set) var parts: [Part] = []

  public init(_ text: String) throws(Fault) {
    let bytes = Array(text.utf8)
    guard bytes.count <= Self.longest else { throw Fault(kind: .tooLong, offset: Self.longest) }
    var literal: [UInt8] = []
    var index = 0
    let dollar = UInt8(ascii: "$")
    let brace = UInt8(ascii: "{")
    while index < bytes.count {
      if bytes[index...].starts(with: [dollar, dollar, brace]) {
        literal += [dollar, brace]
        index += 3
      } else if bytes[index...].starts(with: [dollar, brace]) {
        let (part, end) = try Self.reference(bytes, at: index)
        if !literal.isEmpty { parts.append(.text(String(decoding: literal, as: UTF8.self))) }
        literal = []
        parts.append(part)
        guard parts.count <= Self.mostParts else { throw Fault(kind: .tooLong, offset: index) }
        index = end
      } else {
        literal.append(bytes[index])
        index += 1
      }
    }
    if !literal.isEmpty { parts.append(.text(String(decoding: literal, as: UTF8.self))) }
  }

  /// Text that is to stand in a profile as it is.
  public static func literal(_ text: String) -> String {
    var result = ""
    var rest = text
    while let (before, after) = rest.components(around: "${") {
      result += before + "$${"
      rest = after
    }
    return result + rest
  }

  /// The text where nothing has to be filled in.
  public var literalText: String? {
    guard parts.count <= 1 else { return nil }
    switch parts.first {
    case nil: return ""
    case .text(let text)?: return text
    case .variable?, .secret?: return nil
    }
  }

  public var secrets: [SecretReference] {
    parts.compactMap { if case .secret(let reference) = $0 { reference } else { nil } }
  }

  public var variables: [String] {
    parts.compactMap { if case .variable(let name) = $0 { name } else { nil } }
  }

  // MARK: References

  private static func reference(_ bytes: [UInt8], at start: Int) throws(Fault) -> (Part, Int) {
    let inside = start + 2
    let command = Array("cmd:".utf8)
    if bytes[inside...].starts(with: command) { return try self.command(bytes, start) }
    guard let end = bytes[inside...].firstIndex(of: UInt8(ascii: "}")) else {
      throw Fault(kind: .unclosed, offset: start)
    }
    let content = bytes[inside..<end]
    guard let colon = content.firstIndex(of: UInt8(ascii: ":")) else {
      if content.elementsEqual("ask".utf8) { return (.secret(.ask("")), end + 1) }
      guard TemplateName.isName(content) else {
        throw Fault(kind: .badName(String(decoding: content.prefix(40), as: UTF8.self)), offset: start)
      }
      return (.variable(String(decoding: content, as: UTF8.self)), end + 1)
    }
    let form = String(decoding: content[..<colon].prefix(40), as: UTF8.self)
    let value = String(decoding: content[(colon + 1)...], as: UTF8.self)
    guard SecretReference.forms.contains(form) else { throw Fault(kind: .unknownForm(form), offset: start) }
    guard !value.isEmpty else { throw Fault(kind: .emptyReference(form), offset: start) }
    switch form {
    case "env":
      guard TemplateName.isName(value.utf8) else {
        throw Fault(kind: .badName(String(value.prefix(40))), offset: start)
      }
      return (.secret(.env(value)), end + 1)
    case "file":
      guard !value.utf8.contains(0) else { throw Fault(kind: .badName("file"), offset: start) }
      return (.secret(.file(value)), end + 1)
    default: return (.secret(.ask(value)), end + 1)
    }
  }

  /// A list in JSON5, so that a `}` in a word ends nothing.
  private static func command(_ bytes: [UInt8], _ start: Int) throws(Fault) -> (Part, Int) {
    var text = JSON5Text(bytes, at: start + 6)
    let list: JSON5Value
    do throws(JSON5Fault) {
      try text.skipBlanks()
      list = try text.value(depth: JSON5Document.deepest - 1)
      try text.skipBlanks()
    } catch {
      throw Fault(kind: error.kind == .unexpectedEnd ? .unclosed : .badCommand, offset: start)
    }
    guard text.next == UInt8(ascii: "}") else {
      throw Fault(kind: text.next == nil ? .unclosed : .badCommand, offset: start)
    }
    let words = list.elements?.map(\.string) ?? []
    let argv = words.compactMap(\.self)
    guard argv.count == words.count, let program = argv.first, !program.isEmpty,
      argv.count <= SecretReference.mostWords, argv.allSatisfy({ !$0.utf8.contains(0) })
    else { throw Fault(kind: .badCommand, offset: start) }
    return (.secret(.cmd(argv)), text.index + 1)
  }
}
