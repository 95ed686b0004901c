import FrameLog
import WebSocketCore

@testable import InspectorModel

extension ConnectionFacts {
  /// Of a wss connection, as a capture has it: secrets are masked.
  static var made: ConnectionFacts {
    var facts = ConnectionFacts(url: "wss://feed.example.com/v2?token=********")
    facts.peer = "93.184.216.34:443"
    facts.local = "192.168.1.7:51514"
    facts.request = Head(
      startLine: "GET /v2?token=******** HTTP/1.1",
      fields: [
        Field(name: "Host", value: "feed.example.com"), Field(name: "Upgrade", value: "websocket"),
        Field(name: "Connection", value: "Upgrade"),
        Field(name: "Sec-WebSocket-Key", value: "dGhlIHNhbXBsZSBub25jZQ=="),
        Field(name: "Sec-WebSocket-Version", value: "13"),
        Field(name: "Sec-WebSocket-Protocol", value: "v12.stomp, v11.stomp"),
        Field(name: "Sec-WebSocket-Extensions", value: "permessage-deflate; client_max_window_bits"),
        // As a file of a browser has it.
        Field(name: "Authorization", value: "Bearer c2VjcmV0"),
      ])
    facts.response = Head(
      startLine: "HTTP/1.1 101 Switching Protocols",
      fields: [
        Field(name: "Upgrade", value: "websocket"), Field(name: "Connection", value: "Upgrade"),
        Field(name: "Sec-WebSocket-Accept", value: "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="),
        Field(name: "Sec-WebSocket-Protocol", value: "v12.stomp"),
        Field(
          name: "Sec-WebSocket-Extensions",
          value: "permessage-deflate; server_no_context_takeover; client_max_window_bits=12"),
        Field(name: "Server", value: "\u{1B}]0;owned\u{7}"),
      ])
    facts.subprotocol = "v12.stomp"
    facts.extensions = "permessage-deflate; server_no_context_takeover; client_max_window_bits=12"
    facts.tls = TLS(
      version: "TLSv1.3", cipher: "TLS_AES_256_GCM_SHA384", alpn: "http/1.1", isVerified: true,
      chain: [
        Certificate(
          subject: "CN=*.example.com", issuer: "CN=R3", notBefore: 1_790_000_000, notAfter: 1_796_000_000,
          fingerprint: "5e884898da28047151d0e56f8dc62927"),
        Certificate(
          subject: "CN=R3", issuer: "CN=ISRG X1", notBefore: 1_600_000_000, notAfter: 1_900_000_000,
          fingerprint: "b8cd1d3bf7c3b4b5aae3d1a6ff9e5a11"),
      ])
    facts.steps = [
      Step(name: "dns", detail: "feed.example.com: 93.184.216.34", start: 0, end: 4_200_000),
      Step(name: "connect", detail: "93.184.216.34:443", start: 4_200_000, end: 15_000_000),
      Step(name: "tls", detail: "", start: 15_000_000, end: 39_000_000),
      Step(name: "request", detail: "", start: 39_000_000, end: 39_040_000),
      Step(name: "response", detail: "", start: 39_040_000, end: 51_000_000),
    ]
    return facts
  }

  static func ended(
    _ code: UInt16, by: String, clean: Bool = false, _ cause: Cause, _ detail: String? = nil, unsent: Int = 0,
    duration: UInt64 = 60_000_000_000, sent: Status? = nil, received: Status? = nil
  ) -> ConnectionFacts {
    var facts = ConnectionFacts(url: "wss://feed.example.com/v2?token=********")
    facts.close = Close(
      code: code, reason: "", isClean: clean, by: by, unsentBytes: unsent, cause: cause, detail: detail,
      sent: sent, received: received, duration: duration)
    return facts
  }
}

extension LogBuilder {
  /// Three connections, each of which dies after a minute without a word.
  static var dying: LogBuilder {
    let log = LogBuilder()
    for round in 0..<3 {
      let start = Int64(round) * 64_000
      log.note(.opened, "open", at: start, .made)
      log.text(.sent, #"{"op":"subscribe"}"#, at: start + 20)
      log.text(.received, #"{"type":"ack"}"#, at: start + 60)
      log.note(
        .closed, "CLOSED  the server ended the stream without a Close frame", at: start + 60_060,
        .ended(1006, by: "nobody", .end, duration: 60_060_000_000))
      log.note(.reconnect, "reconnect 1/10 in 1.0 s", at: start + 60_061)
    }
    return log
  }
}

extension ReplayState {
  /// The design's script, at its 412th step.
  static var loginFlow: ReplayState {
    var state = ReplayState(name: "login-flow.jsonl")
    state.speed = "2x"
    state.done = 412
    state.total = 1000
    state.now = ReplayState.Step(
      number: 412, kind: "> TEXT", text: #"{"op":"order","side":"buy","px":"64120.1"}"#)
    state.next = ReplayState.Step(number: 413, kind: "> TEXT", text: #"{"op":"cancel","id":"a81f"}"#)
    state.nextIn = 240_000_000
    state.waiting = ReplayState.Step(number: 413, kind: "expect", text: "json.type=ack")
    state.patience = 5_000_000_000
    state.remaining = 62_000_000_000
    state.sent = 412
    state.received = 2210
    state.matched = 411
    state.frames = 1000
    state.notes = 3
    return state
  }
}
