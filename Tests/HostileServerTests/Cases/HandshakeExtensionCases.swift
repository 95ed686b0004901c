import Sessions
import Testing
import WebSocketClient
import WebSocketCore

/// What the server may answer to an offer of extensions.
extension HandshakeCases {
  private static let name = "Sec-WebSocket-Extensions"
  private static let deflate = "permessage-deflate"

  private static func wrong(
    _ id: String, _ value: String, _ error: HandshakeError,
    prepare: @escaping @Sendable (inout SessionTarget) -> Void = { _ in }
  ) -> HostileCase {
    refuses(
      id, String(value.prefix(60)), Head.good.adding("\(name): \(value)").bytes, error, prepare: prepare)
  }

  static var extensions: [HostileCase] {
    [
      wrong("H25", "x-foo", .extensionNotOffered("x-foo")),
      wrong("H25", "\(deflate), x-foo", .extensionNotOffered("x-foo")),
      wrong("H25", deflate, .extensionNotOffered(deflate)) { $0.request.compression = nil },
      wrong("H26", "\(deflate), \(deflate)", .extensionRepeated(deflate)),
      refuses(
        "H27", "two fields", Head.good.adding("\(name): \(deflate)", "\(name): \(deflate)").bytes,
        .extensionsFieldRepeated),
      wrong("H28", ";;", .extensionsMalformed(at: 0)),
      wrong("H28", "\(deflate); =3", .extensionsMalformed(at: 20)),
      wrong("H28", "\(deflate); a=\"x", .extensionsMalformed(at: 22)),
      wrong("H28", "\(deflate); a=\"x y\"", .extensionsMalformed(at: 22)),
      wrong(
        "H28", deflate + String(repeating: "; a", count: 1000), .extensionsMalformed(at: 115)),
    ]
  }

  static var deflateAnswers: [HostileCase] {
    let serverBits = "server_max_window_bits"
    let clientBits = "client_max_window_bits"
    let alone = "server_no_context_takeover"
    let asksTen: @Sendable (inout SessionTarget) -> Void = {
      $0.request.compression?.serverMaxWindowBits = 10
    }
    func parameter(
      _ id: String, _ value: String, _ name: String, _ fault: DeflateFault,
      prepare: @escaping @Sendable (inout SessionTarget) -> Void = { _ in }
    ) -> HostileCase {
      wrong(id, "\(deflate); \(value)", .deflateParameter(name, fault), prepare: prepare)
    }
    func bits(_ value: String) -> HostileCase {
      parameter("H30", "\(serverBits)=\(value)", serverBits, .valueInvalid)
    }
    let good = Head.good.adding("\(name): \(deflate)")
    return [
      parameter("H29", "foo", "foo", .unknown),
      parameter("H29", "\(alone); \(alone)", alone, .repeated),
      parameter("H30", serverBits, serverBits, .valueInvalid),
      wrong("H30", "\(deflate); \(serverBits)=\"\"", .extensionsMalformed(at: 43)),
      bits("7"), bits("16"), bits("08"), bits("+9"), bits("9.0"),
      bits("1" + String(repeating: "0", count: 30)),
      opens("H30", "quoted 9", Head.good.adding("\(name): \(deflate); \(serverBits)=\"9\"").bytes).also {
        seen in
        #expect(seen.status.upgrade?.compression?.serverMaxWindowBits == 9)
      },
      parameter("H31", "\(serverBits)=11", serverBits, .exceedsOffer, prepare: asksTen),
      wrong("H31", deflate, .deflateParameter(serverBits, .missing), prepare: asksTen),
      // The server keeps to no window at all: what refers 2,000 bytes back is inflated all the same.
      HostileCase(
        "H32", "window of 9 bits unasked",
        [
          .say(Head.good.adding("\(name): \(deflate); \(serverBits)=9").bytes),
          .say(Deflated.farReference + close(1000)),
        ], .closes(.normal, log: ["< C2 2100 bytes", "< 88 03E8", "> 88 03E8 auto"]),
        also: { #expect($0.payloads.first == Deflated.farPlain) }),
      parameter("H33", clientBits, clientBits, .valueInvalid),
      parameter("H33", "\(clientBits)=10", clientBits, .notOffered) {
        $0.request.compression?.clientMaxWindowBits = .notOffered
      },
      parameter("H33", "\(clientBits)=11", clientBits, .exceedsOffer) {
        $0.request.compression?.clientMaxWindowBits = .bits(10)
      },
      HostileCase(
        "H34", "client window of 8 bits: sent uncompressed",
        [.say(Head.good.adding("\(name): \(deflate); \(clientBits)=8").bytes)]
          + .send(String(repeating: "a", count: 200))
          + [.hear(0x81), .say(close(1000))],
        .closes(
          .normal, log: ["> 81 200 bytes", "< 88 03E8", "> 88 03E8 auto"])),
      HostileCase(
        "H34", "client window of 9 bits: sent compressed",
        [.say(Head.good.adding("\(name): \(deflate); \(clientBits)=9").bytes)]
          + .send(String(repeating: "a", count: 200))
          + [.hear(0xC1), .say(close(1000))],
        .closes(.normal, log: ["> C1 200 bytes", "< 88 03E8", "> 88 03E8 auto"])),
      parameter("H35", "\(alone)=1", alone, .valueUnexpected),
      wrong("H36", deflate, .deflateParameter(alone, .missing)) {
        $0.request.compression?.serverNoContextTakeover = true
      },
      opens("H36", "as asked", Head.good.adding("\(name): \(deflate); \(alone)").bytes) {
        $0.request.compression?.serverNoContextTakeover = true
      },
      opens("H36", "not asked and not there", good.bytes),
    ]
  }
}
