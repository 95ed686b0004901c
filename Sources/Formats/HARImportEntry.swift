import FoundationEssentials
import FrameLog

/// An entry of a HAR as it is read: what it says of its connection, and where its messages are.
struct HARImportEntry {
  var isWebSocket = false
  var messages: JSONReader.Mark?
  var isElsewhere = false
  var start: Int64?
  var facts = ConnectionFacts(url: "")
  var status: UInt64?
  /// As our own exports have them, all of them.
  var own: ConnectionFacts?

  /// All but the messages, of which only the place is taken.
  mutating func readHeads(_ reader: JSONReader) throws(ImportError) {
    var entry = self
    defer { self = entry }
    try reader.readObject { key throws(ImportError) in
      switch String(decoding: key, as: UTF8.self) {
      case "_resourceType":
        if try reader.readText(limit: 256)?.elementsEqual("websocket".utf8) == true {
          entry.isWebSocket = true
        }
      case "_webSocketMessages":
        entry.isWebSocket = true
        if try reader.peek() == UInt8(ascii: "[") {
          entry.messages = reader.mark
        } else {
          entry.isElsewhere = true
        }
        try reader.skipValue()
      case "_connection":
        entry.own = try? JSONDecoder().decode(ConnectionFacts.self, from: Data(try reader.captureValue()))
      case "startedDateTime": entry.start = try reader.readText(limit: 64).flatMap(Timestamp.parse)
      case "request": try Self.readHead(reader, isRequest: true, to: &entry)
      case "response": try Self.readHead(reader, isRequest: false, to: &entry)
      default: try reader.skipValue()
      }
    }
  }

  private static func readHead(_ reader: JSONReader, isRequest: Bool, to entry: inout HARImportEntry)
    throws(ImportError)
  {
    guard try reader.peek() == UInt8(ascii: "{") else { return try reader.skipValue() }
    var words: [String: String] = [:]
    var status: UInt64?
    var fields: [ConnectionFacts.Field] = []
    try reader.readObject { key throws(ImportError) in
      let name = String(decoding: key, as: UTF8.self)
      switch name {
      case "method", "url", "httpVersion", "statusText":
        words[name] = try text(reader)
      case "status": status = try reader.readCount()
      case "headers" where try reader.peek() == UInt8(ascii: "["): fields = try readFields(reader)
      default: try reader.skipValue()
      }
    }
    let version = words["httpVersion"].flatMap { $0.isEmpty ? nil : $0 } ?? "HTTP/1.1"
    if isRequest {
      let url = words["url"] ?? ""
      entry.facts.url = url
      if url.hasPrefix("ws:") || url.hasPrefix("wss:") { entry.isWebSocket = true }
      let line = "\(words["method"] ?? "GET") \(target(of: url)) \(version)"
      entry.facts.request = ConnectionFacts.Head(startLine: line, fields: fields)
    } else {
      entry.status = status
      let line = "\(version) \(status ?? 0) \(words["statusText"] ?? "")"
      entry.facts.response = ConnectionFacts.Head(startLine: line, fields: fields)
      entry.facts.subprotocol = value(of: "sec-websocket-protocol", in: fields)
      entry.facts.extensions = value(of: "sec-websocket-extensions", in: fields)
    }
  }

  private static func readFields(_ reader: JSONReader) throws(ImportError) -> [ConnectionFacts.Field] {
    var fields: [ConnectionFacts.Field] = []
    try reader.readArray { () throws(ImportError) in
      var field = ConnectionFacts.Field(name: "", value: "")
      guard try reader.peek() == UInt8(ascii: "{") else { return try reader.skipValue() }
      try reader.readObject { key throws(ImportError) in
        switch String(decoding: key, as: UTF8.self) {
        case "name": field.name = try text(reader)
        case "value": field.value = try text(reader)
        default: try reader.skipValue()
        }
      }
      // More than any server takes.
      if fields.count < 1000 { fields.append(field) }
    }
    return fields
  }

  static func text(_ reader: JSONReader) throws(ImportError) -> String {
    String(decoding: try reader.readText(limit: JSONReader.valueLimit) ?? [], as: UTF8.self)
  }

  private static func value(of name: String, in fields: [ConnectionFacts.Field]) -> String? {
    fields.first { $0.name.lowercased() == name }?.value
  }

  /// `/path?query` of a URL.
  private static func target(of url: String) -> String {
    let parts = url.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
    return parts.count == 4 ? "/" + parts[3].prefix { $0 != "#" } : "/"
  }
}
