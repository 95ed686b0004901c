import Canvas
import Testing

@Suite struct NearestNameTests {
  @Test(arguments: [
    ("tiem", ["theme", "time"], "time"), ("lgo", ["logs", "log"], "log"), ("nrod", ["nord", "mono"], "nord"),
    ("detail.hax", ["detail.hex", "detail.wrap"], "detail.hex"), ("confg", ["keymap", "config"], "config"),
  ])
  func `two letters in each other's place are one slip`(word: String, names: [String], meant: String) {
    #expect(NearestName.of(word, in: names) == meant)
  }

  @Test(arguments: [("zz", ["f1", "q"]), ("q", ["w"]), ("", ["a"]), ("hex.togle", ["detail.hex"])])
  func `nothing is guessed where most of the word is another`(word: String, names: [String]) {
    #expect(NearestName.of(word, in: names) == nil)
  }
}
