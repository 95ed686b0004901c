import Glibc
import InspectorModel
import WebSocketClient
import WebSocketCore

/// What was wrong with an opening handshake, in words.
struct HandshakeWords {
  var what: String
  var why: [String] = []
  var advice: [String] = []
  var responseHead: [String] = []
  /// Our own request was at fault: nothing was sent.
  var isRequestFault = false
  /// An orderly HTTP answer that was not 101.
  var isRefusal = false

  /// Lines of a refused upgrade's answer that are shown: head and the start of the body.
  private static let shownLines = 40

  init(_ error: HandshakeError) {
    self.init(what: "")
    switch error {
    case .refused(let head, let body, let truncated):
      isRefusal = true
      what = "HTTP \(head.status) \(HandshakeWords.text(head.reason)): the server did not upgrade"
      why = HandshakeWords.meaning(of: head) + head.warnings.map(WarningWords.phrase)
      advice = HandshakeWords.advice(for: head.status)
      responseHead = HandshakeWords.lines(head, body, truncated)
    case .headerNameInvalid(let name): self = HandshakeWords(ours: "\"\(name)\" is no header name")
    case .headerForbidden(let name) where name.lowercased() == "proxy-authorization":
      self = HandshakeWords(ours: "the header \(name) is for a proxy and would go to the server")
      advice = ["--proxy-user-file FILE, its first line user:password"]
    case .headerForbidden(let name):
      self = HandshakeWords(ours: "the header \(name) belongs to the handshake itself")
    case .headerControlByte(let name, let offset):
      self = HandshakeWords(ours: "the header \(name) holds a control byte at offset \(offset)")
    case .headerRepeated(let name): self = HandshakeWords(ours: "the header \(name) was given twice")
    case .protocolInvalid(let name): self = HandshakeWords(ours: "\"\(name)\" is no subprotocol name")
    case .protocolRepeated(let name): self = HandshakeWords(ours: "the subprotocol \(name) was given twice")
    case .extensionOfferInvalid(let name):
      self = HandshakeWords(ours: "the extension offer \(name) is not well formed")
    case .endedAfter(let count):
      what =
        count == 0
        ? "the server closed without an answer to the upgrade" : "the server closed inside its answer"
      why = ["after \(count) bytes of the response"]
      advice = ["check the port and the path; wss:// where the server speaks TLS"]
    default:
      what = "the answer is no WebSocket upgrade: \(HandshakeWords.rule(error))"
      why = ["RFC 6455 4.1, RFC 9112"]
      advice = ["check that a WebSocket server, and nothing else, listens on this path"]
    }
  }

  private init(what: String) { self.what = what }

  private init(ours what: String) {
    self.what = what
    advice = ["mend the option; nothing was sent"]
    isRequestFault = true
  }

  private static func rule(_ error: HandshakeError) -> String {
    switch error {
    case .lineTooLong(let offset, let limit): "a line of over \(limit) bytes, at byte \(offset)"
    case .headTooLong(let limit): "a head of over \(limit) bytes"
    case .tooManyFields(let limit): "over \(limit) header fields"
    case .badStatusLine(let offset): "the status line is wrong at byte \(offset)"
    case .badVersion(let version): "it is \(text(version)), not HTTP/1.1"
    case .bareCarriageReturn(let offset): "a bare CR at byte \(offset)"
    case .controlByte(let byte, let offset): "control byte \(byte) at byte \(offset)"
    case .blankBeforeField(let offset): "a blank before a field name at byte \(offset)"
    case .badFieldName(let offset): "a wrong field name at byte \(offset)"
    case .foldedField(let name): "\(name) is folded over two lines"
    case .tooManyInterimResponses(let limit): "over \(limit) interim responses"
    case .upgradeMissing: "no Upgrade field"
    case .upgradeMismatch(let value): "Upgrade is \"\(text(value))\", not websocket"
    case .connectionMissing: "no Connection field"
    case .connectionMismatch(let value): "Connection is \"\(text(value))\", without Upgrade"
    case .acceptMissing: "no Sec-WebSocket-Accept"
    case .acceptRepeated: "Sec-WebSocket-Accept came twice"
    case .acceptMismatch(let got, let expected):
      "Sec-WebSocket-Accept is \"\(text(got))\", not \"\(text(expected))\": it answers another request"
    case .protocolFieldRepeated: "Sec-WebSocket-Protocol came twice"
    case .protocolNotOffered(let name): "it chose the subprotocol \"\(text(name))\", which was not offered"
    case .protocolMissing: "it chose no subprotocol, and --require-subprotocol wants one"
    case .extensionsFieldRepeated: "Sec-WebSocket-Extensions came twice"
    case .extensionsMalformed(let offset): "Sec-WebSocket-Extensions is not well formed at byte \(offset)"
    case .extensionNotOffered(let name): "it chose the extension \(name), which was not offered"
    case .extensionRepeated(let name): "it chose the extension \(name) twice"
    case .deflateParameter(let name, let fault): "permessage-deflate: \(name) \(phrase(fault))"
    default: "\(error)"
    }
  }

  private static func phrase(_ fault: DeflateFault) -> String {
    switch fault {
    case .unknown: "is no parameter of it (RFC 7692 7.1)"
    case .repeated: "came twice"
    case .valueUnexpected: "takes no value"
    case .valueInvalid: "is not a number from 8 to 15"
    case .exceedsOffer: "is larger than what was offered"
    case .notOffered: "was not offered"
    case .missing: "was asked for and is missing"
    }
  }

  private static func meaning(of head: ResponseHead) -> [String] {
    var lines: [String] = []
    for name in ["Location", "Sec-WebSocket-Version", "Server"] {
      for field in head.fields where field.isNamed(name) { lines.append("\(name): \(text(field.value))") }
    }
    for challenge in AuthenticationChallenge.list(head) {
      let realm = challenge.realm.map { " for \"\(text($0))\"" } ?? ""
      lines.append("it takes \(challenge.scheme) credentials\(realm)")
    }
    if head.status == 426, head.fields.contains(where: { $0.isNamed("Sec-WebSocket-Version") }) {
      lines.append("this program speaks version 13 (RFC 6455)")
    }
    let now = Int64(time(nil))
    for field in head.fields where field.isNamed("Retry-After") {
      let delay = RetryAfter.delay(head, wallTime: now).map { " (in \(Figures.duration($0)))" } ?? ""
      lines.append("Retry-After: \(text(field.value))\(delay)")
    }
    return lines
  }

  private static func advice(for status: Int) -> [String] {
    switch status {
    case 301, 302, 303, 307, 308: ["connect to the Location, if you trust it, or --location to follow"]
    case 401: ["credentials: --header-file with an Authorization header, or user:password@ in the address"]
    case 403: ["perhaps an Origin that the server accepts: --origin https://..."]
    case 404: ["check the path"]
    case 400, 426: ["perhaps a subprotocol (-s) or header is missing; or the path is not a WebSocket's"]
    case 429, 503: ["try again later"]
    default: ["check that the path is a WebSocket's"]
    }
  }

  private static func lines(_ head: ResponseHead, _ body: [UInt8], _ truncated: Bool) -> [String] {
    var lines = ["\(head.version) \(head.status) \(text(head.reason))"]
    lines += head.fields.map { "\($0.name): \(text($0.value))" }
    if !body.isEmpty {
      lines.append("")
      lines += body.split(separator: 10, maxSplits: shownLines, omittingEmptySubsequences: false)
        .map { text($0.last == 13 ? Array($0.dropLast()) : Array($0)) }
    }
    if truncated { lines.append("(the body is cut here)") }
    return Array(lines.prefix(shownLines))
  }

  private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}
