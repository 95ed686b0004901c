import ByteText
import Canvas
import InspectorModel
import Secrets

/// Rows of hex: offset, bytes, ASCII.
func drawHex(
  _ document: DetailDocument, from top: Int, perRow: Int, in area: Rect, on canvas: inout Canvas
) {
  let bytes = document.shown
  guard !bytes.isEmpty else {
    canvas.put("(empty)", at: Point(x: area.x + 1, y: area.y), role: .muted, width: area.width - 1)
    return
  }
  for offset in 0..<area.height {
    let start = (top + offset) * perRow
    guard start < bytes.count else { return }
    let row = bytes[start..<min(bytes.count, start + perRow)]
    drawHexRow(row, of: document, at: start, perRow: perRow, in: area, y: area.y + offset, on: &canvas)
  }
}

private func drawHexRow(
  _ row: ArraySlice<UInt8>, of document: DetailDocument, at start: Int, perRow: Int, in area: Rect, y: Int,
  on canvas: inout Canvas
) {
  let right = area.x + area.width
  func put(_ text: DisplayText, _ x: Int, _ role: Role) {
    canvas.put(text, at: Point(x: x, y: y), role: role, width: max(0, right - x))
  }
  // In a column of its own there is a blank at the left; over the whole width it starts at the edge if need be.
  let left = area.x + (area.width > rowWidth(perRow) ? 1 : 0)
  put(DisplayText(Hex.text(start, digits: 8)), left, .hexOffset)
  var x = left + 10
  let asciiX = x + perRow * 3 + (perRow > 8 ? 1 : 0) + 1
  put("|", asciiX, .border)
  for (index, byte) in row.enumerated() {
    if index == 8 { x += 1 }
    let isPrintable = (0x20...0x7E).contains(byte)
    put(
      document.hides(start + index) ? "**" : DisplayText(Hex.text(byte, digits: 2)), x,
      byte == 0 ? .hexZero : isPrintable ? .hexByte : .hexNonprint)
    let shown = isPrintable ? DisplayText(bytes: [byte]) : "."
    put(shown, asciiX + 1 + index, isPrintable ? .hexAscii : .hexNonprint)
    x += 3
  }
  put("|", asciiX + 1 + row.count, .border)
}

/// Columns of a full row.
private func rowWidth(_ perRow: Int) -> Int { 10 + perRow * 3 + (perRow > 8 ? 1 : 0) + 1 + perRow + 2 }
