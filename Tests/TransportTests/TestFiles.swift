import COpenSSL
import Glibc

@testable import Transport

/// A directory of PEM files that goes when the test ends.
final class TestFiles {
  private let directory: String

  init() {
    var template = Array("/tmp/wsglass-test-XXXXXX".utf8CString)
    precondition(mkdtemp(&template) != nil)
    directory = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit {
    for name in names { remove("\(directory)/\(name)") }
    rmdir(directory)
  }

  private var names: [String] = []

  func write(_ text: String) -> String {
    let name = "\(names.count).pem"
    names.append(name)
    let path = "\(directory)/\(name)"
    rewrite(path, text)
    return path
  }

  /// Writes it over.
  func rewrite(_ path: String, _ text: String) {
    let file = fopen(path, "w")
    fputs(text, file)
    fclose(file)
  }

  /// A folder that OpenSSL finds these certificates in, as `openssl rehash` makes it.
  func folder(of certificates: [TestCertificate]) -> String {
    let name = "\(names.count)"
    mkdir("\(directory)/\(name)", 0o700)
    for (index, certificate) in certificates.enumerated() {
      let hash = String(X509_subject_name_hash(certificate.pointer), radix: 16)
      let padded = String(repeating: "0", count: 8 - hash.count) + hash
      let file = "\(name)/\(padded).\(index)"
      rewrite("\(directory)/\(file)", certificate.pem)
      names.append(file)
    }
    names.append(name)
    return "\(directory)/\(name)"
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
