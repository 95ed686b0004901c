import FrameLog
import WebSocketCore

/// What our JSON Lines call the flags, kinds and opcodes of a record.
enum FlagNames {
  static let flags: [(flag: FrameFlags, name: StaticString)] = [
    (.automatic, "automatic"), (.violation, "violation"), (.incomplete, "incomplete"),
    (.afterClose, "after-close"), (.replayed, "replayed"), (.shortened, "shortened"),
    (.tolerated, "tolerated"),
  ]

  static let notes: [(kind: NoteKind, name: StaticString)] = [
    (.none, "none"), (.connecting, "connecting"), (.opened, "opened"), (.closed, "closed"),
    (.failed, "failed"), (.reconnect, "reconnect"), (.information, "information"),
    (.gap, "gap"),
  ]

  static func name(of kind: NoteKind) -> StaticString { notes.first { $0.kind == kind }?.name ?? "none" }

  static func note(named name: [UInt8]) -> NoteKind? { notes.first { matches(name, $0.name) }?.kind }

  static func flag(named name: [UInt8]) -> FrameFlags? { flags.first { matches(name, $0.name) }?.flag }

  static func opcode(named name: [UInt8]) -> Opcode? {
    // What nearly every line has.
    if matches(name, "text") { return .text }
    if matches(name, "binary") { return .binary }
    for value in UInt8(0)..<16 {
      var bytes: [UInt8] = []
      append(Opcode(rawValue: value), to: &bytes)
      if bytes == name { return Opcode(rawValue: value) }
    }
    return nil
  }

  static func append(_ opcode: Opcode, to output: inout [UInt8]) {
    if let name = opcode.name {
      output.add(name)
    } else {
      output.add("reserved-")
      output.add(decimal: UInt64(opcode.rawValue))
    }
  }

  /// Flags that follow from what else a line says, and have no name there.
  static func implied(by header: FrameHeader, fragmentIndex: UInt32) -> FrameFlags {
    guard header.opcode.isData else { return [] }
    return (header.isFinal ? .endsMessage : FrameFlags()).union(fragmentIndex > 0 ? .fragment : [])
  }

  /// Bytes of the shortest header (RFC 6455 section 5.2).
  static func shortestHeader(payloadLength: Int, isMasked: Bool) -> UInt8 {
    (payloadLength < 126 ? 2 : payloadLength <= 0xFFFF ? 4 : 10) + (isMasked ? 4 : 0)
  }

  static func matches(_ bytes: [UInt8], _ name: StaticString) -> Bool {
    name.withUTF8Buffer { bytes.elementsEqual($0) }
  }
}
