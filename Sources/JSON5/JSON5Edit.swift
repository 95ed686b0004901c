import ByteText

/// Changes members of a JSON5 text in place: comments, order, blanks and all that is not changed stay as they are.
public struct JSON5Edit: Sendable {
  public private(set) var bytes: [UInt8]

  public init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Puts a member at `path`, or takes it away with nil. Objects on the way are made where they are missing; where
  /// something else stands in their place, it is replaced.
  public mutating func set(_ path: [String], to piece: JSONPiece?) throws(JSON5Fault) {
    guard let last = path.last else { return }
    let document = try JSON5Document(bytes)
    var place = document.root
    for (depth, name) in path.dropLast().enumerated() {
      guard let inner = place[name], inner.members != nil else {
        guard let piece else { return }
        let rest = path[(depth + 1)...].reversed().reduce(piece) { .object([.init($1, $0)]) }
        return try put(name, rest, in: place)
      }
      place = inner
    }
    if let piece { try put(last, piece, in: place) } else { remove(last, from: place) }
  }

  private mutating func put(_ name: String, _ piece: JSONPiece, in object: JSON5Value) throws(JSON5Fault) {
    guard let members = object.members else {
      throw JSON5Fault(
        .unexpected(bytes.indices.contains(object.range.lowerBound) ? bytes[object.range.lowerBound] : 0),
        at: object.range.lowerBound)
    }
    if let member = members.first(where: { $0.name == name }) {
      let indent = indentation(at: member.nameRange.lowerBound)
      bytes.replaceSubrange(member.value.range, with: Array(piece.written(indent: indent).utf8))
      return
    }
    guard let last = members.last else {
      let outer = indentation(at: object.range.lowerBound)
      let line = "\(JSONText.quoted(name)): \(piece.written(indent: outer + "  "))"
      // Comments may stand between the brackets: the new member goes right behind the first one.
      let tail = bytes[(object.range.lowerBound + 1)..<(object.range.upperBound - 1)]
      let isBlank = tail.allSatisfy { $0 <= 0x20 }
      if isBlank {
        bytes.replaceSubrange(
          (object.range.lowerBound + 1)..<(object.range.upperBound - 1),
          with: Array("\n\(outer)  \(line)\n\(outer)".utf8))
      } else {
        bytes.insert(contentsOf: Array("\n\(outer)  \(line),".utf8), at: object.range.lowerBound + 1)
      }
      return
    }
    let isOneLine = !bytes[object.range].contains(0x0A)
    let indent = isOneLine ? "" : indentation(at: last.nameRange.lowerBound)
    let separator = isOneLine ? " " : "\n\(indent)"
    let line = "\(JSONText.quoted(name)): \(piece.written(indent: isOneLine ? "  " : indent))"
    let end = last.value.range.upperBound
    if let comma = comma(after: end, before: object.range.upperBound) {
      // A comment at the end of the line belongs to the member before.
      let at = isOneLine ? comma + 1 : lineEnd(from: comma + 1, before: object.range.upperBound - 1)
      bytes.insert(contentsOf: Array("\(separator)\(line),".utf8), at: at)
    } else {
      let at = isOneLine ? end : lineEnd(from: end, before: object.range.upperBound - 1)
      bytes.insert(contentsOf: Array("\(separator)\(line)".utf8), at: at)
      bytes.insert(UInt8(ascii: ","), at: end)
    }
  }

  private mutating func remove(_ name: String, from object: JSON5Value) {
    guard let members = object.members, let index = members.firstIndex(where: { $0.name == name }) else {
      return
    }
    var start = members[index].nameRange.lowerBound
    var end = members[index].value.range.upperBound
    if let comma = comma(after: end, before: object.range.upperBound) {
      end = comma + 1
    } else if index > 0, let before = comma(after: members[index - 1].value.range.upperBound, before: start) {
      // The last one without a comma: the one before loses its own.
      bytes.remove(at: before)
      start -= 1
      end -= 1
    }
    // A line that holds nothing else goes as a whole.
    let lineStart = bytes[..<start].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    let tail = bytes[end...].firstIndex(of: 0x0A) ?? bytes.count
    let isAlone =
      bytes[lineStart..<start].allSatisfy { $0 == 0x20 || $0 == 0x09 }
      && bytes[end..<tail].allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
    if isAlone, lineStart > object.range.lowerBound, tail < bytes.count {
      bytes.removeSubrange(lineStart..<(tail + 1))
    } else {
      while start > object.range.lowerBound + 1, bytes[start - 1] == 0x20 { start -= 1 }
      bytes.removeSubrange(start..<end)
    }
  }

  /// The blanks at the start of the line.
  private func indentation(at offset: Int) -> String {
    let start = bytes[..<offset].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    return String(decoding: bytes[start..<offset].prefix { $0 == 0x20 || $0 == 0x09 }, as: UTF8.self)
  }

  private func comma(after start: Int, before end: Int) -> Int? {
    var text = JSON5Text(bytes, at: start)
    guard (try? text.skipBlanks()) != nil, text.next == UInt8(ascii: ","), text.index < end else {
      return nil
    }
    return text.index
  }

  /// The end of the line, where only blanks and comments are left on it; else `start`.
  private func lineEnd(from start: Int, before limit: Int) -> Int {
    var index = start
    while index < limit, bytes[index] != 0x0A {
      if bytes[index] == UInt8(ascii: "/"), index + 1 < limit {
        if bytes[index + 1] == UInt8(ascii: "/") {
          return bytes[index..<limit].firstIndex(of: 0x0A) ?? start
        }
        guard bytes[index + 1] == UInt8(ascii: "*") else { return start }
        index += 2
        while index + 1 < limit, !(bytes[index] == UInt8(ascii: "*") && bytes[index + 1] == UInt8(ascii: "/"))
        {
          if bytes[index] == 0x0A { return start }
          index += 1
        }
        index += 2
        continue
      }
      guard bytes[index] <= 0x20 else { return start }
      index += 1
    }
    return index < limit && bytes[index] == 0x0A ? index : start
  }
}
