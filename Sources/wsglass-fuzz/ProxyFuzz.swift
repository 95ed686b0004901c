import Transport

/// However a proxy's replies are cut, the talk comes out the same.
///
/// The first byte chooses among the kinds, credentials and the way the target is named; the second how the rest is cut.
enum ProxyFuzz {
  private enum Outcome: Equatable {
    case tunnel(consumed: Int)
    case failed(ProxyError)
  }

  static func play(_ bytes: [UInt8], kinds: [Proxy.Kind]) {
    guard bytes.count > 2 else { return }
    let userinfo = bytes[0] & 4 != 0 ? "me:secret@" : ""
    let kind = kinds[Int(bytes[0] & 3) % kinds.count]
    guard let proxy = try? Proxy(parsing: "\(kind.rawValue)://\(userinfo)proxy.test:1080") else { return }
    var splitter = Splitter(seed: bytes[1..<2])
    let replies = bytes[2...]
    let whole = outcome([Array(replies)], proxy)
    precondition(
      whole == outcome(splitter.chunks(replies), proxy),
      "how replies were cut must not change what comes of them")
  }

  private static func outcome(_ chunks: [[UInt8]], _ proxy: Proxy) -> Outcome? {
    let address = SocketAddress.ipv4(address: 0xC000_0207, port: 443)
    guard var talk = try? proxy.talk(to: "example.test", 443, at: proxy.kind == .socks5 ? address : nil)
    else { return nil }
    var before = 0
    _ = talk.takeOutput()
    do throws(ProxyError) {
      for chunk in chunks {
        if case .tunnel(let consumed) = try talk.receive(chunk) {
          precondition(consumed <= chunk.count, "a talk can't use up more than it was given")
          return .tunnel(consumed: before + consumed)
        }
        _ = talk.takeOutput()
        before += chunk.count
      }
      return .failed(talk.inputEnded(nil))
    } catch {
      return .failed(error)
    }
  }
}
