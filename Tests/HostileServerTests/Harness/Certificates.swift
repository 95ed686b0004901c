import TestSupport
import Transport

/// Certificates on disk, because that is where TLS settings name their files; gone with the last reference.
final class Certificates: Sendable {
  /// For localhost, example.com and 127.0.0.1.
  let good: TLSServerSettings
  let expired: TLSServerSettings
  /// For *.example.com.
  let wildcard: TLSServerSettings
  let rootFile: String
  private let folder: TemporaryFolder

  init() {
    let folder = TemporaryFolder()
    let key = folder.write(TestCertificates.key, to: "key.pem")
    func server(_ name: String, _ certificate: String) -> TLSServerSettings {
      TLSServerSettings(certificateFile: folder.write(certificate, to: "\(name).pem"), keyFile: key)
    }
    self.folder = folder
    rootFile = folder.write(TestCertificates.root, to: "root.pem")
    good = server("good", TestCertificates.good)
    expired = server("expired", TestCertificates.expired)
    wildcard = server("wildcard", TestCertificates.wildcard)
  }
}
