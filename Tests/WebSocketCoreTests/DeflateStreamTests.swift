import Testing
import WebSocketCore

@Suite struct DeflateStreamTests {
  @Test func `many compressed messages come through whole`() throws {
    var options = ProtocolOptions()
    options.compression = DeflateAgreement()
    var server = WebSocketProtocol.open(as: .server, options: options)
    var random = FixedRandom()
    var batch = FrameBatch()
    let texts = (0..<2_000).map { "message-\($0)-of-some-forty-bytes-or-more-----" }
    for text in texts {
      try Array(text.utf8).withUnsafeBytes {
        try server.send(.text, $0, at: 0, random: &random, into: &batch)
      }
    }

    let run = feed([server.takeOutput()], options: options)

    #expect(run.frames == texts.map { "text:" + $0 })
    #expect(run.closure == nil)
  }
}
