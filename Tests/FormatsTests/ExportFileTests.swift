import Formats
import Glibc
import TestSupport
import Testing

private func failure(_ body: () throws(ExportFile.Failure) -> Void) -> ExportFile.Failure? {
  do throws(ExportFile.Failure) {
    try body()
    return nil
  } catch {
    return error
  }
}

@Test func `an export file is there under its name when it is whole, for its owner alone`() throws {
  let folder = TemporaryFolder()
  let file = try ExportFile(folder.path + "/a", overwrites: false)
  try file.write(Array("text".utf8))
  #expect(folder.names() == ["a.part"])
  try file.commit()
  #expect(folder.names() == ["a"])
  #expect(folder.text(of: "a") == "text")
  var facts = stat()
  stat(folder.path + "/a", &facts)
  #expect(facts.st_mode & 0o777 == 0o600)
}

@Test func `what is given up leaves nothing, and the old file as it was`() throws {
  let folder = TemporaryFolder()
  folder.write("old", to: "a")
  let file = try ExportFile(folder.path + "/a", overwrites: true)
  try file.write(Array("new".utf8))
  file.discard()
  #expect(folder.names() == ["a"])
  #expect(folder.text(of: "a") == "old")
}

@Test func `what is there is replaced only where that is wanted`() throws {
  let folder = TemporaryFolder()
  folder.write("old", to: "a")
  #expect(
    failure { () throws(ExportFile.Failure) in _ = try ExportFile(folder.path + "/a", overwrites: false) }
      == .exists)
  let file = try ExportFile(folder.path + "/a", overwrites: true)
  try file.write(Array("new".utf8))
  try file.commit()
  #expect(folder.text(of: "a") == "new")
  // Nor what comes while the export is written.
  let late = try ExportFile(folder.path + "/b", overwrites: false)
  folder.write("first", to: "b")
  do throws(ExportFile.Failure) {
    try late.commit()
    Issue.record("it replaced what came meanwhile")
  } catch {
    #expect(error == .exists)
  }
  #expect(folder.names() == ["a", "b"])
  #expect(folder.text(of: "b") == "first")
}

@Test func `a part that was left is told, a link there is not followed`() throws {
  let folder = TemporaryFolder()
  folder.write("killed", to: "a.part")
  #expect(
    failure { () throws(ExportFile.Failure) in _ = try ExportFile(folder.path + "/a", overwrites: false) }
      == .partExists)
  #expect(folder.text(of: "a.part") == "killed")
  symlink("a.part", folder.path + "/b.part")
  #expect(
    failure { () throws(ExportFile.Failure) in _ = try ExportFile(folder.path + "/b", overwrites: false) }
      == .partExists)
}

@Test func `a folder that is not there is an error with its number`() throws {
  let folder = TemporaryFolder()
  #expect(
    failure { () throws(ExportFile.Failure) in _ = try ExportFile(folder.path + "/no/a", overwrites: false) }
      == .open(ENOENT))
}

@Test func `a disk that fills leaves the old file, and no part`() throws {
  let folder = TemporaryFolder()
  folder.write("old", to: "a")
  // A limit on the size of files stands for a full disk: without its signal, it is an error of write.
  let old = signal(SIGXFSZ, SIG_IGN)
  var limit = rlimit()
  getrlimit(__rlimit_resource_t(1), &limit)
  defer {
    setrlimit(__rlimit_resource_t(1), &limit)
    signal(SIGXFSZ, old)
  }
  var small = rlimit(rlim_cur: 4096, rlim_max: limit.rlim_max)
  setrlimit(__rlimit_resource_t(1), &small)
  do throws(ExportFile.Failure) {
    let file = try ExportFile(folder.path + "/a", overwrites: true)
    try file.write([UInt8](repeating: 0, count: 5000))
    try file.commit()
    Issue.record("5000 bytes fit into 4096")
  } catch {
    #expect(error == .write(EFBIG))
  }
  #expect(folder.names() == ["a"])
  #expect(folder.text(of: "a") == "old")
}

@Test func `a full device is an error with its number`() throws {
  let full = open("/dev/full", O_WRONLY)
  defer { close(full) }
  #expect(ExportFile.write([1], to: full) == ENOSPC)
}
