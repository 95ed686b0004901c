import FrameFilter
import Testing

@Test func `blank text is a filter`() throws {
  #expect(try FrameFilter(parsing: " ").text == " ")
}
