public import FrameLog
import WebSocketCore

/// How far a frame has come whose payload is still on its way.
public enum ArrivalWords {
  /// "1.2 MB of 16.0 MB", and where it is compressed, whose inflated size nobody knows, "1.2 MB so far"; nil for a frame
  /// that is whole.
  public static func progress(_ record: LogRecord) -> String? {
    guard record.isFrame, record.isArriving else { return nil }
    let here = Figures.bytes(record.payloadLength)
    let isCompressed = record.header.reserved1 || record.payloadLength > record.header.payloadLength
    return isCompressed ? "\(here) so far" : "\(here) of \(Figures.bytes(record.header.payloadLength))"
  }
}
