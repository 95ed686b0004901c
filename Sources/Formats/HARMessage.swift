import ByteText
import FrameLog
import WebSocketCore

/// One element of `_webSocketMessages`.
struct HARMessage {
  /// 64 MiB: a longer message of several frames is cut there, and says so.
  static let limit = 64 << 20

  private(set) var first: LogRecord
  private(set) var bytes: [UInt8] = []
  private var time: Int64
  private var fragments = 1
  private var wireLength: Int
  private var flags: FrameFlags
  private var mark: String?
  private var isCut = false

  init(_ item: ExportItem) {
    first = item.record
    time = item.record.wallTime
    wireLength = item.record.header.payloadLength
    flags = item.record.flags
    mark = item.mark
  }

  mutating func add(_ item: ExportItem, _ payload: UnsafeRawBufferPointer) {
    if item.record.sequence != first.sequence {
      fragments += 1
      wireLength &+= item.record.header.payloadLength
      flags.formUnion(item.record.flags)
      mark = mark ?? item.mark
      // A message is there when it is whole; so does Chrome count.
      time = item.record.wallTime
    }
    let room = HARMessage.limit - bytes.count
    if payload.count > room { isCut = true }
    bytes.append(contentsOf: payload.prefix(room))
  }

  /// Chrome's four fields exactly as Chrome writes them, then ours.
  func append(
    _ payload: UnsafeRawBufferPointer, isComplete: Bool, asciiOnly: Bool, to output: inout [UInt8]
  ) {
    output.add(first.direction == .sent ? "{\"type\":\"send\",\"time\":" : "{\"type\":\"receive\",\"time\":")
    HARMessage.append(seconds: time, to: &output)
    output.add(",\"opcode\":")
    // A message whose beginning was not seen has the opcode of what was.
    output.add(decimal: UInt64(first.opcode.rawValue))
    output.add(",\"data\":")
    let isText = first.opcode == .text
    if isText, JSONText.isText(payload) {
      JSONText.append(payload, asciiOnly: asciiOnly, to: &output)
    } else if isText {
      JSONText.append(String(decoding: payload, as: UTF8.self), asciiOnly: asciiOnly, to: &output)
      output.add(",\"_base64\":\"")
      Base64.append(payload, to: &output)
      output.add("\"")
    } else {
      output.add("\"")
      Base64.append(payload, to: &output)
      output.add("\"")
    }
    appendOwn(isComplete: isComplete, asciiOnly: asciiOnly, to: &output)
    output.add("}")
  }

  private func appendOwn(isComplete: Bool, asciiOnly: Bool, to output: inout [UInt8]) {
    output.add(",\"_seq\":")
    output.add(decimal: first.sequence)
    output.add(",\"_length\":")
    output.add(decimal: wireLength)
    if fragments > 1 {
      output.add(",\"_fragments\":")
      output.add(decimal: fragments)
    }
    if first.header.firstByte & 0x70 != 0 {
      output.add(",\"_rsv\":")
      output.add(decimal: UInt64(first.header.firstByte >> 4 & 7))
    }
    if first.header.isMasked {
      output.add(",\"_mask\":\"")
      output.add(maskKey: first.header.maskKey)
      output.add("\"")
    }
    var names: [StaticString] = FlagNames.flags.filter { flags.contains($0.flag) }.map(\.name)
    if isCut { names.append("cut") }
    if !isComplete { names.append("unfinished") }
    for (index, name) in names.enumerated() {
      output.add(index == 0 ? ",\"_flags\":[\"" : "\",\"")
      output.add(name)
    }
    if !names.isEmpty { output.add("\"]") }
    if let mark {
      output.add(",\"_mark\":")
      JSONText.append(mark, asciiOnly: asciiOnly, to: &output)
    }
  }

  static func append(seconds nanoseconds: Int64, to output: inout [UInt8]) {
    if nanoseconds < 0 { output.append(UInt8(ascii: "-")) }
    let (seconds, rest) = nanoseconds.magnitude.quotientAndRemainder(dividingBy: 1_000_000_000)
    output.add(decimal: seconds)
    output.append(UInt8(ascii: "."))
    output.add(decimal: rest, width: 9)
  }

  /// Milliseconds to the microsecond.
  static func append(milliseconds nanoseconds: Int64, to output: inout [UInt8]) {
    let (whole, rest) = nanoseconds.magnitude.quotientAndRemainder(dividingBy: 1_000_000)
    output.add(decimal: whole)
    output.append(UInt8(ascii: "."))
    output.add(decimal: rest / 1000, width: 3)
  }
}
