internal import COpenSSL

/// The encrypted side of a TLS session in memory: what came from the socket, what has to go there.
///
/// It is OpenSSL's BIO, of a kind of its own: reading takes bytes straight from the loop's receive buffer, without a
/// copy between. A class because the BIO keeps a pointer to it.
final class TLSWire {
  /// An output buffer larger than this is given back when it is empty: most connections are idle.
  private static let keptCapacity = 32 * 1024

  /// Valid from `give` to `keep`.
  private var input = UnsafeRawBufferPointer(start: nil, count: 0)
  private var kept: [UInt8] = []
  private var keptOffset = 0
  private var output: [UInt8] = []
  private var outputOffset = 0
  /// Tells TLS from plain HTTP when the handshake fails.
  private(set) var firstByte: UInt8?

  var hasInput: Bool { !input.isEmpty || keptOffset < kept.count }
  var hasOutput: Bool { outputOffset < output.count }

  func give(_ bytes: UnsafeRawBufferPointer) {
    if firstByte == nil { firstByte = bytes.first }
    if keptOffset < kept.count {
      kept.append(contentsOf: bytes)
    } else {
      input = bytes
    }
  }

  /// Copies what was given and not read, because its buffer is about to be reused.
  func keep() {
    if keptOffset == kept.count {
      kept = []
      keptOffset = 0
    }
    guard !input.isEmpty else { return }
    kept.append(contentsOf: input)
    input = UnsafeRawBufferPointer(start: nil, count: 0)
  }

  func withOutput<R>(_ body: (UnsafeRawBufferPointer) -> R) -> R {
    output.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[outputOffset...])) }
  }

  func outputSent(_ count: Int) {
    outputOffset += count
    guard outputOffset == output.count else { return }
    output.removeAll(keepingCapacity: output.capacity <= Self.keptCapacity)
    outputOffset = 0
  }

  fileprivate func take(_ count: Int, into target: UnsafeMutableRawPointer) -> Int {
    if keptOffset < kept.count {
      let taken = min(count, kept.count - keptOffset)
      kept.withUnsafeBytes { bytes in
        UnsafeMutableRawBufferPointer(start: target, count: taken)
          .copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[keptOffset..<keptOffset + taken]))
      }
      keptOffset += taken
      return taken
    }
    let taken = min(count, input.count)
    guard taken > 0, let base = input.baseAddress else { return 0 }
    target.copyMemory(from: base, byteCount: taken)
    input = UnsafeRawBufferPointer(rebasing: input[taken...])
    return taken
  }

  fileprivate func append(_ bytes: UnsafeRawBufferPointer) { output.append(contentsOf: bytes) }
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
      let copied = wire.take(count, into: target)
      taken?.pointee = copied
      guard copied == 0 else { return 1 }
      wsglass_bio_retry_read(bio)
      return 0
    }
    BIO_meth_set_write_ex(method) { bio, source, count, written in
      guard let bio, let source, let wire = TLSWire.of(bio) else { return 0 }
      wsglass_bio_clear_retry(bio)
      wire.append(UnsafeRawBufferPointer(start: source, count: count))
      written?.pointee = count
      return 1
    }
    BIO_meth_set_ctrl(method) { _, command, _, _ in command == BIO_CTRL_FLUSH ? 1 : 0 }
    return method
  }()

  /// A BIO that ends here; it must not outlive the wire.
  func makeBIO() -> OpaquePointer? {
    guard let method = Self.method, let bio = BIO_new(method) else { return nil }
    BIO_set_data(bio, Unmanaged.passUnretained(self).toOpaque())
    return bio
  }

  private static func of(_ bio: OpaquePointer) -> TLSWire? {
    BIO_get_data(bio).map { Unmanaged<TLSWire>.fromOpaque($0).takeUnretainedValue() }
  }
}
