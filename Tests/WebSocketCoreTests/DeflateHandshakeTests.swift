import Testing
import WebSocketCore

/// An answer of the server to an offer, and what the client makes of it.
struct DeflateAnswerRow: CustomTestStringConvertible, Sendable {
  var id: String
  var offer: DeflateOffer?
  /// Values of Sec-WebSocket-Extensions, a field each.
  var answers: [String]
  var error: HandshakeError?
  var agreement: DeflateAgreement?

  var testDescription: String { id }
}

private func offer(_ set: (inout DeflateOffer) -> Void = { _ in }) -> DeflateOffer {
  var offer = DeflateOffer()
  set(&offer)
  return offer
}

private func agreement(_ set: (inout DeflateAgreement) -> Void = { _ in }) -> DeflateAgreement {
  var agreement = DeflateAgreement()
  set(&agreement)
  return agreement
}

private func refused(
  _ id: String, _ answer: String, to offer: DeflateOffer? = .standard, _ error: HandshakeError
) -> DeflateAnswerRow {
  DeflateAnswerRow(id: id, offer: offer, answers: ["permessage-deflate" + answer], error: error)
}

private func agreed(
  _ id: String, _ answer: String, to offer: DeflateOffer = .standard,
  _ set: (inout DeflateAgreement) -> Void = { _ in }
) -> DeflateAnswerRow {
  DeflateAnswerRow(
    id: id, offer: offer, answers: ["permessage-deflate" + answer], agreement: agreement(set))
}

private let serverBits = "server_max_window_bits"
private let clientBits = "client_max_window_bits"
private let serverAlone = "server_no_context_takeover"
private let clientAlone = "client_no_context_takeover"

private let refusals: [DeflateAnswerRow] =
  [
    DeflateAnswerRow(
      id: "H25 another extension", offer: .standard, answers: ["x-foo"], error: .extensionNotOffered("x-foo")),
    DeflateAnswerRow(
      id: "H25 another besides it", offer: .standard, answers: ["permessage-deflate, x-foo"],
      error: .extensionNotOffered("x-foo")),
    DeflateAnswerRow(
      id: "H25 its name in other case", offer: .standard, answers: ["Permessage-Deflate"],
      error: .extensionNotOffered("Permessage-Deflate")),
    refused("H25 none was offered", "", to: nil, .extensionNotOffered("permessage-deflate")),
    refused(
      "H26 twice in one value", ", permessage-deflate; \(serverAlone)",
      .extensionRepeated("permessage-deflate")),
    DeflateAnswerRow(
      id: "H27 the field twice", offer: .standard, answers: ["permessage-deflate", "permessage-deflate"],
      error: .extensionsFieldRepeated),
    refused("H28 ;;", ";;", .extensionsMalformed(at: 19)),
    refused("H28 =3", "; =3", .extensionsMalformed(at: 20)),
    refused("H28 nothing after the equals sign", "; \(serverBits)=", .extensionsMalformed(at: 43)),
    refused("H28 an open quote", "; \(serverBits)=\"9", .extensionsMalformed(at: 43)),
    refused("H28 a quoted blank", "; \(serverBits)=\"9 \"", .extensionsMalformed(at: 43)),
    refused("H29 unknown", "; x=1", .deflateParameter("x", .unknown)),
    refused(
      "H29 known, but in capitals", "; SERVER_MAX_WINDOW_BITS=9",
      .deflateParameter("SERVER_MAX_WINDOW_BITS", .unknown)),
    refused(
      "H29 a flag twice", "; \(serverAlone); \(serverAlone)", .deflateParameter(serverAlone, .repeated)),
    refused(
      "H29 a number twice", "; \(serverBits)=9; \(serverBits)=9", .deflateParameter(serverBits, .repeated)),
    refused("H30 no value", "; \(serverBits)", .deflateParameter(serverBits, .valueInvalid)),
    refused("H30 an empty quote", "; \(serverBits)=\"\"", .extensionsMalformed(at: 43)),
    refused(
      "H31 larger than offered", "; \(serverBits)=11", to: offer { $0.serverMaxWindowBits = 10 },
      .deflateParameter(serverBits, .exceedsOffer)),
    refused(
      "H31 absent where it was offered", "", to: offer { $0.serverMaxWindowBits = 10 },
      .deflateParameter(serverBits, .missing)),
    refused("H33 no value", "; \(clientBits)", .deflateParameter(clientBits, .valueInvalid)),
    refused(
      "H33 not offered", "; \(clientBits)=10", to: offer { $0.clientMaxWindowBits = .notOffered },
      .deflateParameter(clientBits, .notOffered)),
    refused(
      "H33 not offered, and no value", "; \(clientBits)", to: offer { $0.clientMaxWindowBits = .notOffered },
      .deflateParameter(clientBits, .notOffered)),
    refused(
      "H33 above our value", "; \(clientBits)=11", to: offer { $0.clientMaxWindowBits = .bits(10) },
      .deflateParameter(clientBits, .exceedsOffer)),
    refused(
      "H35 a flag with a value", "; \(serverAlone)=1", .deflateParameter(serverAlone, .valueUnexpected)),
    refused(
      "H35 the client's flag with a value", "; \(clientAlone)=\"x\"",
      .deflateParameter(clientAlone, .valueUnexpected)),
    refused(
      "H36 asked for and not there", "", to: offer { $0.serverNoContextTakeover = true },
      .deflateParameter(serverAlone, .missing)),
  ]
  + ["7", "16", "08", "+9", "-9", "0", "009", "1000000000000000000000000000000", "a", "9a"].flatMap { value in
    [serverBits, clientBits].map { name in
      refused("H30 \(name)=\(value)", "; \(name)=\(value)", .deflateParameter(name, .valueInvalid))
    }
  }
  + ["9.0"].map { value in
    // A dot is a token byte, so it is well formed and wrong.
    refused("H30 \(value)", "; \(serverBits)=\(value)", .deflateParameter(serverBits, .valueInvalid))
  }

private let agreements: [DeflateAnswerRow] =
  [
    agreed("no parameters", ""),
    agreed("H30 a quoted 9", "; \(serverBits)=\"9\"") { $0.serverMaxWindowBits = 9 },
    agreed("H30 blanks around", " ;\t\(serverBits) = 9 ") { $0.serverMaxWindowBits = 9 },
    agreed("H31 as offered", "; \(serverBits)=10", to: offer { $0.serverMaxWindowBits = 10 }) {
      $0.serverMaxWindowBits = 10
    },
    agreed("H31 less than offered", "; \(serverBits)=9", to: offer { $0.serverMaxWindowBits = 10 }) {
      $0.serverMaxWindowBits = 9
    },
    agreed("H32 unasked", "; \(serverBits)=9") { $0.serverMaxWindowBits = 9 },
    agreed("H33 as offered", "; \(clientBits)=10", to: offer { $0.clientMaxWindowBits = .bits(10) }) {
      $0.clientMaxWindowBits = 10
    },
    agreed(
      "H33 our own limit holds where the server has none", "",
      to: offer { $0.clientMaxWindowBits = .bits(10) }
    ) { $0.clientMaxWindowBits = 10 },
    agreed("H34 8", "; \(clientBits)=8") { $0.clientMaxWindowBits = 8 },
    agreed("the server's flag unasked", "; \(serverAlone)") { $0.serverNoContextTakeover = true },
    agreed("H36 asked for and there", "; \(serverAlone)", to: offer { $0.serverNoContextTakeover = true }) {
      $0.serverNoContextTakeover = true
    },
    agreed("the client's flag unasked", "; \(clientAlone)") { $0.clientNoContextTakeover = true },
    agreed("what we said of ourselves needs no answer", "", to: offer { $0.clientNoContextTakeover = true }) {
      $0.clientNoContextTakeover = true
    },
    agreed("all four", "; \(clientBits)=12; \(serverAlone); \(serverBits)=15; \(clientAlone)") {
      $0.clientMaxWindowBits = 12
      $0.serverNoContextTakeover = true
      $0.clientNoContextTakeover = true
    },
  ]
  + (8...15).map { bits in
    agreed("windows of \(bits)", "; \(serverBits)=\(bits); \(clientBits)=\(bits)") {
      $0.serverMaxWindowBits = bits
      $0.clientMaxWindowBits = bits
    }
  }

@Suite struct DeflateHandshakeTests {
  private func answer(_ row: DeflateAnswerRow) throws -> Outcome {
    let fields = row.answers.map { "Sec-WebSocket-Extensions: \($0)\r\n" }.joined()
    let head =
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
      + "Sec-WebSocket-Accept: fVlVbxNHvb8BrwT9sfz908xZ7AY=\r\n" + fields + "\r\n"
    return try shake([Array(head.utf8)], compression: row.offer)
  }

  @Test(arguments: refusals)
  func `an answer that does not fit the offer fails the handshake`(row: DeflateAnswerRow) throws {
    #expect(try answer(row).error == row.error)
  }

  @Test(arguments: agreements)
  func `a fitting answer is what both sides hold to`(row: DeflateAnswerRow) throws {
    #expect(try answer(row).upgrade?.compression == row.agreement)
  }

  @Test func `no answer means no compression`() throws {
    let none = DeflateAnswerRow(id: "none", offer: .standard, answers: [])

    #expect(try answer(none).upgrade?.compression == nil)
    #expect(try answer(none).upgrade != nil)
  }

  @Test(
    arguments: [
      (offer(), "permessage-deflate; client_max_window_bits"),
      (offer { $0.clientMaxWindowBits = .notOffered }, "permessage-deflate"),
      (
        offer {
          $0.serverNoContextTakeover = true
          $0.clientNoContextTakeover = true
          $0.serverMaxWindowBits = 8
          $0.clientMaxWindowBits = .bits(15)
        },
        "permessage-deflate; server_no_context_takeover; client_no_context_takeover; server_max_window_bits=8; "
          + "client_max_window_bits=15"
      ),
    ])
  func `an offer is sent as RFC 7692 section 7.1 has it`(offer: DeflateOffer, text: String) throws {
    var random = FixedRandom()
    let request = UpgradeRequest(url: try WebSocketURL(parsing: "ws://h/"), compression: offer)
    let bytes = try ClientHandshake(request, random: &random).requestBytes

    #expect(
      String(decoding: bytes, as: UTF8.self).contains("\r\nSec-WebSocket-Extensions: \(text)\r\n"))
  }

  @Test(arguments: [7, 16, 0, -1, Int.max])
  func `a window that does not exist is not offered`(bits: Int) throws {
    let wrong = [offer { $0.serverMaxWindowBits = bits }, offer { $0.clientMaxWindowBits = .bits(bits) }]
    for offer in wrong {
      var random = FixedRandom()
      let request = UpgradeRequest(url: try WebSocketURL(parsing: "ws://h/"), compression: offer)
      #expect(throws: HandshakeError.extensionOfferInvalid("permessage-deflate")) {
        try ClientHandshake(request, random: &random)
      }
    }
  }

  // MARK: The server's choice

  private func deflate(_ parameters: (String, String?)...) -> ExtensionElement {
    ExtensionElement(
      name: "permessage-deflate", parameters: parameters.map { .init(name: $0.0, value: $0.1) })
  }

  @Test func `a server takes the first offer that it can keep, and declines the others`() {
    let choice = DeflateAgreement.choose(from: [
      ExtensionElement(name: "x-foo"), deflate((serverBits, "7")), deflate((serverBits, nil)),
      deflate((serverAlone, "1")), deflate((clientBits, "08")), deflate(("x", nil)),
      deflate((clientAlone, nil), (clientAlone, nil)), deflate((serverBits, "10"), (clientBits, nil)),
      deflate(),
    ])

    #expect(choice?.agreement == agreement { $0.serverMaxWindowBits = 10 })
    #expect(choice?.answer == deflate((serverBits, "10")))
  }

  @Test func `a server that can keep none agrees to none`() {
    #expect(DeflateAgreement.choose(from: []) == nil)
    #expect(DeflateAgreement.choose(from: [ExtensionElement(name: "x-foo")]) == nil)
    #expect(DeflateAgreement.choose(from: [deflate((serverBits, "16"))]) == nil)
  }

  @Test func `both sides read the same agreement out of every offer`() throws {
    let clientWindows = [DeflateOffer.ClientWindow.notOffered, .any] + (8...15).map { .bits($0) }
    for serverWindow in [nil] + (8...15).map(Optional.some) {
      for clientWindow in clientWindows {
        for flags in 0..<4 {
          var offer = DeflateOffer()
          offer.serverNoContextTakeover = flags & 1 != 0
          offer.clientNoContextTakeover = flags & 2 != 0
          offer.serverMaxWindowBits = serverWindow
          offer.clientMaxWindowBits = clientWindow
          try agree(on: offer)
        }
      }
    }
  }

  private func agree(on offer: DeflateOffer) throws {
    var random = SecureRandom()
    let request = UpgradeRequest(url: try WebSocketURL(parsing: "ws://h/"), compression: offer)
    var client = try ClientHandshake(request, random: &random)
    var server = ServerHandshake()
    guard case .request(let head, _) = try client.requestBytes.withUnsafeBytes({ try server.receive($0) }),
      let choice = DeflateAgreement.choose(from: head.extensionOffers)
    else {
      Issue.record("declined: \(offer)")
      return
    }
    let answer = server.accept(extensions: [choice.answer])
    guard case .upgraded(let upgrade, _) = try answer.withUnsafeBytes({ try client.receive($0) }) else {
      Issue.record("not upgraded: \(offer)")
      return
    }
    #expect(upgrade.compression == choice.agreement)
    #expect(choice.agreement.serverMaxWindowBits == offer.serverMaxWindowBits ?? 15)
  }
}
