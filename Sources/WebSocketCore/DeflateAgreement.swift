/// What both sides hold to while they compress messages (RFC 7692 section 7.1).
public struct DeflateAgreement: Hashable, Sendable {
  /// The server compresses each message alone.
  public var serverNoContextTakeover = false
  /// The client compresses each message alone.
  public var clientNoContextTakeover = false
  /// Base-2 logarithm of the window that the server compresses with, 8...15.
  public var serverMaxWindowBits = 15
  /// The same for what the client compresses with. With 8 it compresses nothing.
  public var clientMaxWindowBits = 15

  /// Both windows of 32 KiB, kept from message to message: what an answer without parameters means.
  public init() {}

  /// What a server's answer means, checked against the offer.
  init(answer: ExtensionElement, to offer: DeflateOffer) throws(HandshakeError) {
    let terms = try Terms(answer)
    serverNoContextTakeover = terms.serverNoContextTakeover
    clientNoContextTakeover = terms.clientNoContextTakeover || offer.clientNoContextTakeover
    if offer.serverNoContextTakeover, !terms.serverNoContextTakeover {
      throw .deflateParameter(DeflateParameter.serverNoContextTakeover.rawValue, .missing)
    }
    try agree(
      .serverMaxWindowBits, terms.serverWindow, &serverMaxWindowBits, atMost: offer.serverMaxWindowBits ?? 15)
    if offer.serverMaxWindowBits != nil, terms.serverWindow == nil {
      throw .deflateParameter(DeflateParameter.serverMaxWindowBits.rawValue, .missing)
    }
    switch offer.clientMaxWindowBits {
    case .notOffered:
      guard terms.clientWindow == nil else {
        throw .deflateParameter(DeflateParameter.clientMaxWindowBits.rawValue, .notOffered)
      }
    case .any: try agree(.clientMaxWindowBits, terms.clientWindow, &clientMaxWindowBits, atMost: 15)
    case .bits(let bits):
      clientMaxWindowBits = bits
      try agree(.clientMaxWindowBits, terms.clientWindow, &clientMaxWindowBits, atMost: bits)
    }
  }

  private func agree(
    _ parameter: DeflateParameter, _ window: Terms.Window?, _ bits: inout Int, atMost limit: Int
  ) throws(HandshakeError) {
    switch window {
    case nil: return
    // Only an offer may leave the number out (section 7.1.2.2).
    case .anySize?: throw .deflateParameter(parameter.rawValue, .valueInvalid)
    case .bits(let asked)?:
      guard asked <= limit else { throw .deflateParameter(parameter.rawValue, .exceedsOffer) }
      bits = asked
    }
  }

  /// A server's choice among a client's offers: the first that is well formed and can be kept. An offer that isn't is
  /// declined, not failed (section 5).
  public static func choose(from offers: [ExtensionElement]) -> (agreement: Self, answer: ExtensionElement)? {
    for offer in offers where offer.name == DeflateOffer.extensionName {
      if let choice = accept(offer) { return choice }
    }
    return nil
  }

  private static func accept(_ offer: ExtensionElement) -> (agreement: Self, answer: ExtensionElement)? {
    guard let terms = try? Terms(offer) else { return nil }
    var agreement = DeflateAgreement()
    var answer = ExtensionElement(name: DeflateOffer.extensionName)
    func add(_ parameter: DeflateParameter, _ value: Int? = nil) {
      answer.parameters.append(.init(name: parameter.rawValue, value: value.map(String.init)))
    }
    if terms.serverNoContextTakeover {
      agreement.serverNoContextTakeover = true
      add(.serverNoContextTakeover)
    }
    if terms.clientNoContextTakeover {
      agreement.clientNoContextTakeover = true
      add(.clientNoContextTakeover)
    }
    switch terms.serverWindow {
    case nil: break
    case .anySize?: return nil
    case .bits(let bits)?:
      agreement.serverMaxWindowBits = bits
      add(.serverMaxWindowBits, bits)
    }
    if case .bits(let bits)? = terms.clientWindow {
      agreement.clientMaxWindowBits = bits
      add(.clientMaxWindowBits, bits)
    }
    return (agreement, answer)
  }
}

/// The parameters of one permessage-deflate element, each well formed.
private struct Terms {
  enum Window {
    case anySize
    case bits(Int)
  }

  var serverNoContextTakeover = false
  var clientNoContextTakeover = false
  var serverWindow: Window?
  var clientWindow: Window?

  init(_ element: ExtensionElement) throws(HandshakeError) {
    var seen: Set<String> = []
    for parameter in element.parameters {
      guard let known = DeflateParameter(rawValue: parameter.name) else {
        throw .deflateParameter(parameter.name, .unknown)
      }
      guard seen.insert(parameter.name).inserted else { throw .deflateParameter(parameter.name, .repeated) }
      switch known {
      case .serverNoContextTakeover: serverNoContextTakeover = try Self.flag(parameter)
      case .clientNoContextTakeover: clientNoContextTakeover = try Self.flag(parameter)
      case .serverMaxWindowBits: serverWindow = try Self.window(parameter)
      case .clientMaxWindowBits: clientWindow = try Self.window(parameter)
      }
    }
  }

  private static func flag(_ parameter: ExtensionElement.Parameter) throws(HandshakeError) -> Bool {
    guard parameter.value == nil else { throw .deflateParameter(parameter.name, .valueUnexpected) }
    return true
  }

  /// Digits only: a number parser would let "+9" and "09" pass (section 7.1.2.1).
  private static func window(_ parameter: ExtensionElement.Parameter) throws(HandshakeError) -> Window {
    guard let value = parameter.value else { return .anySize }
    let bits = DeflateOffer.windowBits.first { String($0).utf8.elementsEqual(value.utf8) }
    guard let bits else { throw .deflateParameter(parameter.name, .valueInvalid) }
    return .bits(bits)
  }
}
