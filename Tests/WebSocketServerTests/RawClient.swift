import Glibc
import Testing
import Transport

/// A peer that shares no code with ours: a blocking socket, bytes, and a mask that is written out.
final class RawClient {
  struct Frame: Equatable {
    var firstByte: UInt8
    var payload: [UInt8]
    init(_ firstByte: UInt8, _ payload: [UInt8]) {
      self.firstByte = firstByte
      self.payload = payload
    }
    init(_ firstByte: UInt8, _ text: String) { self.init(firstByte, Array(text.utf8)) }
    var text: String { String(decoding: payload, as: UTF8.self) }
  }

  private let descriptor: Int32
  private var buffer: [UInt8] = []
  private(set) var hasEnded = false

  init(port: UInt16) throws {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let result = withUnsafeBytes(of: &address) {
      connect(descriptor, $0.baseAddress!.assumingMemoryBound(to: sockaddr.self), socklen_t($0.count))
    }
    try #require(result == 0)
    var patience = timeval(tv_sec: 10, tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
  }

  /// With the handshake done.
  convenience init(port: UInt16, _ target: String, first: [UInt8] = []) throws {
    try self.init(port: port)
    send(Array(Self.request(target).utf8) + first)
    let head = try readHead()
    try #require(head.hasPrefix("HTTP/1.1 101 "), "\(head)")
  }

  deinit { close(descriptor) }

  static func request(_ target: String) -> String {
    "GET \(target) HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
      + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
  }

  static func masked(_ firstByte: UInt8, _ payload: [UInt8]) -> [UInt8] {
    let key: [UInt8] = [0x37, 0xFA, 0x21, 0x3D]
    precondition(payload.count < 126)
    return [firstByte, 0x80 | UInt8(payload.count)] + key
      + payload.enumerated().map { $1 ^ key[$0 % 4] }
  }

  func send(_ bytes: [UInt8]) {
    _ = bytes.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
  }

  func send(_ firstByte: UInt8, _ text: String) { send(Self.masked(firstByte, Array(text.utf8))) }

  func endWriting() { shutdown(descriptor, Int32(SHUT_WR)) }

  func readHead() throws -> String {
    let mark: [UInt8] = [13, 10, 13, 10]
    var end = 0
    while true {
      if buffer.count >= 4,
        let start = (0...buffer.count - 4).first(where: { Array(buffer[$0..<$0 + 4]) == mark })
      {
        end = start + 4
        break
      }
      try #require(fill())
    }
    defer { buffer.removeFirst(end) }
    return String(decoding: buffer[..<end], as: UTF8.self)
  }

  func readFrame() throws -> Frame {
    let head = try take(2)
    try #require(head[1] & 0x80 == 0, "a server does not mask")
    var length = Int(head[1])
    if length >= 126 {
      length = try take(length == 126 ? 2 : 8).reduce(0) { $0 << 8 | Int($1) }
    }
    return Frame(head[0], try take(length))
  }

  /// Everything until the server ends; nil where it does not.
  func readToEnd() -> [UInt8]? {
    while fill() {}
    defer { buffer = [] }
    return hasEnded ? buffer : nil
  }

  private func take(_ count: Int) throws -> [UInt8] {
    while buffer.count < count { try #require(fill(), "ended after \(buffer)") }
    defer { buffer.removeFirst(count) }
    return Array(buffer[..<count])
  }

  private func fill() -> Bool {
    var piece = [UInt8](repeating: 0, count: 65_536)
    let count = recv(descriptor, &piece, piece.count, 0)
    hasEnded = count == 0 || (count < 0 && errno == ECONNRESET)
    guard count > 0 else { return false }
    buffer.append(contentsOf: piece[..<count])
    return true
  }
}
