import Canvas
import FoundationEssentials
import Testing

/// `WSGLASS_PICTURES=write swift test --filter MockupTests` draws the pictures anew, and fails: they are reviewed like code.
@Suite struct MockupTests {
  private static let folder = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
  private static func path(_ name: String) -> String { "/\(folder)/Pictures/\(name).txt" }
  private static let writes = ProcessInfo.processInfo.environment["WSGLASS_PICTURES"] == "write"

  @Test(arguments: Mockup.all + [Mockup.readme])
  func `each mock-up of the design is drawn as in its picture`(mockup: Mockup) throws {
    let drawn = picture(Stage(mockup).model, mockup.repertoire) + "\n"
    let path = Self.path(mockup.name)
    let expected = FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
    guard drawn != expected else { return }
    if Self.writes { try Data(drawn.utf8).write(to: URL(filePath: path)) }
    Issue.record("\(mockup.name) is\n\(drawn)\nand not\n\(expected ?? "there")")
  }

  @Test(arguments: Mockup.all) func `each picture says what its mock-up says`(mockup: Mockup) throws {
    let bytes = try #require(FileManager.default.contents(atPath: Self.path(mockup.name)))
    let text = String(decoding: bytes, as: UTF8.self)
    for words in mockup.scene.words(width: mockup.size.width) {
      #expect(text.contains(words), "\(mockup.name): \(words)")
    }
  }

  @Test func `each picture is of a mock-up`() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: "/\(Self.folder)/Pictures")
    #expect(Set(names) == Set((Mockup.all + [Mockup.readme]).map { $0.name + ".txt" }))
  }

  @Test func `the screen in README is drawn like that`() throws {
    let root = Self.folder.split(separator: "/").dropLast().joined(separator: "/")
    let text = String(
      decoding: try #require(FileManager.default.contents(atPath: "/\(root)/README.md")), as: UTF8.self)
    let shown = try #require(FileManager.default.contents(atPath: Self.path(Mockup.readme.name)))
    #expect(text.contains("```\n" + String(decoding: shown, as: UTF8.self) + "```"))
  }
}
