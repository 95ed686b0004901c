import Sessions
import Testing
import WebSocketClient
import WebSocketCore

/// Every vector of the tables up to 512 bytes, cut in two at every byte: what comes of it may not depend on the cut.
@Suite struct SplitTests {
  static let ids = ["F47"]

  /// What a server says in one piece of a table's script, and how the client was set up for it.
  /// Frames are cut; their good head is not, but for its end: the vectors of the handshake are.
  struct Vector: Sendable, CustomTestStringConvertible {
    var title: String
    var bytes: [UInt8]
    var firstCut: Int
    var request: UpgradeRequest
    var options: ProtocolOptions
    var testDescription: String { title }

    init?(_ hostile: HostileCase) {
      guard !hostile.isRaw else { return nil }
      var template: [UInt8] = []
      for step in hostile.script {
        guard case .say(let bytes) = step else { return nil }
        template += bytes
      }
      guard !template.isEmpty, template.count <= 512,
        let url = try? WebSocketURL(parsing: "ws://127.0.0.1:9/hostile")
      else { return nil }
      var target = SessionTarget(request: UpgradeRequest(url: url), options: ConnectionOptions())
      hostile.prepare(&target)
      var random = Counting()
      guard let handshake = try? ClientHandshake(target.request, random: &random) else { return nil }
      title = hostile.testDescription
      request = target.request
      options = target.options.protocolOptions
      options.granularity = .frames
      firstCut = 1
      bytes = Accept.fill(template, key: Accept.key(of: handshake.requestBytes), earlier: nil, port: 9)
      if !hostile.id.hasPrefix("H"), case .say(let head)? = hostile.script.first {
        firstCut =
          Accept.fill(head, key: Accept.key(of: handshake.requestBytes), earlier: nil, port: 9).count - 4
      }
    }
  }

  static let vectors = (HandshakeCases.all + FrameCases.all + DeflateCases.all).compactMap(Vector.init)

  @Test func `there are vectors of every kind`() {
    #expect(Self.vectors.count > 200)
    for row in ["H05", "H39", "F01", "F21", "F36", "D04", "D16"] {
      #expect(Self.vectors.contains { $0.title.hasPrefix(row) }, "\(row)")
    }
  }

  @Test(arguments: vectors) func `F47 a vector cut in two at every byte says the same`(vector: Vector) throws
  {
    let whole = try Self.feed(vector, [vector.bytes])
    for split in vector.firstCut..<vector.bytes.count {
      let cut = try Self.feed(vector, [Array(vector.bytes[..<split]), Array(vector.bytes[split...])])
      guard cut != whole else { continue }
      Issue.record("cut at \(split):\n\(cut)\nnot\n\(whole)")
      return
    }
    let drip = try Self.feed(vector, vector.bytes.map { [$0] })
    #expect(drip == whole)
  }

  /// The outcome in words: the handshake's error, or the frames and how it ended.
  private static func feed(_ vector: Vector, _ pieces: [[UInt8]]) throws -> [String] {
    var random = Counting()
    var handshake = try ClientHandshake(vector.request, limits: vector.options.limits, random: &random)
    var frames: Receiver?
    for piece in pieces {
      var rest = piece[...]
      if frames == nil {
        do throws(HandshakeError) {
          let progress = try rest.withUnsafeBytes { bytes in
            Result { () throws(HandshakeError) in try handshake.receive(bytes) }
          }.get()
          guard case .upgraded(let upgrade, let consumed) = progress else { continue }
          frames = Receiver(vector.options, upgrade)
          rest = rest.dropFirst(consumed)
        } catch {
          return ["\(error)"]
        }
      }
      frames?.receive(Array(rest))
    }
    frames?.end()
    return frames?.lines ?? ["no end"]
  }

  /// The core behind a handshake. A class because the protocol can't be copied.
  private final class Receiver {
    private var core: WebSocketProtocol
    private var random = Counting()
    private(set) var lines: [String] = []
    private var payload: [UInt8] = []

    init(_ options: ProtocolOptions, _ upgrade: Upgrade) {
      var options = options
      options.compression = upgrade.compression
      core = .open(as: .client, options: options)
    }

    func receive(_ bytes: [UInt8]) {
      var input = bytes
      input.withUnsafeMutableBytes { buffer in
        var demand = Int.max
        var batch = FrameBatch()
        core.receive(buffer, at: 0, demand: &demand, random: &random, into: &batch)
        keep(batch)
        while core.hasUnparsed {
          var more = FrameBatch()
          core.resume(at: 0, demand: &demand, random: &random, into: &more)
          keep(more)
        }
        core.keepUnparsed()
      }
    }

    func end() {
      var batch = FrameBatch()
      core.inputEnded(at: 0, into: &batch)
      keep(batch)
      guard let closure = core.closure else { return lines.append("open") }
      lines.append("\(closure.status.code) clean \(closure.isClean) \(SplitTests.rule(closure.violation))")
    }

    /// Parts of a frame are one line; of a frame that breaks a rule as much is kept as has come, which the cut decides.
    private func keep(_ batch: borrowing FrameBatch) {
      for event in batch.events {
        payload += event.payload
        if event.flags.contains(.continues) { continue }
        let isBad = event.flags.contains(.violation)
        let flags = event.flags.subtracting([.continues, .laterPart])
        lines.append(
          "\(event.direction) \(event.header.firstByte) \(isBad ? [] : payload) \(flags.rawValue) \(event.fragmentIndex)"
        )
        payload = []
      }
    }
  }

  /// Where zlib stopped, and how much it had made until it was looked at, are its own affair.
  private static func rule(_ error: ProtocolError?) -> String {
    switch error {
    case .inflateFailed: "inflateFailed"
    case .messageTooLong(_, let limit): "messageTooLong \(limit)"
    case nil: "-"
    case let error?: "\(error)"
    }
  }

  /// The same numbers each time, so that keys and masks are too.
  private struct Counting: RandomNumberGenerator {
    private var state: UInt64 = 0
    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      return state
    }
  }
}
