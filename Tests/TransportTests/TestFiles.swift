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
    for name in names { unlink("\(directory)/\(name)") }
    rmdir(directory)
  }

  private var names: [String] = []

  func write(_ text: String) -> String {
    let name = "\(names.count).pem"
    names.append(name)
    let path = "\(directory)/\(name)"
    let file = fopen(path, "w")
    fputs(text, file)
    fclose(file)
    return path
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
