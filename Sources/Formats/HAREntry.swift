import ByteText
import FoundationEssentials
import FrameLog
import WebSocketCore

/// Control frames and notes of one connection, as lines of JSON.
struct HAREvents {
  private(set) var bytes: [UInt8] = []
  /// Left out because of `HARWriter.eventLimit`.
  private(set) var omitted = 0

  mutating func add(_ line: [UInt8]) {
    guard bytes.count + line.count < HARWriter.eventLimit else {
      omitted += 1
      return
    }
    bytes.add(bytes.isEmpty ? "\n" : ",\n")
    bytes += line
  }
}

/// What an entry says besides its messages.
struct HAREntry {
  /// Twelve days in nanoseconds, so that no sum of them is too large.
  private static let longestStep: UInt64 = 1 << 50

  let start: Int64
  var end: Int64
  var facts: ConnectionFacts?
  var events: HAREvents
  var messages = 0
  var isFailure = false
  private var sent: HARMessage?
  private var received: HARMessage?

  init(start record: LogRecord, events: HAREvents) {
    start = record.wallTime
    end = record.wallTime
    self.events = events
  }

  /// Messages of which not all fragments came.
  var openMessages: [HARMessage] { [sent, received].compactMap(\.self) }

  mutating func keep(_ message: HARMessage) {
    if message.first.direction == .sent { sent = message } else { received = message }
  }

  /// The message of that direction that is open; it is the caller's then.
  mutating func take(_ direction: Direction) -> HARMessage? {
    defer { if direction == .sent { sent = nil } else { received = nil } }
    return direction == .sent ? sent : received
  }

  func append(asciiOnly: Bool, to output: inout [UInt8]) {
    output.add(",\"_events\":[")
    output += events.bytes
    output.add("]")
    if events.omitted > 0 {
      output.add(",\"_eventsOmitted\":")
      output.add(decimal: events.omitted)
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    if let facts, let json = try? encoder.encode(facts) {
      output.add(",\n\"_connection\":")
      JSONText.append(encoded: [UInt8](json), asciiOnly: asciiOnly, to: &output)
    }
    if let failure = facts?.failure {
      output.add(",\"_error\":")
      JSONText.append(failure, asciiOnly: asciiOnly, to: &output)
    }
    output.add(",\n\"startedDateTime\":\"")
    Timestamp.append(start, digits: 3, to: &output)
    output.add("\",\"request\":")
    appendRequest(asciiOnly, to: &output)
    output.add(",\n\"response\":")
    appendResponse(asciiOnly, to: &output)
    output.add(",\n\"cache\":{}")
    appendTimings(to: &output)
    if let facts, let peer = Endpoint(facts.peer) {
      output.add(",\"serverIPAddress\":\"")
      output.add(text: peer.address)
      output.add("\",\"connection\":\"")
      output.add(decimal: UInt64(Endpoint(facts.local)?.port ?? peer.port))
      output.add("\"")
    }
  }

  private func appendRequest(_ asciiOnly: Bool, to output: inout [UInt8]) {
    let words = facts?.request?.startLine.split(separator: " ").map(String.init) ?? []
    let url = facts.map(\.url).flatMap { $0.isEmpty ? nil : $0 } ?? "ws://unknown.invalid/"
    output.add("{\"method\":")
    JSONText.append(words.first ?? "GET", asciiOnly: asciiOnly, to: &output)
    output.add(",\"url\":")
    JSONText.append(url, asciiOnly: asciiOnly, to: &output)
    output.add(",\"httpVersion\":")
    JSONText.append(words.count > 2 ? words[2] : "HTTP/1.1", asciiOnly: asciiOnly, to: &output)
    output.add(",\"cookies\":[],\"headers\":")
    appendFields(facts?.request?.fields ?? [], asciiOnly, to: &output)
    output.add(",\"queryString\":")
    appendFields(HAREntry.query(of: url), asciiOnly, to: &output)
    output.add(",\"headersSize\":-1,\"bodySize\":0}")
  }

  private func appendResponse(_ asciiOnly: Bool, to output: inout [UInt8]) {
    let words = facts?.response?.startLine.split(separator: " ", maxSplits: 2).map(String.init) ?? []
    let status = words.count > 1 ? UInt64(words[1]) : nil
    output.add("{\"status\":")
    output.add(decimal: status ?? (isFailure ? 0 : 101))
    output.add(",\"statusText\":")
    let text = words.count > 2 ? words[2] : status == nil && !isFailure ? "Switching Protocols" : ""
    JSONText.append(text, asciiOnly: asciiOnly, to: &output)
    output.add(",\"httpVersion\":")
    JSONText.append(words.first ?? "HTTP/1.1", asciiOnly: asciiOnly, to: &output)
    output.add(",\"cookies\":[],\"headers\":")
    appendFields(facts?.response?.fields ?? [], asciiOnly, to: &output)
    output.add(",\"content\":{\"size\":0,\"mimeType\":\"x-unknown\"},\"redirectURL\":\"\"")
    output.add(",\"headersSize\":-1,\"bodySize\":-1}")
  }

  private func appendFields(_ fields: [ConnectionFacts.Field], _ asciiOnly: Bool, to output: inout [UInt8]) {
    output.add("[")
    for (index, field) in fields.enumerated() {
      output.add(index == 0 ? "{\"name\":" : ",{\"name\":")
      JSONText.append(field.name, asciiOnly: asciiOnly, to: &output)
      output.add(",\"value\":")
      JSONText.append(field.value, asciiOnly: asciiOnly, to: &output)
      output.add("}")
    }
    output.add("]")
  }

  /// As they stand in the URL, percent-encoded.
  private static func query(of url: String) -> [ConnectionFacts.Field] {
    let parts = url.split(separator: "#", maxSplits: 1).first?.split(separator: "?", maxSplits: 1) ?? []
    guard parts.count == 2 else { return [] }
    return parts[1].split(separator: "&").map { pair in
      let halves = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      return ConnectionFacts.Field(name: String(halves[0]), value: halves.count > 1 ? String(halves[1]) : "")
    }
  }

  /// HAR wants `time` to be the sum of the timings, where `ssl` is part of `connect`.
  private func appendTimings(to output: inout [UInt8]) {
    func sum(_ names: [String]) -> Int64? {
      let steps = (facts?.steps ?? []).filter { names.contains($0.name) && $0.end >= $0.start }
      if steps.isEmpty { return nil }
      return steps.reduce(0) { $0 &+ Int64(truncatingIfNeeded: min($1.end - $1.start, HAREntry.longestStep)) }
    }
    let open = max(0, end.subtractingReportingOverflow(start).partialValue)
    let connect = sum(["connect", "proxy-tls", "proxy", "tls"])
    let parts: [(StaticString, Int64?)] = [
      ("blocked", sum(["queue"])), ("dns", sum(["dns"])), ("connect", connect), ("ssl", sum(["tls"])),
      ("send", sum(["request"]) ?? 0), ("wait", sum(["response"]) ?? 0), ("receive", open),
    ]
    output.add(",\"timings\":{")
    var total: Int64 = 0
    for (index, (name, time)) in parts.enumerated() {
      output.add(index == 0 ? "\"" : ",\"")
      output.add(name)
      output.add("\":")
      if let time { HARMessage.append(milliseconds: time, to: &output) } else { output.add("-1") }
      if index != 3 { total &+= time ?? 0 }
    }
    output.add("},\"time\":")
    HARMessage.append(milliseconds: total, to: &output)
  }
}
