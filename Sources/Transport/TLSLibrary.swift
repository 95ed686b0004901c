internal import COpenSSL

/// The TLS library in use, for `doctor` and `--version`.
public enum TLSLibrary {
  /// "OpenSSL 3.0.19 27 Jan 2026"
  public static var version: String { String(cString: OpenSSL_version(OPENSSL_VERSION)) }

  /// Where the system's roots are looked for: a file and a folder.
  public static var defaultCertificatePlaces: [String] {
    [X509_get_default_cert_file(), X509_get_default_cert_dir()].compactMap { $0.map { String(cString: $0) } }
  }
}
