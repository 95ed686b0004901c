import ByteText
import WebSocketCore

/// A reference in a Location field, resolved against the address that gave it (RFC 3986 section 5), by the byte.
enum URLReference {
  private static let slash = UInt8(ascii: "/")
  private static let question = UInt8(ascii: "?")

  /// The address, without the reference's user and password: a server has no credentials to give to its clients.
  /// Without the fragment too, which WebSocket addresses cannot have (RFC 6455 section 3).
  static func resolve(_ reference: [UInt8], against base: WebSocketURL) throws(RedirectFault) -> WebSocketURL
  {
    let reference = reference.prefix { $0 != UInt8(ascii: "#") }
    let scheme: [UInt8]
    var rest = reference
    if let colon = schemeEnd(reference) {
      scheme = reference[..<colon].map(ASCII.lower)
      let name = String(decoding: scheme, as: UTF8.self)
      guard ["ws", "wss", "http", "https"].contains(name) else { throw .schemeForbidden(name) }
      rest = reference[(colon + 1)...]
      guard rest.starts(with: [slash, slash]) else { throw .badLocation(.emptyHost) }
    } else {
      scheme = Array(base.scheme.utf8)
    }
    let authority: [UInt8]
    if rest.starts(with: [slash, slash]) {
      let end = rest.dropFirst(2).firstIndex { $0 == slash || $0 == question || $0 == UInt8(ascii: "\\") }
      let whole = rest[(rest.startIndex + 2)..<(end ?? rest.endIndex)]
      authority = Array(whole.lastIndex(of: UInt8(ascii: "@")).map { whole[($0 + 1)...] } ?? whole)
      rest = rest[(end ?? rest.endIndex)...]
    } else {
      authority = Array(base.hostHeader.utf8)
      rest = ArraySlice(absolute(rest, base))
    }
    let target = withoutDots(rest)
    let text = scheme + Array("://".utf8) + authority + target
    do throws(URLError) {
      return try WebSocketURL(parsing: String(decoding: text, as: UTF8.self))
    } catch {
      throw .badLocation(error)
    }
  }

  /// The colon of "scheme:", if it begins so (section 3.1).
  private static func schemeEnd(_ text: ArraySlice<UInt8>) -> Int? {
    guard let colon = text.firstIndex(of: UInt8(ascii: ":")), let first = text.first, ASCII.isLetter(first),
      text[..<colon].allSatisfy({ ASCII.isAlphanumeric($0) || "+-.".utf8.contains($0) })
    else { return nil }
    return colon
  }

  /// Path and query, merged with those of the base (sections 5.2.2 and 5.2.3).
  private static func absolute(_ rest: ArraySlice<UInt8>, _ base: WebSocketURL) -> [UInt8] {
    let target = Array(base.requestTarget.utf8)
    let path = target.prefix { $0 != question }
    guard let first = rest.first else { return target }
    if first == slash { return Array(rest) }
    if first == question { return Array(path + rest) }
    let folder = path.lastIndex(of: slash).map { path[...$0] } ?? [slash]
    return Array(folder + rest)
  }

  /// Without "." and ".." in the path (section 5.2.4).
  private static func withoutDots(_ target: ArraySlice<UInt8>) -> [UInt8] {
    let path = target.prefix { $0 != question }
    let dot = Array(".".utf8)
    let dots = Array("..".utf8)
    var kept: [ArraySlice<UInt8>] = []
    let parts = path.dropFirst(path.first == slash ? 1 : 0)
      .split(separator: slash, omittingEmptySubsequences: false)
    for (index, part) in parts.enumerated() {
      let isLast = index == parts.count - 1
      if part.elementsEqual(dot) {
        if isLast { kept.append([]) }
      } else if part.elementsEqual(dots) {
        _ = kept.popLast()
        if isLast { kept.append([]) }
      } else {
        kept.append(part)
      }
    }
    return [slash] + kept.joined(separator: [slash]) + target[path.endIndex...]
  }

}
