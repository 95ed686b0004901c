import Testing

@testable import wsglass

@Suite struct LocateTests {
  @Test func `one name gives a path alone, of a folder where each file has a name of its own`() throws {
    #expect(try LocateCommand.lines("config") == [UserFile.config.path])
    #expect(try LocateCommand.lines("keymap") == [UserFile.keymap.path])
    #expect(try LocateCommand.lines("profiles") == [UserFile.folder + "/profiles"])
    #expect(try LocateCommand.lines("captures") == [CaptureChoice.standardPath])
    #expect(try LocateCommand.lines("history") == [HistoryFile.standard.path])
  }

  @Test func `without a name there is a line for each`() throws {
    let lines = try LocateCommand.lines(nil)
    #expect(lines.count == LocateCommand.names.count)
    #expect(lines.first?.hasPrefix("config      /") == true)
    #expect(lines.allSatisfy { !$0.contains("$") && !$0.contains("NAME") })
  }

  @Test func `an unknown name is told with the nearest`() {
    do throws(Complaint) {
      _ = try LocateCommand.lines("confg")
      Issue.record("found")
    } catch {
      #expect(error.code == .usage)
      #expect(error.what == #"locate knows no "confg" (did you mean "config"?)"#)
    }
  }
}
