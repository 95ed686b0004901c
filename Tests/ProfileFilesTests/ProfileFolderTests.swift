import FrameLog
import Glibc
import JSON5
import Locks
import Profiles
import TestSupport
import Testing

@testable import ProfileFiles

@Suite struct ProfileFolderTests {
  private let scratch = TemporaryFolder()
  private var folder: ProfileFolder { ProfileFolder(base: scratch.path) }
  private let text = Array("{url: 'ws://h/'}".utf8)

  @Test func `a profile is written for its owner alone, read again, and listed`() throws {
    try folder.save("b", text)
    try folder.save("a", Profile(url: "ws://a/").written)
    #expect(scratch.mode(of: "\(scratch.path)/profiles") == 0o700)
    #expect(scratch.mode(of: "\(scratch.path)/profiles/b.json") == 0o600)
    #expect(folder.names() == ["a", "b"])
    #expect(try folder.load("b").reading.profile?.url == "ws://h/")
    #expect(folder.has("a") && !folder.has("c") && !folder.has("../profiles/a"))
    #expect(throws: ProfileFileError.notThere("\(scratch.path)/profiles/c.json")) { try folder.load("c") }
    #expect(throws: ProfileFileError.exists("\(scratch.path)/profiles/a.json")) { try folder.save("a", text) }
    try folder.save("a", text, overwrites: true)
    #expect(try folder.load("a").bytes == text)
    try folder.remove("a")
    #expect(folder.names() == ["b"])
    #expect(scratch.names(in: "\(scratch.path)/profiles") == ["b.json"])
  }

  @Test func `a faulty profile and an odd file keep nobody from the others`() throws {
    try folder.save("good", text)
    scratch.write("{", to: "profiles/bad.json")
    scratch.write("{}", to: "profiles/bad name.json")
    scratch.write("x", to: "profiles/readme.txt")
    #expect(folder.names() == ["bad", "good"])
    #expect(try folder.load("bad").reading.faults.map(\.kind) == [.syntax(.unexpectedEnd)])
    #expect(try folder.load("good").reading.profile != nil)
  }

  @Test(arguments: [0o640, 0o604, 0o620, 0o602, 0o644] as [mode_t])
  func `a file that others have access to is refused`(mode: mode_t) throws {
    try folder.save("a", text)
    let path = "\(scratch.path)/profiles/a.json"
    chmod(path, mode)
    #expect(throws: ProfileFileError.open(path, mode: mode)) { try folder.load("a") }
  }

  @Test func `links, pipes, folders, and what is too large are refused`() throws {
    try folder.save("a", text)
    let profiles = "\(scratch.path)/profiles"
    symlink("a.json", "\(profiles)/link.json")
    #expect(throws: ProfileFileError.cannotRead("\(profiles)/link.json", ELOOP)) { try folder.load("link") }
    mkfifo("\(profiles)/pipe.json", 0o600)
    #expect(throws: ProfileFileError.notAFile("\(profiles)/pipe.json")) { try folder.load("pipe") }
    scratch.write(String(repeating: " ", count: 1 << 20) + "{}", to: "profiles/large.json")
    #expect(throws: ProfileFileError.tooLarge("\(profiles)/large.json", limit: 1 << 20)) {
      try folder.load("large")
    }
    chmod(profiles, 0o770)
    #expect(throws: ProfileFileError.openFolder(profiles, mode: 0o770)) { try folder.load("a") }
    #expect(throws: ProfileFileError.openFolder(profiles, mode: 0o770)) { try folder.save("n", text) }
    #expect(throws: ProfileFileError.badName("a/b", .badByte(0x2F))) { try folder.save("a/b", text) }
  }

  @Test func `an update sees what is there, and two of them at once do not`() throws {
    try folder.save("a", text)
    try folder.update("a") { stored throws(ProfileFileError) in
      #expect(throws: ProfileFileError.busy("\(scratch.path)/profiles")) { try folder.save("b", text) }
      return stored.bytes + [0x0A]
    }
    #expect(try folder.load("a").bytes == text + [0x0A])
  }

  @Test func `secrets get files of their own, each with a name of its own`() throws {
    let first = try folder.saveSecret(Array("s1".utf8), for: "feed", named: "authorization")
    let second = try folder.saveSecret(Array("s2".utf8), for: "feed", named: "authorization")
    #expect(
      first == .file("../secrets/feed.authorization") && second == .file("../secrets/feed.authorization-2"))
    #expect(scratch.mode(of: "\(scratch.path)/secrets/feed.authorization") == 0o600)
    var secrets = ProfileSecrets()
    try folder.save("feed", text)
    try SecretResolver(folder: folder.path, home: "/nowhere", environment: []).resolve(
      [first, second], into: &secrets)
    #expect(secrets[second] == Array("s2".utf8))
    folder.discard(second)
    #expect(scratch.names(in: "\(scratch.path)/secrets") == ["feed.authorization"])
  }

  @Test func `whichever call fails, the profile is the old one or the new one, and nothing else is left`()
    throws
  {
    try folder.save("a", text)
    let other = Array("{url: 'ws://other/'}".utf8)
    var failures = 0
    for reason in [ENOSPC, EIO, EINTR] {
      for fails in 1...40 {
        let calls = Lock(0)
        let broken = ProfileFolder(
          base: scratch.path,
          files: FileOperations { _ in
            calls.withLock { count in
              count += 1
              return count == fails ? .errno(reason) : nil
            }
          })
        try folder.save("a", text, overwrites: true)
        do {
          try broken.save("a", other, overwrites: true)
          #expect(try folder.load("a").bytes == other)
        } catch {
          failures += 1
          #expect(try folder.load("a").bytes == text)
        }
        #expect(scratch.names(in: "\(scratch.path)/profiles") == ["a.json"])
      }
    }
    #expect(failures >= 10)
  }

  @Test func `short writes lose nothing`() throws {
    let slow = ProfileFolder(
      base: scratch.path, files: FileOperations { call in call == .write ? .short(3) : nil })
    try slow.save("a", text)
    #expect(try folder.load("a").bytes == text)
  }

  @Test func `ten thousand damaged files are told of and left as they are`() throws {
    try folder.save("a", text)
    let path = "\(scratch.path)/profiles/a.json"
    var state: UInt64 = 5
    for _ in 0..<10_000 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      var bytes = Array("{url: 'ws://h/${a}', variables: {a: '${env:X}'}, tag: \"T\" /* c */}".utf8)
      bytes[Int(state >> 33) % bytes.count] = UInt8(truncatingIfNeeded: state >> 20)
      let descriptor = open(path, O_WRONLY | O_TRUNC)
      _ = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      close(descriptor)
      let stored = try folder.load("a")
      #expect(stored.bytes == bytes && (stored.reading.profile == nil) == !stored.reading.faults.isEmpty)
    }
  }
}
