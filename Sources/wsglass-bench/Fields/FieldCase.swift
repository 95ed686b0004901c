import Canvas
import CursesTerminal
import InspectorModel

/// A screen on which texts of a peer's, of a file or of the user's stand in one place or more.
struct FieldCase: Sendable {
  typealias Piece = [UInt8]

  let name: String
  let size: Size
  /// Columns of the field.
  let columns: Int
  /// Bytes that it takes.
  var bytes = Int.max
  /// Texts of each place that one screen shows.
  var rows = 1
  /// Different places on the screen: each shows every scalar.
  var places = 1
  /// A blank after each scalar, where a text is folded.
  var isSpaced = false
  /// It takes bytes that are no text.
  var takesBytes = false
  /// What the field leaves out or writes in another way before it is shown.
  var leavesOut: Set<UInt32> = []
  /// The screen but for the texts.
  var base: @Sendable (InspectorModel) -> InspectorModel = { $0 }
  /// Puts the texts there: all rows of the first place, then of the next.
  let fill: @Sendable (inout InspectorModel, [Piece]) -> Void

  /// What line ends and other controls are to JSON, and to fields of one line.
  static let controls = Set(UInt32(0)..<0x20)
  static let lineEnds: Set<UInt32> = [0x0A, 0x0D]

  /// The scalars that were not seen in all places.
  func run(on screen: inout FieldScreen, _ pieces: inout FieldPieces) -> [UInt32] {
    let all = pieces.cut(columns: columns, bytes: bytes, withSurrogates: takesBytes, isSpaced: isSpaced)
    let empty = base(.empty(size, screen.terminal.repertoire))
    screen.forget()
    for first in stride(from: 0, to: all.count, by: rows) {
      var model = empty
      fill(
        &model,
        (0..<places).flatMap { place in
          (first..<first + rows).map {
            $0 < all.count ? all[($0 + place * all.count / places) % all.count] : []
          }
        })
      screen.draw(model)
    }
    return (UInt32(0)..<0x110000).filter { scalar in
      if (0x20...0x7E).contains(scalar) || leavesOut.contains(scalar) { return false }
      if !takesBytes, (0xD800...0xDFFF).contains(scalar) { return false }
      return screen.seen[Int(scalar)] < min(places, 255)
    }
  }
}

extension [UInt8] {
  var text: String { String(decoding: self, as: UTF8.self) }
  /// As a string of JSON, with its quotes.
  var json: [UInt8] {
    var out: [UInt8] = [0x22]
    for byte in self {
      switch byte {
      case 0x22, 0x5C: out += [0x5C, byte]
      case 0..<0x20: out += Array("\\u00\(byte < 16 ? "0" : "")\(String(byte, radix: 16))".utf8)
      default: out.append(byte)
      }
    }
    return out + [0x22]
  }
}
