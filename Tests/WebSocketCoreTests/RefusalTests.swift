import Testing
import WebSocketCore

/// Answers other than 101: status, head and body are kept as they came.
@Suite struct RefusalTests {
  private func refusal(
    _ text: String, limits: Limits = Limits(), thenEnd: Bool = false, byByte: Bool = false
  ) throws -> (status: Int, body: String, warnings: [HandshakeWarning], truncated: Bool)? {
    let chunks = byByte ? text.utf8.map { [$0] } : [Array(text.utf8)]
    guard
      case .refused(let head, let body, let truncated) = try shake(chunks, limits: limits, thenEnd: thenEnd)
        .error
    else { return nil }
    return (head.status, String(decoding: body, as: UTF8.self), head.warnings, truncated)
  }

  @Test(arguments: [
    ("H41 200 with a body", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n<p>hi", 200, "<p>hi"),
    ("H41 what follows the body is not body", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhiXX", 200, "hi"),
    ("H42 a redirect", "HTTP/1.1 302 Found\r\nLocation: ws://x/\r\nContent-Length: 0\r\n\r\n", 302, ""),
    ("H43 401", "HTTP/1.1 401 No\r\nWWW-Authenticate: Basic\r\nContent-Length: 0\r\n\r\n", 401, ""),
    ("H44 HTTP/1.0 403", "HTTP/1.0 403 Forbidden\r\nContent-Length: 1\r\n\r\nx", 403, "x"),
    (
      "H45 chunked",
      "HTTP/1.1 404 a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nA;x=y\r\n0123456789\r\n0\r\nT: u\r\n\r\n",
      404, "abc0123456789"
    ),
    (
      "H47 gzip is not decoded", "HTTP/1.1 404 a\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc",
      404, "abc"
    ),
    ("204 has no body", "HTTP/1.1 204 No Content\r\n\r\n", 204, ""),
  ])
  func `a refusal keeps its body`(id: String, text: String, status: Int, body: String) throws {
    for byByte in [false, true] {
      let refusal = try #require(try refusal(text, byByte: byByte))
      #expect(refusal.status == status)
      #expect(refusal.body == body)
      #expect(!refusal.truncated)
    }
  }

  @Test(
    arguments: [
      ("H45 size G", "G\r\n", "", .badChunk), ("H45 17 digits", "00000000000000001\r\nx", "", .badChunk),
      ("H45 16 digits", "FFFFFFFFFFFFFFFF\r\nx", "", .badChunk), ("H45 -1", "-1\r\n", "", .badChunk),
      ("H45 no size", "\r\n", "", .badChunk), ("H45 no CRLF after the data", "1\r\nabc", "a", .badChunk),
      ("H45 an extension for ever", "1;" + String(repeating: "x", count: 9_000), "", .badChunk),
      ("H45 trailers for ever", "0\r\n" + String(repeating: "x", count: 9_000), "", .badChunk),
      ("H45 the stream ends", "5\r\nab", "ab", .bodyIncomplete),
    ] as [(String, String, String, HandshakeWarning)])
  func `a bad chunk ends the body and shows the status`(
    id: String, chunks: String, body: String, warning: HandshakeWarning
  ) throws {
    let refusal = try #require(
      try refusal("HTTP/1.1 404 a\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks, thenEnd: true))

    #expect(refusal.status == 404)
    #expect(refusal.body == body)
    #expect(refusal.warnings == [warning])
    #expect(refusal.truncated)
  }

  @Test(arguments: [
    ("both", "Content-Length: 5\r\nTransfer-Encoding: chunked"),
    ("twice", "Content-Length: 5\r\nContent-Length: 6"),
    ("a list", "Content-Length: 5,5"), ("1e3", "Content-Length: 1e3"),
    ("2^64", "Content-Length: 18446744073709551616"),
    ("a sign", "Content-Length: +5"), ("gzip, chunked", "Transfer-Encoding: gzip, chunked"),
  ])
  func `H46 an ambiguous length means no body`(id: String, fields: String) throws {
    let refusal = try #require(try refusal("HTTP/1.1 500 a\r\n\(fields)\r\n\r\nhello"))

    #expect(refusal.status == 500)
    #expect(refusal.body == "")
    #expect(refusal.warnings == [.bodyLengthAmbiguous])
  }

  @Test func `H48 a body without a length goes to the end, or to the limit`() throws {
    var limits = Limits()
    limits.errorBody = 10
    let head = "HTTP/1.1 500 a\r\n\r\n"

    #expect(try refusal(head + "123456789", limits: limits) == nil)
    for count in [9, 10] {
      let refusal = try #require(
        try refusal(head + String(repeating: "x", count: count), limits: limits, thenEnd: true))
      #expect(refusal.body.utf8.count == count)
      #expect(!refusal.truncated)
    }
    let cut = try #require(try refusal(head + String(repeating: "x", count: 11), limits: limits))
    #expect(cut.body.utf8.count == 10)
    #expect(cut.warnings == [.bodyTooLong(limit: 10)])
  }

  @Test func `a body that stops short of its length is marked`() throws {
    let refusal = try #require(
      try refusal("HTTP/1.1 500 a\r\nContent-Length: 9\r\n\r\nabc", thenEnd: true))

    #expect(refusal.body == "abc")
    #expect(refusal.warnings == [.bodyIncomplete])
  }

  @Test func `a deadline shows what has come of the refusal`() throws {
    var random = FixedRandom()
    var handshake = try ClientHandshake(
      UpgradeRequest(url: try WebSocketURL(parsing: "ws://h/")), random: &random)
    #expect(handshake.refusalSoFar() == nil)

    let progress = try Array("HTTP/1.1 500 a\r\n\r\nabc".utf8).withUnsafeBytes { try handshake.receive($0) }

    #expect(progress == .needsMore)
    guard case .refused(let head, let body, true) = handshake.refusalSoFar() else {
      Issue.record("no refusal")
      return
    }
    #expect(head.status == 500)
    #expect(body == Array("abc".utf8))
  }
}
