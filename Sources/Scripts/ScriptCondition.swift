import FrameFilter
import JSONBytes
import WebSocketCore

/// What a message has to be, as a script says it; variables not filled in yet.
struct ScriptCondition: Sendable {
  var direction = Direction.received
  var opcode: Opcode?
  var text: ScriptTemplate?
  var contains: ScriptTemplate?
  var regex: SearchPattern?
  var filter: MessageFilter?
  var json: ScriptTemplate?
  var exactly: ScriptTemplate?
  var ignored: [JSONPath] = []
  var values: [(path: JSONPath, value: ScriptTemplate)] = []
  var bytes: [UInt8]?
  var codes: [ClosedRange<UInt16>] = []
  var reason: ScriptTemplate?

  /// Close frames are asked for by their parts, others by kind.
  var asksForClose: Bool { opcode == .close || !codes.isEmpty || reason != nil }

  /// For a control frame: what is to come next is looked for among control frames.
  var asksForControl: Bool { asksForClose || opcode?.isControl == true }

  /// With variables filled in. Throws where the JSON that came of it is none.
  func ready(
    _ fill: (ScriptTemplate) throws(ScriptTemplate.Fault) -> [UInt8]
  ) throws(ScriptTemplate.Fault) -> ReadyCondition {
    var ready = ReadyCondition(condition: self)
    if let text { ready.text = try fill(text) }
    if let contains { ready.contains = try fill(contains) }
    if let json { ready.json = try Self.document(try fill(json)) }
    if let exactly { ready.exactly = try Self.document(try fill(exactly)) }
    for (path, value) in values { ready.values.append((path, try Self.document(try fill(value)))) }
    if let reason { ready.reason = try fill(reason) }
    return ready
  }

  private static func document(_ bytes: [UInt8]) throws(ScriptTemplate.Fault) -> JSONDocument {
    do throws(JSONFault) {
      return try JSONDocument(parsing: bytes)
    } catch {
      throw .words("with its variables filled in, what is expected is no JSON", "")
    }
  }
}

/// A condition that can be put to messages.
struct ReadyCondition: Sendable {
  let condition: ScriptCondition
  var text: [UInt8]?
  var contains: [UInt8]?
  var json: JSONDocument?
  var exactly: JSONDocument?
  var values: [(path: JSONPath, value: JSONDocument)] = []
  var reason: [UInt8]?

  init(condition: ScriptCondition) { self.condition = condition }

  /// Whether the message is of the kind that is asked for, whatever stands in it.
  func isOfKind(_ message: ScriptInbox.Entry) -> Bool {
    guard message.direction == condition.direction else { return false }
    if condition.asksForClose { return message.opcode == .close }
    if let opcode = condition.opcode { return message.opcode == opcode }
    return !message.opcode.isControl
  }

  func matches(_ message: ScriptInbox.Entry) -> Bool {
    guard isOfKind(message) else { return false }
    let payload = message.payload
    if let text, text != payload { return false }
    if let bytes = condition.bytes, bytes != payload { return false }
    if let contains, !Self.contains(payload, contains) { return false }
    if let regex = condition.regex, !payload.withUnsafeBytes({ regex.isFound(in: $0) }) { return false }
    if let filter = condition.filter,
      !payload.withUnsafeBytes({ filter.passes(message.opcode, message.direction, $0) })
    {
      return false
    }
    if condition.asksForClose, !matchesClose(payload) { return false }
    guard json != nil || exactly != nil || !values.isEmpty else { return true }
    guard let document = try? JSONDocument(parsing: payload) else { return false }
    if let json, !JSONDifference(expected: json, seen: document, rules: rules(true, limit: 0)).isEmpty {
      return false
    }
    if let exactly, !JSONDifference(expected: exactly, seen: document, rules: rules(false, limit: 0)).isEmpty
    {
      return false
    }
    return values.allSatisfy { Self.holds(at: $0.path, $0.value, document) }
  }

  private func matchesClose(_ payload: [UInt8]) -> Bool {
    let code = payload.count >= 2 ? UInt16(payload[0]) << 8 | UInt16(payload[1]) : CloseCode.noStatus.rawValue
    if !condition.codes.isEmpty, !condition.codes.contains(where: { $0.contains(code) }) { return false }
    return reason.map { payload.dropFirst(2).elementsEqual($0) } ?? true
  }

  private func rules(_ allowsMore: Bool, limit: Int) -> JSONDifference.Rules {
    var rules = JSONDifference.Rules()
    rules.ignored = condition.ignored
    rules.allowsMore = allowsMore
    rules.hasOpenValues = true
    rules.limit = limit
    return rules
  }

  private static func holds(at path: JSONPath, _ value: JSONDocument, _ document: JSONDocument) -> Bool {
    var rules = JSONDifference.Rules()
    rules.allowsMore = true
    rules.hasOpenValues = true
    rules.limit = 0
    var isFound = false
    document.each(at: path) { place in
      isFound = JSONDifference(expected: value, seen: document, at: place, rules: rules).isEmpty
      return !isFound
    }
    return isFound
  }

  static func contains(_ payload: [UInt8], _ text: [UInt8]) -> Bool {
    guard !text.isEmpty else { return true }
    guard payload.count >= text.count, let first = text.first else { return false }
    var place = 0
    let last = payload.count - text.count
    while place <= last {
      guard let next = payload[place...last].firstIndex(of: first) else { return false }
      if payload[next..<next + text.count].elementsEqual(text) { return true }
      place = next + 1
    }
    return false
  }

  // MARK: Telling

  /// What differs, for a failure; a message with fewer of these is nearer. Empty where no JSON is expected.
  func differences(from message: ScriptInbox.Entry) -> [JSONDifference.Entry] {
    var all: [JSONDifference.Entry] = []
    if let json {
      all += JSONDifference(expected: json, bytes: message.payload, rules: rules(true, limit: 100)).entries
    }
    if let exactly {
      all +=
        JSONDifference(expected: exactly, bytes: message.payload, rules: rules(false, limit: 100)).entries
    }
    guard !values.isEmpty else { return all }
    guard let document = try? JSONDocument(parsing: message.payload) else {
      return all.isEmpty
        ? values.map {
          JSONDifference.Entry(
            kind: .notJSON, path: $0.path, expected: Array($0.value.raw(0)),
            seen: Array(message.payload.prefix(4096)))
        } : all
    }
    for (path, value) in values where !Self.holds(at: path, value, document) {
      let seen = document.first(at: path)
      all.append(
        JSONDifference.Entry(
          kind: seen == nil ? .missing : .changed, path: path, expected: Array(value.raw(0)),
          seen: seen.map { Array(document.raw($0)) }))
    }
    return all
  }

  /// What was expected, to stand beside what was seen.
  var expected: [UInt8] {
    if let text { return text }
    if let exactly { return Array(exactly.raw(0)) }
    if let json { return Array(json.raw(0)) }
    if let contains { return contains }
    if let bytes = condition.bytes { return bytes }
    if let regex = condition.regex { return Array(regex.text.utf8) }
    if let filter = condition.filter { return Array(filter.text.utf8) }
    if !values.isEmpty {
      let parts = values.map { "\($0.path.words) = \(String(decoding: $0.value.raw(0), as: UTF8.self))" }
      return Array(parts.joined(separator: ", ").utf8)
    }
    if let code = condition.codes.first { return Array("close \(code.lowerBound)".utf8) }
    if let reason { return reason }
    return Array((condition.opcode?.name?.description ?? "a message").utf8)
  }
}
