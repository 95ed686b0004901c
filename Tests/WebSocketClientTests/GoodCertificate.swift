import TestSupport
import Transport

/// A certificate for localhost and 127.0.0.1 and the root that has signed it, on disk; gone with the last reference.
final class GoodCertificate {
  let server: TLSServerSettings
  let rootFile: String
  private let folder = TemporaryFolder()

  init() {
    rootFile = folder.write(TestCertificates.root, to: "root.pem")
    server = TLSServerSettings(
      certificateFile: folder.write(TestCertificates.good, to: "good.pem"),
      keyFile: folder.write(TestCertificates.key, to: "key.pem"))
  }
}
