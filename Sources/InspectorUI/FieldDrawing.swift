import Canvas
import InspectorModel
import Secrets

/// One line of a text field. The part around the cursor is what shows; the cost is that of the part.
func drawField(
  _ text: ArraySlice<Unicode.Scalar>, cursor: Int?, in area: Rect, role: Role,
  hiding masks: [SecretMask] = [],
  on canvas: inout Canvas
) {
  guard area.width > 0 else { return }
  let start = fieldStart(text, cursor: cursor ?? 0, width: area.width, canvas.repertoire)
  let end = min(text.count, start + area.width + 1)
  let limit = area.width * 2
  canvas.put(
    shownText(text, start, end, limit: limit, canvas.repertoire, hiding: masks),
    at: Point(x: area.x, y: area.y), role: role,
    width: area.width)
  if let cursor {
    let before = shownText(text, start, cursor, limit: limit, canvas.repertoire, hiding: masks)
    canvas.cursor = Point(x: area.x + before.width, y: area.y)
  }
}

extension TextEditor {
  /// Highlighted where typing would take the text's place.
  func role(_ usual: Role) -> Role { isOffered ? .selection : usual }
}

/// The first scalar of a field that is on screen.
func fieldStart(_ text: ArraySlice<Unicode.Scalar>, cursor: Int, width: Int, _ repertoire: Repertoire) -> Int
{
  guard width > 0 else { return 0 }
  // No blanks behind the text's end while its start is hidden.
  var start = cursor < width - 1 ? 0 : min(cursor - width * 2 / 3, max(0, text.count + 1 - width))
  // What is escaped takes several columns: step forward until the cursor is inside.
  while start < cursor, shownText(text, start, cursor, limit: width * 2, repertoire).width >= width {
    start += max(1, (cursor - start) / 4)
  }
  return start
}

/// A stretch of a field's text, counted from its start; a `*` for each character of a secret.
func shownText(
  _ text: ArraySlice<Unicode.Scalar>, _ from: Int, _ to: Int, limit: Int, _ repertoire: Repertoire,
  hiding masks: [SecretMask] = []
) -> DisplayText {
  var view = String.UnicodeScalarView()
  let part = text.dropFirst(from).prefix(max(0, to - from))
  let masks = masks.filter { !$0.isEmpty }
  view.append(contentsOf: masks.isEmpty ? part : hiding(masks, in: part, of: text))
  return DisplayText(String(view), limit: limit, repertoire: repertoire)
}

/// Secrets that the edges of the part cut are seen too, and hex as people write it, with blanks.
private func hiding(
  _ masks: [SecretMask], in part: ArraySlice<Unicode.Scalar>, of text: ArraySlice<Unicode.Scalar>
) -> ArraySlice<Unicode.Scalar> {
  let reach = masks.reduce(0) { max($0, $1.reach) }
  let start = max(text.startIndex, part.startIndex - reach)
  let around = text[start..<min(text.endIndex, part.endIndex + reach)]
  var view = String.UnicodeScalarView()
  view.append(contentsOf: around)
  let bytes = Array(String(view).utf8)
  let places = masks.flatMap { $0.places(in: bytes) + $0.places(inHex: bytes) }
  if places.isEmpty { return part }
  var part = part
  var offset = 0
  for index in around.indices {
    if part.indices.contains(index), places.contains(where: { $0.contains(offset) }) { part[index] = "*" }
    offset += UTF8.width(around[index])
  }
  return part
}
