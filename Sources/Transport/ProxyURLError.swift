/// What is wrong with a proxy's URL. Carries no part of the URL that could hold credentials.
public enum ProxyURLError: Error, Hashable, Sendable {
  /// No text at all.
  case empty
  /// None of http, https, socks5, socks5h.
  case unknownScheme(String)
  /// A blank, a control character or a byte over 0x7E; the offset counts bytes.
  case badCharacter(offset: Int)
  /// Nothing where the host should be.
  case noHost
  /// Over 253 bytes, a bad IPv6 literal, or a character that no host name has.
  case badHost
  /// Not a number from 1 to 65535.
  case badPort
  /// "%" without two hexadecimal digits, in user or password.
  case badEscape
  /// A path other than "/", a query or a fragment: a proxy has none.
  case hasPath
  /// A colon or a control character in the user name, or a control character in the password: Basic cannot carry
  /// them (RFC 7617 section 2).
  case badCredentials
}
