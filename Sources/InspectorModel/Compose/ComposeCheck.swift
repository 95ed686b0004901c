import ByteText
import WebSocketCore

/// Makes a payload of a draft, or says what is wrong with it and where.
enum ComposeCheck {
  /// Bytes that a control frame carries (RFC 6455 section 5.5).
  static let controlLimit = 125
  static let reasonLimit = 123
  /// 64 KiB of scalars: a longer draft is checked when it is sent, not at each key.
  static let liveLimit = 1 << 16
  /// 16 MiB: the standard limit of a frame, and what may wait to be sent.
  static let frameLimit = 16 << 20
  /// Frames of one message: as many as the core takes of a peer.
  static let fragmentLimit = 16_384

  /// `text` is the draft with its variables put in.
  static func payload(
    _ text: [Unicode.Scalar], as type: ComposeType, fragmentSize: Int? = nil
  ) throws(DraftFault) -> ComposePayload {
    switch type {
    case .text: return try message(.text, utf8(text), fragmentSize)
    case .binaryHex, .binaryBase64: return try message(.binary, bytes(text, as: type), fragmentSize)
    case .ping: return .ping(try control(text))
    case .pong: return .pong(try control(text))
    case .close: return .close(try close(text))
    }
  }

  /// What to say of a draft that is being written: what would be refused, and what looks like a slip.
  static func fault(
    in editor: TextEditor, as type: ComposeType, _ variables: DraftVariables
  ) -> DraftFault? {
    guard !editor.isEmpty, editor.text.count <= liveLimit else { return nil }
    do throws(DraftFault) {
      switch type {
      case .text:
        return jsonFault(variables.filled(editor.text)) ?? unknownVariable(in: editor.text, variables)
      case .binaryHex, .binaryBase64:
        _ = try bytes(editor.text, as: type)
        return nil
      case .ping, .pong:
        _ = try control(editor.text)
        return unknownVariable(in: editor.text, variables)
      case .close:
        _ = try close(editor.text)
        return nil
      }
    } catch {
      // The rest of a byte or of a code is most likely still to come.
      let isAtEnd = editor.cursor == editor.text.count && error.range?.upperBound ?? 0 >= editor.text.count
      let isCode =
        type == .close && editor.text.count < 4 && editor.text.allSatisfy { ("0"..."9").contains($0) }
      let isOpen = isAtEnd && (isCode || error.weight == .unfinished)
      return isOpen
        ? DraftFault(.unfinished, error.words) : DraftFault(.refusal, error.words, at: error.range)
    }
  }

  // MARK: Parts

  static func utf8(_ text: [Unicode.Scalar]) -> [UInt8] {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: text)
    return Array(String(view).utf8)
  }

  private static func message(
    _ opcode: Opcode, _ bytes: [UInt8], _ fragmentSize: Int?
  ) throws(DraftFault) -> ComposePayload {
    guard bytes.count <= frameLimit else {
      throw DraftFault("\(Figures.bytes(bytes.count)), and 16 MiB is what a message may have here")
    }
    guard let size = fragmentSize, size > 0 else { return opcode == .text ? .text(bytes) : .binary(bytes) }
    let count = (bytes.count + size - 1) / size
    guard count <= fragmentLimit else {
      throw DraftFault("\(count) fragments, and \(fragmentLimit) is the most: make them larger")
    }
    return .fragments(opcode, bytes, size: size)
  }

  static func bytes(
    _ text: [Unicode.Scalar], as type: ComposeType
  ) throws(DraftFault) -> [UInt8] {
    if type == .binaryBase64 {
      // What is no ASCII is no digit, whatever its bytes are.
      let signs = text.map { $0.isASCII ? UInt8(truncatingIfNeeded: $0.value) : 0xFF }
      do throws(Base64.Fault) { return try Base64.decoded(signs, skippingBlanks: true) } catch {
        let place = DraftPlace(of: error.place, in: text)
        let words =
          switch error {
          case .noDigit(let index): "\"\(text[index])\" at \(place.words) is not base64"
          case .padding: "\"=\" at \(place.words) is not at the end"
          case .loneDigit: "the last digit makes no byte: one is missing"
          case .looseBits: "the last digit has bits that belong to no byte"
          }
        let isOpen = if case .loneDigit = error { true } else { false }
        throw DraftFault(
          isOpen || error.isLoose ? .unfinished : .refusal, words, at: error.place..<error.place + 1)
      }
    }
    do throws(HexText.Fault) { return try HexText.bytes(text) } catch {
      switch error {
      case .notHex(_, let line, let column):
        let index = DraftPlace(line: line, column: column).index(in: text)
        throw DraftFault(error.words, at: index..<index + 1)
      case .oddDigits(let line, let column):
        let index = DraftPlace(line: line, column: column - 1).index(in: text)
        throw DraftFault(index + 1 >= text.count ? .unfinished : .refusal, error.words, at: index..<index + 1)
      }
    }
  }

  private static func control(_ text: [Unicode.Scalar]) throws(DraftFault) -> [UInt8] {
    let bytes = utf8(text)
    guard bytes.count <= controlLimit else {
      throw DraftFault("a ping or pong carries 125 bytes at most, this has \(bytes.count)")
    }
    return bytes
  }

  /// "", "1000", "1000 bye": a code, then the reason.
  private static func close(_ text: [Unicode.Scalar]) throws(DraftFault) -> Closure.Status? {
    let start = text.firstIndex { !isBlank($0) } ?? text.count
    let word = text[start...].prefix { !isBlank($0) }
    guard !word.isEmpty else { return nil }
    guard let number = UInt16(String(decoding: utf8(Array(word)), as: UTF8.self)) else {
      throw DraftFault("a Close starts with its code: 1000 bye", at: word.indices)
    }
    let code = CloseCode(rawValue: number)
    guard code.mayTravel else {
      throw DraftFault("\(number) must not travel: use 1000-1003, 1007-1014 or 3000-4999", at: word.indices)
    }
    let reason = utf8(Array(text[word.endIndex...].drop(while: isBlank)))
    guard reason.count <= reasonLimit else {
      throw DraftFault("a reason has 123 bytes at most, this has \(reason.count)")
    }
    return Closure.Status(code: code, reason: reason)
  }

  private static func isBlank(_ scalar: Unicode.Scalar) -> Bool { scalar == " " || scalar == "\n" }

  /// Only what begins like an object or an array is meant as JSON.
  private static func jsonFault(_ text: [Unicode.Scalar]) -> DraftFault? {
    guard let first = text.first(where: { ![" ", "\n", "\t", "\r"].contains($0) }),
      first == "{" || first == "["
    else { return nil }
    do throws(JSONScan.Fault) {
      _ = try JSONScan.tokens(utf8(text))
      return nil
    } catch {
      if error.isUnfinished { return DraftFault(.unfinished, "unfinished JSON") }
      let index = DraftPlace.index(ofByte: error.offset, in: text)
      return DraftFault(
        .warning, "not JSON at \(DraftPlace(of: index, in: text).words): \(error.words)",
        at: index..<index + 1
      )
    }
  }

  private static func unknownVariable(
    in text: [Unicode.Scalar], _ variables: DraftVariables
  ) -> DraftFault? {
    guard let place = DraftVariables.places(in: text).first(where: { !variables.isKnown($0.name) }) else {
      return nil
    }
    return DraftFault(.warning, "no variable ${\(place.name)}: sent as it stands", at: place.range)
  }
}

extension Base64.Fault {
  fileprivate var isLoose: Bool { if case .looseBits = self { true } else { false } }
}
