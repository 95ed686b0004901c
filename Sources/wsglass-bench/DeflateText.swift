import WebSocketCore

/// The parameters of permessage-deflate as they stand on the command line, in the words of RFC 7692 section 7.1.
enum DeflateText {
  /// Separated by semicolons. `client_max_window_bits` is offered without a number where it isn't named.
  static func offer(_ text: String) throws(BenchError) -> DeflateOffer {
    var offer = DeflateOffer()
    for parameter in text.split(separator: ";") {
      switch try parse(parameter) {
      case ("server_no_context_takeover", nil): offer.serverNoContextTakeover = true
      case ("client_no_context_takeover", nil): offer.clientNoContextTakeover = true
      case ("server_max_window_bits", let bits?): offer.serverMaxWindowBits = bits
      case ("client_max_window_bits", nil): offer.clientMaxWindowBits = .any
      case ("client_max_window_bits", let bits?): offer.clientMaxWindowBits = .bits(bits)
      default: throw .usage
      }
    }
    return offer
  }

  private static func parse(_ parameter: Substring) throws(BenchError) -> (name: String, bits: Int?) {
    let halves = parameter.split(separator: "=", omittingEmptySubsequences: false)
      .map { $0.filter { $0 != " " } }
    switch halves.count {
    case 1: return (halves[0], nil)
    case 2:
      guard let bits = Int(halves[1]) else { throw .usage }
      return (halves[0], bits)
    default: throw .usage
    }
  }
}
