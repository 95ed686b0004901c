import COpenSSL
import Glibc
import TestSupport

@testable import Transport

/// PEM files that go when the test ends.
final class TestFiles {
  private let temporary = TemporaryFolder()
  private var count = 0

  func write(_ text: String) -> String {
    count += 1
    return temporary.write(text, to: "\(count).pem")
  }

  /// Writes it over.
  func rewrite(_ path: String, _ text: String) { temporary.write(text, to: path) }

  /// A folder that OpenSSL finds these certificates in, as `openssl rehash` makes it.
  func folder(of certificates: [TestCertificate]) -> String {
    count += 1
    let folder = temporary.makeFolder("\(count)")
    for (index, certificate) in certificates.enumerated() {
      let hash = String(X509_subject_name_hash(certificate.pointer), radix: 16)
      let padded = String(repeating: "0", count: 8 - hash.count) + hash
      temporary.write(certificate.pem, to: "\(folder)/\(padded).\(index)")
    }
    return folder
  }

  func server(_ certificate: String) -> TLSServerSettings {
    TLSServerSettings(certificateFile: write(certificate), keyFile: write(TestCertificates.key))
  }

  func client(
    _ name: String, root: String? = TestCertificates.root, verify: Bool = true
  ) -> TLSSettings {
    TLSSettings(serverName: name, verify: verify, caFile: root.map(write))
  }
}
