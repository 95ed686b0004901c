/// What a terminal answered to our questions; what was not asked for changes nothing.
public struct TerminalAnswers: Sendable {
  let questions: TerminalQuestions
  /// DA1 came, the answer to the last question: no other will come.
  public private(set) var areThere = false
  /// It holds a picture back until all of it is there.
  public private(set) var hasSynchronizedOutput = false
  /// It tells more keys apart, if it is told to.
  public private(set) var hasKeyboard = false
  /// As it told, and tells when it changes; nil until then.
  public private(set) var background: TerminalBackground?
  /// It can tell when its background changes.
  private(set) var hasColourScheme = false

  init(to questions: TerminalQuestions) { self.questions = questions }

  mutating func take(_ reply: TerminalReply) {
    switch reply {
    case .attributes: areThere = true
    case .mode(2026): hasSynchronizedOutput = questions.contains(.synchronizedOutput)
    case .mode(2031): hasColourScheme = questions.contains(.background)
    case .mode: break
    case .keyboard: hasKeyboard = questions.contains(.keyboard)
    case .background(let told): if questions.contains(.background) { background = told }
    }
  }
}
