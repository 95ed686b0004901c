import Canvas
import Testing

@testable import InspectorModel

/// The keys that all lists share.
@Suite struct ListChoiceTests {
  private let model = InspectorModel(size: Size(width: 80, height: 24))

  @Test(arguments: [
    (Command.chooseNext, 3, 4), (.choosePrevious, 3, 2), (.choosePageDown, 3, 15), (.choosePageUp, 15, 3),
    (.chooseFirst, 3, 0), (.chooseLast, 3, 39), (.chooseNext, 39, 39), (.choosePrevious, 0, 0),
    (.choosePageDown, 30, 39), (.choosePageUp, 2, 0),
  ])
  func `a choice moves and stays in its list`(command: Command, from: Int, to: Int) {
    #expect(model.moved(from, in: 40, by: command) == to)
  }

  @Test func `another command moves nothing, and an empty list has its first place`() {
    #expect(model.moved(3, in: 40, by: .accept) == nil)
    #expect(model.moved(0, in: 0, by: .chooseLast) == 0)
  }
}
