/// Whether an outgoing message is compressed, where permessage-deflate was agreed on (RFC 7692 section 6).
public enum MessageCompression: Hashable, Sendable {
  /// Messages of `threshold` bytes and more, and those that begin as a fragment.
  case automatic
  /// Also the shortest. Not where the agreed window is 8, which zlib can't compress with.
  case always
  /// Secrets next to what a peer can choose, for one: their sizes would tell of them.
  case never

  /// 32 bytes: below, the five bytes that a block takes are rarely won back.
  static let threshold = 32
}
