import Glibc
import Testing
import WebSocketCore

@testable import FrameLog

@Suite struct CaptureSecretsTests {
  private let about = CaptureFolder.About(url: "ws://a/", title: "a", created: 1_700_000_000_000_000_000)

  @Test func `what finds the secrets of a capture is kept beside it, for its owner only`() throws {
    let fixture = try CaptureFixture()
    let secrets = Array("finds them".utf8)
    let writer = try fixture.folder.create(about, secrets: secrets, on: fixture.disk)
    let path = fixture.place(of: writer)
    #expect(writer.stored.secrets == secrets)
    var facts = stat()
    #expect(stat(path + "/secrets", &facts) == 0 && facts.st_mode & 0o777 == 0o600)
    let plain = try fixture.create()
    #expect(plain.stored.secrets == [] && access(fixture.place(of: plain) + "/secrets", F_OK) != 0)
  }

  @Test func `a capture whose secrets can't be kept is not made`() throws {
    for call in [FileOperations.Call.write, .sync] {
      let fixture = try CaptureFixture(FileOperations { $0 == call ? .errno(ENOSPC) : nil })
      #expect(throws: CaptureError.self) {
        _ = try fixture.folder.create(about, secrets: [1, 2, 3], on: fixture.disk)
      }
      #expect(fixture.names(fixture.path) == [])
    }
  }
}
