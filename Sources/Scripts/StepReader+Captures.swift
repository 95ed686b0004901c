import Canvas
import FrameFilter
import JSONBytes

/// What is taken out of a message: `capture`.
extension StepReader {
  mutating func captures(_ value: Int) -> [ScriptCapture] {
    guard document.kind(of: value) == .object, !document.members(of: value).isEmpty else {
      wrong(.capture, value)
      return []
    }
    var captures: [ScriptCapture] = []
    guard isShort(value) else { return [] }
    for key in document.members(of: value) {
      let name = name(key)
      guard let (source, words) = source(key + 1) else { continue }
      if let name { captures.append(ScriptCapture(name: name, source: source, words: words)) }
    }
    return captures
  }

  private mutating func source(_ value: Int) -> (ScriptCapture.Source, String)? {
    if document.kind(of: value) == .text {
      return path(value).map { (.path($0), $0.words) }
    }
    guard document.kind(of: value) == .object else {
      faults.add(
        offset(value), "a capture takes a path, or an object with path, or regex and group",
        #"{"token":"auth.token"} or {"id":{"regex":"id=([0-9]+)","group":1}}"#)
      return nil
    }
    var place: JSONPath?
    var pattern: CapturePattern?
    var group: Int?
    for key in document.members(of: value) {
      switch String(decoding: document.text(key) ?? [], as: UTF8.self) {
      case "path": place = path(key + 1)
      case "regex":
        pattern = self.pattern(key + 1) { text throws(FilterError) in try CapturePattern(parsing: text) }
      case "group":
        group = whole(key + 1)
        if group == nil || !(0...99).contains(group ?? 0) {
          faults.add(offset(key + 1), "\"group\" takes a whole number from 0, which is all that matched")
        }
      case let name:
        let guess = NearestName.of(name, in: ["path", "regex", "group"])
        faults.add(
          offset(key), "there is no key \"\(Self.short(name))\" in a capture",
          guess.map { "did you mean \"\($0)\"?" } ?? "path, regex and group")
      }
    }
    if let pattern, place == nil {
      let number = group ?? min(1, pattern.groupCount)
      guard (0...pattern.groupCount).contains(number) else {
        faults.add(
          offset(value), "the expression has \(pattern.groupCount) groups, and none of number \(number)")
        return nil
      }
      return (.regex(pattern, group: number), String(decoding: document.raw(value), as: UTF8.self))
    }
    if let place, pattern == nil, group == nil { return (.path(place), place.words) }
    if faults.isEmpty {
      faults.add(offset(value), "a capture takes either a path, or regex and group")
    }
    return nil
  }
}
