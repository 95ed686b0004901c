/// What the terminal is opened with.
public struct TerminalOptions: Sendable {
  /// Keys come from here.
  public var input: Int32
  /// The picture goes here.
  public var output: Int32
  /// The terminal's name, as `TERM` has it.
  public var term: String?
  /// Ask for mouse reports at the start.
  public var mouse: Bool
  /// What to ask it.
  public var questions: TerminalQuestions
  public init(
    input: Int32 = 0, output: Int32 = 1, term: String?, mouse: Bool = true, questions: TerminalQuestions = []
  ) {
    self.input = input
    self.output = output
    self.term = term
    self.mouse = mouse
    self.questions = questions
  }
}
