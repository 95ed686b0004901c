/// Which characters the terminal can show.
public enum Repertoire: Sendable, Hashable {
  /// 0x20 to 0x7E only: the C locale.
  case ascii
  case unicode
}
