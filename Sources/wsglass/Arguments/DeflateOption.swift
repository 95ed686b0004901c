import WebSocketCore

/// `--deflate`: the parameters of permessage-deflate that are offered (RFC 7692 section 7.1), as they stand in the header.
enum DeflateOption {
  static let names = [
    "server_no_context_takeover", "client_no_context_takeover", "server_max_window_bits=",
    "client_max_window_bits",
  ]

  static func offer(_ text: String) throws(Complaint) -> DeflateOffer {
    var offer = DeflateOffer()
    for part in text.split(whereSeparator: { $0 == "," || $0 == ";" || $0 == " " }) {
      let words = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      let bits = words.count == 2 ? Int(words[1]).flatMap { 8...15 ~= $0 ? $0 : nil } : nil
      switch (words[0], words.count, bits) {
      case ("server_no_context_takeover", 1, _): offer.serverNoContextTakeover = true
      case ("client_no_context_takeover", 1, _): offer.clientNoContextTakeover = true
      case ("server_max_window_bits", 2, let bits?): offer.serverMaxWindowBits = bits
      case ("client_max_window_bits", 2, let bits?): offer.clientMaxWindowBits = .bits(bits)
      case ("client_max_window_bits", 1, _): offer.clientMaxWindowBits = .any
      default:
        throw Complaint(
          code: .usage, what: "--deflate \(text): not a parameter of permessage-deflate: \(part)",
          why: [
            "server_no_context_takeover, client_no_context_takeover, server_max_window_bits=8..15, client_max_window_bits[=8..15]"
          ], advice: ["--deflate server_no_context_takeover,client_max_window_bits=10"])
      }
    }
    return offer
  }
}
