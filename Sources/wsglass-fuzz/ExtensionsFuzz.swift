import WebSocketCore

/// What could be read of Sec-WebSocket-Extensions can be written again, and then reads the same.
enum ExtensionsFuzz {
  static func play(_ bytes: [UInt8]) {
    guard let elements = try? ExtensionElement.list(bytes) else { return }
    let text = elements.map { element in
      element.parameters.reduce(element.name) { text, parameter in
        text + "; " + parameter.name + (parameter.value.map { "=" + $0 } ?? "")
      }
    }
    let again = try? ExtensionElement.list(Array(text.joined(separator: ", ").utf8))
    precondition(again == elements, "extensions must read the same after they are written")
    _ = DeflateAgreement.choose(from: elements)
  }
}
