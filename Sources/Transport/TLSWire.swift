internal import COpenSSL

/// The encrypted side of a TLS session in memory: what came from the socket, what has to go there.
///
/// It is OpenSSL's BIO, of a kind of its own: reading takes bytes straight from the loop's receive buffer, without a
/// copy between. It lives at one address on the heap, because the BIO points there: two calls of the BIO for each
/// record are too often for reference counts.
struct TLSWire {
  /// An output buffer larger than this is given back when it is empty: most connections are idle.
  private static let keptCapacity = 32 * 1024

  /// What comes next: lent from `give` to `keep`, or in `kept`.
  private var input = UnsafeRawBufferPointer(start: nil, count: 0)
  private var kept: UnsafeMutableRawBufferPointer?
  private var isLent = false
  private var output: [UInt8] = []
  private var outputOffset = 0
  /// Tells TLS from plain HTTP when the handshake fails.
  private(set) var firstByte: UInt8?

  var hasInput: Bool { !input.isEmpty }
  /// Nothing, or a whole record without a byte behind it (RFC 8446 section 5.1: type, version, length).
  var holdsOneRecordAtMost: Bool {
    guard input.count >= 5 else { return input.isEmpty }
    return input.count == 5 + (Int(input[3]) << 8 | Int(input[4]))
  }
  var outputCount: Int { output.count - outputOffset }

  /// On the heap, for `makeBIO`; freed by `destroy`, after the BIO.
  static func make() -> UnsafeMutablePointer<TLSWire> {
    let wire = UnsafeMutablePointer<TLSWire>.allocate(capacity: 1)
    wire.initialize(to: TLSWire())
    return wire
  }

  static func destroy(_ wire: UnsafeMutablePointer<TLSWire>) {
    wire.pointee.kept?.deallocate()
    wire.deinitialize(count: 1)
    wire.deallocate()
  }

  mutating func give(_ bytes: UnsafeRawBufferPointer) {
    if firstByte == nil { firstByte = bytes.first }
    guard input.isEmpty else { return store(input, bytes) }
    input = bytes
    isLent = true
  }

  /// Copies what was given and not read, because its buffer is about to be reused.
  mutating func keep() {
    if input.isEmpty {
      kept?.deallocate()
      kept = nil
      input = UnsafeRawBufferPointer(start: nil, count: 0)
    } else if isLent {
      store(input, UnsafeRawBufferPointer(start: nil, count: 0))
    }
  }

  private mutating func store(_ first: UnsafeRawBufferPointer, _ second: UnsafeRawBufferPointer) {
    let joined = UnsafeMutableRawBufferPointer.allocate(byteCount: first.count + second.count, alignment: 16)
    joined.copyBytes(from: first)
    UnsafeMutableRawBufferPointer(rebasing: joined[first.count...]).copyBytes(from: second)
    kept?.deallocate()
    kept = joined
    input = UnsafeRawBufferPointer(joined)
    isLent = false
  }

  func withOutput<R>(_ body: (UnsafeRawBufferPointer) -> R) -> R {
    output.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[outputOffset...])) }
  }

  mutating func outputSent(_ count: Int) {
    outputOffset += count
    guard outputOffset == output.count else { return }
    output.removeAll(keepingCapacity: output.capacity <= Self.keptCapacity)
    outputOffset = 0
  }

  fileprivate mutating func take(_ count: Int, into target: UnsafeMutableRawPointer) -> Int {
    let taken = min(count, input.count)
    guard taken > 0, let base = input.baseAddress else { return 0 }
    target.copyMemory(from: base, byteCount: taken)
    input = UnsafeRawBufferPointer(start: base + taken, count: input.count - taken)
    return taken
  }

  fileprivate mutating func append(_ bytes: UnsafeRawBufferPointer) { output.append(contentsOf: bytes) }
}

// MARK: The BIO

extension TLSWire {
  /// A table of functions, made once. Unchecked because it is never written afterwards.
  nonisolated(unsafe) private static let method: OpaquePointer? = {
    guard let method = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "memory") else { return nil }
    BIO_meth_set_create(method) { bio in
      BIO_set_init(bio, 1)
      return 1
    }
    BIO_meth_set_read_ex(method) { bio, target, count, taken in
      guard let bio, let target, let wire = TLSWire.of(bio) else { return 0 }
      wsglass_bio_clear_retry(bio)
      let copied = wire.pointee.take(count, into: target)
      taken?.pointee = copied
      guard copied == 0 else { return 1 }
      wsglass_bio_retry_read(bio)
      return 0
    }
    BIO_meth_set_write_ex(method) { bio, source, count, written in
      guard let bio, let source, let wire = TLSWire.of(bio) else { return 0 }
      wsglass_bio_clear_retry(bio)
      wire.pointee.append(UnsafeRawBufferPointer(start: source, count: count))
      written?.pointee = count
      return 1
    }
    BIO_meth_set_ctrl(method) { _, command, _, _ in command == BIO_CTRL_FLUSH ? 1 : 0 }
    return method
  }()

  /// A BIO that ends in `wire`, and must not outlive it.
  static func makeBIO(_ wire: UnsafeMutablePointer<TLSWire>) -> OpaquePointer? {
    guard let method, let bio = BIO_new(method) else { return nil }
    BIO_set_data(bio, wire)
    return bio
  }

  private static func of(_ bio: OpaquePointer) -> UnsafeMutablePointer<TLSWire>? {
    BIO_get_data(bio)?.assumingMemoryBound(to: TLSWire.self)
  }
}
