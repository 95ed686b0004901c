public import Canvas

/// Turns the bytes that a terminal sends into events, however they are split.
///
/// A byte is never lost: what means nothing as a sequence is dropped as a whole sequence, so no reply
/// of the terminal's and no half-known key arrives as loose letters, which would run commands.
public struct InputParser: Sendable {
  /// How long a lone ESC may wait for the rest of a sequence before it is the Esc key. Every terminal
  /// sends a key's bytes together; 25 ms is beyond what a network puts between them and below notice.
  public static let escapeDelay = Duration.milliseconds(25)
  /// The same once a sequence has begun: nobody types these, so waiting costs nothing.
  static let sequenceDelay = Duration.milliseconds(250)
  /// A paste whose end mark got lost ends when nothing more comes for so long.
  static let pasteDelay = Duration.seconds(1)
  /// 16 MiB; the rest of a longer paste is counted.
  public static let mostPasteBytes = 16 << 20
  /// Bytes at once that nobody types: after a paste without an end they are more of it.
  static let leastLatePaste = 16
  /// No key or mouse report is longer; what goes on beyond is skipped up to its end.
  static let mostSequenceBytes = 64

  private enum State: Sendable {
    case ground
    /// After ESC; with the number of ESC before it.
    case escape(before: Int)
    /// After `ESC O`.
    case ss3
    /// After `ESC [`.
    case csi
    /// `ESC [ [` of the Linux console: one more byte.
    case linuxFunction
    /// `ESC [ M` and three bytes.
    case x10Mouse
    /// After `ESC ]` or `ESC P`: a reply that ends with ST or BEL. Nil until its first byte came.
    case string(opening: UInt8, length: Int, sawEscape: Bool)
    /// Inside a UTF-8 scalar.
    case utf8(needed: Int)
    case paste(matched: Int)
  }

  private var state = State.ground
  /// Bytes of the sequence or scalar so far, without ESC and introducer.
  private var pending: [UInt8] = []
  /// Line ends are LF here: terminals send CR for every line of a paste.
  private var pasted: [UInt8] = []
  private var leftOut = 0
  private var pasteEndedInCR = false
  /// The last paste had no end mark, as on a line that stood still for too long: the rest of it is not to run as keys.
  private var pasteMayGoOn = false
  private var alt = false
  private let keys: KeySequences
  private let pasteLimit: Int
  private var events: [InputEvent] = []
  /// Answers of the terminal's, which are no input; for `takeReplies`.
  private var replies: [TerminalReply] = []
  /// More than all questions have answers: nobody asked for the rest.
  private static let mostReplies = 16

  /// `terminfo` holds what the terminal's description says its keys send.
  public init(terminfo: [[UInt8]: Key] = [:], pasteLimit: Int = mostPasteBytes) {
    keys = KeySequences(terminfo: terminfo)
    self.pasteLimit = pasteLimit
  }

  public mutating func feed(_ bytes: some Collection<UInt8>) -> [InputEvent] {
    var rest = bytes[...]
    if pasteMayGoOn, !bytes.isEmpty {
      pasteMayGoOn = false
      if bytes.first != 0x1B, bytes.count >= Self.leastLatePaste { beginPaste() }
    }
    while let byte = rest.first {
      if case .paste(matched: 0) = state {
        // Up to the next ESC nothing can be the end mark: a long paste is taken in one piece.
        let text = rest.prefix { $0 != 0x1B }
        keep(text)
        rest = rest.dropFirst(text.count)
        guard !rest.isEmpty else { break }
        step(0x1B)
      } else {
        step(byte)
      }
      rest = rest.dropFirst()
    }
    return take()
  }

  /// What the terminal answered since the last call.
  mutating func takeReplies() -> [TerminalReply] {
    defer { replies = [] }
    return replies
  }

  private mutating func note(_ reply: TerminalReply?) {
    if let reply, replies.count < Self.mostReplies { replies.append(reply) }
  }

  /// How long to wait for more before calling `flush`; nil when nothing is pending.
  public var patience: Duration? {
    switch state {
    case .ground: nil
    case .escape: Self.escapeDelay
    case .string(_, length: 0, _): Self.escapeDelay
    case .ss3, .csi, .linuxFunction, .x10Mouse, .string, .utf8: Self.sequenceDelay
    case .paste: Self.pasteDelay
    }
  }

  /// The rest will not come: decides what the pending bytes were.
  public mutating func flush() -> [InputEvent] {
    switch state {
    case .ground: break
    case .escape(let before):
      for _ in 0...before { emit(Key(.escape)) }
    case .ss3: emit(Key("O", .alt))
    case .csi where pending.isEmpty: emit(Key("[", .alt))
    case .string(let opening, length: 0, _): emit(Key(Unicode.Scalar(opening), .alt))
    case .utf8: emit(Key("\u{FFFD}"))
    case .paste(let matched):
      keep(Self.pasteEnd.prefix(matched))
      endPaste()
      pasteMayGoOn = true
    case .csi, .linuxFunction, .x10Mouse, .string: break
    }
    reset()
    return take()
  }

  private mutating func step(_ byte: UInt8) {
    switch state {
    case .ground: ground(byte)
    case .escape(let before): escape(byte, before: before)
    case .ss3: ss3(byte)
    case .csi: csi(byte)
    case .linuxFunction:
      finish(keys.linuxFunction(byte))
    case .x10Mouse:
      pending.append(byte)
      if pending.count == 3 { finish(keys.x10Mouse(pending)) }
    case .string(let opening, let length, let sawEscape):
      string(byte, opening, length, sawEscape)
    case .utf8(let needed): utf8(byte, needed: needed)
    case .paste(let matched): paste(byte, matched: matched)
    }
  }

  private mutating func ground(_ byte: UInt8) {
    switch byte {
    case 0x1B: state = .escape(before: 0)
    case 0x00...0x7F: emit(keys.single(byte), alt: alt)
    case 0xC2...0xDF: beginScalar(byte, needed: 2)
    case 0xE0...0xEF: beginScalar(byte, needed: 3)
    case 0xF0...0xF4: beginScalar(byte, needed: 4)
    default: emit(Key("\u{FFFD}"), alt: alt)
    }
    if case .ground = state { alt = false }
  }

  private mutating func escape(_ byte: UInt8, before: Int) {
    if byte == 0x1B {
      // More than two are no prefix of anything: the user leans on Esc.
      if before > 0 { emit(Key(.escape)) }
      state = .escape(before: 1)
      return
    }
    switch byte {
    case 0x5B, 0x4F:
      // `ESC ESC [ A` is Alt-Up of rxvt.
      alt = before > 0
      state = byte == 0x5B ? .csi : .ss3
      pending = []
    case 0x5D, 0x50:
      for _ in 0..<before { emit(Key(.escape)) }
      pending = []
      state = .string(opening: byte, length: 0, sawEscape: false)
    default:
      for _ in 0..<before { emit(Key(.escape)) }
      if let key = keys.escaped(byte) {
        finish([.key(key)])
        return
      }
      state = .ground
      alt = true
      ground(byte)
    }
  }

  private mutating func ss3(_ byte: UInt8) {
    switch byte {
    case 0x30...0x39 where pending.count < 2: pending.append(byte)
    case 0x40...0x7E: finish(keys.ss3(pending, final: byte))
    default: abandon(byte)
    }
  }

  private mutating func csi(_ byte: UInt8) {
    switch byte {
    case 0x24 where !pending.isEmpty && pending.allSatisfy { (0x30...0x39).contains($0) }:
      // rxvt ends a shifted key with `$`, which is otherwise never final.
      finish(keys.csi(pending, final: byte))
    case 0x20...0x3F:
      if pending.count < Self.mostSequenceBytes { pending.append(byte) }
    case 0x5B where pending.isEmpty: state = .linuxFunction
    case 0x4D where pending.isEmpty: state = .x10Mouse
    case 0x40...0x7E:
      guard pending.count < Self.mostSequenceBytes else { return finish([]) }
      if byte == 0x7E, pending == Array("200".utf8) {
        return beginPaste()
      }
      note(TerminalReply(body: pending, final: byte))
      finish(keys.csi(pending, final: byte))
    default: abandon(byte)
    }
  }

  /// A control character inside a sequence: the sequence is broken, the byte counts.
  private mutating func abandon(_ byte: UInt8) {
    reset()
    ground(byte)
  }

  private mutating func string(_ byte: UInt8, _ opening: UInt8, _ length: Int, _ sawEscape: Bool) {
    switch byte {
    case 0x07,
      0x5C where byte == 0x07 || sawEscape:
      if opening == 0x5D { note(TerminalReply(string: pending)) }
      finish([])
    case _ where sawEscape:
      // ESC without backslash ends the reply and begins something else.
      reset()
      escape(byte, before: 0)
    default:
      if byte != 0x1B, pending.count < Self.mostSequenceBytes { pending.append(byte) }
      state = .string(opening: opening, length: length + 1, sawEscape: byte == 0x1B)
    }
  }

  private mutating func beginScalar(_ byte: UInt8, needed: Int) {
    pending = [byte]
    state = .utf8(needed: needed)
  }

  private mutating func utf8(_ byte: UInt8, needed: Int) {
    guard (0x80...0xBF).contains(byte) else {
      let wasAlt = alt
      reset()
      emit(Key("\u{FFFD}"), alt: wasAlt)
      ground(byte)
      return
    }
    pending.append(byte)
    guard pending.count == needed else { return }
    let scalars = Array(String(decoding: pending, as: UTF8.self).unicodeScalars)
    let wasAlt = alt
    reset()
    emit(Key(scalars.count == 1 ? scalars[0] : "\u{FFFD}"), alt: wasAlt)
  }

  private static let pasteEnd = Array("\u{1B}[201~".utf8)

  private mutating func paste(_ byte: UInt8, matched: Int) {
    if byte == Self.pasteEnd[matched] {
      if matched + 1 == Self.pasteEnd.count {
        endPaste()
        reset()
      } else {
        state = .paste(matched: matched + 1)
      }
      return
    }
    keep(Self.pasteEnd.prefix(matched))
    // The mark's first byte occurs nowhere else in it, so a failed match can only begin anew here.
    if byte == Self.pasteEnd[0] {
      state = .paste(matched: 1)
    } else {
      keep(CollectionOfOne(byte))
      state = .paste(matched: 0)
    }
  }

  private mutating func beginPaste() {
    state = .paste(matched: 0)
    pending = []
    pasted = []
    leftOut = 0
    pasteEndedInCR = false
  }

  private mutating func keep(_ bytes: some Collection<UInt8>) {
    for byte in bytes {
      let followsCR = pasteEndedInCR
      pasteEndedInCR = byte == 0x0D
      if byte == 0x0A, followsCR { continue }
      guard pasted.count < pasteLimit else {
        leftOut += 1
        continue
      }
      pasted.append(byte == 0x0D ? 0x0A : byte)
    }
  }

  private mutating func endPaste() {
    // A character that the limit cuts is left out whole.
    if leftOut > 0 {
      let tail = pasted.suffix(3).reversed().prefix { $0 & 0xC0 == 0x80 }.count
      let lead = pasted.dropLast(tail).last ?? 0
      let length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1
      if tail + 1 < length {
        pasted.removeLast(tail + 1)
        leftOut += tail + 1
      }
    }
    events.append(.paste(String(decoding: pasted, as: UTF8.self), leftOut: leftOut))
    pasted = []
  }

  private mutating func finish(_ found: [InputEvent]) {
    let wasAlt = alt
    reset()
    for event in found {
      if case .key(let key) = event { emit(key, alt: wasAlt) } else { events.append(event) }
    }
  }

  private mutating func emit(_ key: Key, alt: Bool = false) {
    var key = key
    if alt { key.modifiers.insert(.alt) }
    events.append(.key(key))
  }

  private mutating func reset() {
    state = .ground
    pending = []
    alt = false
  }

  private mutating func take() -> [InputEvent] {
    defer { events = [] }
    return events
  }
}
