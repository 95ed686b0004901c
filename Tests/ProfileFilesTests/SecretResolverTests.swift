import Glibc
import Profiles
import TestSupport
import Testing

@testable import ProfileFiles

@Suite struct SecretResolverTests {
  private let scratch = TemporaryFolder()

  private func resolve(
    _ references: SecretReference...,
    environment: [String] = ["PATH=/usr/bin:/bin", "X=1", "EMPTY=", "T=secret"],
    patience: UInt64 = 5_000_000_000
  ) throws -> [String] {
    var secrets = ProfileSecrets()
    let resolver = SecretResolver(
      folder: scratch.path, home: scratch.path, environment: environment, patience: patience)
    try resolver.resolve(references, into: &secrets)
    #expect(!"\(secrets)".contains("secret ") && !String(reflecting: secrets).contains("42"))
    return references.map { secrets[$0].map { String(decoding: $0, as: UTF8.self) } ?? "nothing" }
  }

  private func fault(_ reference: SecretReference, patience: UInt64 = 5_000_000_000) -> SecretError.Kind? {
    do {
      _ = try resolve(reference, patience: patience)
      return nil
    } catch {
      return (error as? SecretError)?.kind
    }
  }

  @Test func `variables, files and programs give what they hold, without a line end`() throws {
    scratch.write("from file\r\n", to: "s")
    #expect(
      try resolve(
        .env("X"), .file("s"), .file("~/s"), .file("\(scratch.path)/s"), .cmd(["printf", "a\\nb\\n"]),
        .ask("")) == [
          "1", "from file", "from file", "from file", "a\nb", "nothing",
        ])
  }

  @Test func `what is not there, empty, or open to others is refused`() throws {
    let path = scratch.write("x", to: "open", mode: 0o640)
    scratch.write("\n", to: "blank")
    scratch.write(String(repeating: "x", count: 65_537), to: "large")
    #expect(fault(.env("NOT_SET")) == .notSet)
    #expect(fault(.env("EMPTY")) == .empty)
    #expect(fault(.file("open")) == .file(.open(path, mode: 0o640)))
    #expect(fault(.file("blank")) == .empty)
    #expect(fault(.file("none")) == .file(.notThere("\(scratch.path)/none")))
    #expect(fault(.file("/tmp")) == .file(.notAFile("/tmp")))
    #expect(fault(.file("large")) == .file(.tooLarge("\(scratch.path)/large", limit: 65_536)))
  }

  @Test func `a program that fails is told by its status and first line, never by its output`() {
    #expect(fault(.cmd(["wsglass-no-such-program"])) == .notStarted(ENOENT))
    #expect(fault(.cmd(["false"])) == .failed(status: 1, said: ""))
    #expect(
      fault(.cmd(["sh", "-c", "echo 42; echo '  no such entry' >&2; echo more >&2; exit 3"]))
        == .failed(status: 3, said: "no such entry"))
    #expect(fault(.cmd(["sh", "-c", "kill -9 $$"])) == .signalled(9, said: ""))
    #expect(fault(.cmd(["true"])) == .empty)
    #expect(fault(.cmd(["head", "-c", "65537", "/dev/zero"])) == .tooLong(limit: 65_536))
    #expect(fault(.cmd(["yes"])) == .tooLong(limit: 65_536))
  }

  @Test func `a program that takes too long is ended with all that it started`() throws {
    let mark = "\(scratch.path)/pid"
    let began = time(nil)
    #expect(
      fault(.cmd(["sh", "-c", "sleep 60 & echo $! > '\(mark)'; wait"]), patience: 300_000_000)
        == .tooSlow(seconds: 0))
    #expect(time(nil) - began < 20)
    let pid = try #require(scratch.text(of: mark).flatMap { pid_t($0.dropLast()) })
    // Gone, or dead and not yet collected by whoever has it now.
    var left = 200
    while kill(pid, 0) == 0, left > 0, (scratch.text(of: "/proc/\(pid)/stat") ?? "").contains(") Z") == false
    {
      poll(nil, 0, 10)
      left -= 1
    }
    #expect(left > 0)
  }

  @Test func `one that leaves another behind is not waited for`() throws {
    let began = time(nil)
    #expect(try resolve(.cmd(["sh", "-c", "(sleep 5 &) ; printf done"])) == ["done"])
    #expect(time(nil) - began < 4)
  }

  @Test func `nothing is on its standard input, and no secret of the profile is in its environment`() throws {
    #expect(
      try resolve(.cmd(["sh", "-c", "cat; printf \"${T-unset}:$X\""]), .env("T")) == ["unset:1", "secret"])
  }
}
