import COpenSSL
import Glibc
import Loop
import TestSupport
import Testing

@testable import Transport

/// Asks for new keys without end and reads no answer, until it can send no more; then it reads. On the loop only.
private final class Flood: ByteStreamDelegate, @unchecked Sendable {
  /// Bytes after which a client that goes on reading has no bound.
  static let limit = 4 << 20

  let stream: ByteStream
  let server = RawServer(configure: RawServer.only(TLS1_3_VERSION))
  private(set) var sent = 0
  private var unsent: ArraySlice<UInt8> = []
  private var hasBegun = false
  private var isFlooding = false
  private var isWatching = false
  private let isFull: () -> Bool
  private let stalled: () -> Void

  init(_ stream: ByteStream, isFull: @escaping () -> Bool, stalled: @escaping () -> Void) {
    self.stream = stream
    self.isFull = isFull
    self.stalled = stalled
    stream.delegate = self
    stream.isReadingEnabled = true
  }

  func streamIsReadable() {
    guard case .bytes(let count) = stream.read(into: stream.loop.readBuffer) else { return }
    server.give(Array(stream.loop.readBuffer[..<count]))
    server.step()
    unsent += server.takeOutput()
    if server.isDone, !hasBegun {
      hasBegun = true
      isFlooding = true
      stream.isReadingEnabled = false
    }
    streamIsWritable()
  }

  func readOn(_ last: [UInt8]) {
    isFlooding = false
    server.write(last)
    unsent += server.takeOutput()
    stream.isReadingEnabled = true
    streamIsWritable()
  }

  func streamIsWritable() {
    repeat {
      if unsent.isEmpty, isFlooding, sent < Self.limit { ask() }
      while !unsent.isEmpty {
        guard case .wrote(let count) = unsent.withUnsafeBytes({ stream.write($0) }), count > 0 else {
          return watchForStall()
        }
        sent += count
        unsent = unsent.dropFirst(count)
      }
    } while isFlooding && sent < Self.limit
    if isFlooding { stalled() }
  }

  private func ask() {
    for _ in 0..<500 {
      SSL_key_update(server.ssl, SSL_KEY_UPDATE_REQUESTED)
      SSL_do_handshake(server.ssl)
    }
    unsent += server.takeOutput()
  }

  /// Calls when the client has enough waiting, and has taken nothing between two looks.
  private func watchForStall(_ before: Int = 0) {
    guard isFlooding, !isWatching else { return }
    isWatching = true
    stream.loop.schedule(at: stream.loop.now() + 20_000_000) { [weak self] in
      guard let self else { return }
      isWatching = false
      guard isFlooding else { return }
      if isFull(), sent == before { stalled() } else { watchForStall(sent) }
    }
  }
}

@Suite struct KeyFloodTests {
  @Test func `T22 T28 a peer that asks for keys and reads nothing is not read from, until it does`()
    async throws
  {
    let files = TestFiles()
    let settings = files.client("localhost", root: TestCertificate.root.pem)
    try await withLoop { loop in
      var ends: [Int32] = [-1, -1]
      let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue)
      try #require(socketpair(AF_UNIX, kind, 0, &ends) == 0)
      let (sent, waiting, received): (Int, Int, [UInt8]) = await onLoop(loop) { [ends] done in
        let streams = ends.compactMap { try? ByteStream($0, peerName: .unix(path: ""), on: loop) }
        guard streams.count == 2 else { return done((0, 0, [])) }
        let client = Kept<LastByte>()
        let flood = Kept<Flood>()
        var (sent, waiting) = (0, 0)
        let isFull = { (streams[0].layer?.outputCount ?? 0) > 256 * 1024 }
        flood.value = Flood(streams[1], isFull: isFull) {
          sent = flood.value?.sent ?? 0
          waiting = streams[0].layer?.outputCount ?? 0
          flood.value?.readOn([42])
        }
        streams[0].secure(settings, early: UnsafeRawBufferPointer(start: nil, count: 0)) { result in
          guard case .success = result else { return done((0, 0, [])) }
          client.value = LastByte(streams[0]) { bytes in
            streams.forEach { $0.close() }
            client.value = nil
            flood.value = nil
            done((sent, waiting, bytes))
          }
        }
      }
      #expect(sent < Flood.limit)
      #expect((256 * 1024...512 * 1024).contains(waiting))
      #expect(received == [42])
    }
  }
}

/// Waits for the first bytes of the application. On the loop only.
private final class LastByte: ByteStreamDelegate {
  private let stream: ByteStream
  private let heard: ([UInt8]) -> Void

  init(_ stream: ByteStream, _ heard: @escaping ([UInt8]) -> Void) {
    self.stream = stream
    self.heard = heard
    stream.delegate = self
    stream.isReadingEnabled = true
  }

  func streamIsReadable() {
    switch stream.read(into: stream.loop.readBuffer) {
    case .bytes(let count): heard(Array(stream.loop.readBuffer[..<count]))
    case .wouldBlock: break
    case .end, .failed: heard([])
    }
  }

  func streamIsWritable() {}
}
