/// One thing that is wrong in a script: where, what, and what to write instead.
public struct ScriptError: Error, Hashable, Sendable {
  public var place: ScriptPlace
  /// "there is no step \"sned\""
  public var what: String
  /// "did you mean \"send\"?"; empty where there is nothing to say.
  public var advice: String

  public init(at place: ScriptPlace, _ what: String, advice: String = "") {
    self.place = place
    self.what = what
    self.advice = advice
  }

  /// `login.jsonl:12:7: there is no step "sned" (did you mean "send"?)`
  public var words: String { "\(place.words): \(what)" + (advice.isEmpty ? "" : " (\(advice))") }
}

/// All that is wrong in a script, in the order of its lines; nothing of it was sent.
public struct ScriptErrors: Error, Hashable, Sendable {
  /// Of a file that is no script at all, more help nobody.
  public static let limit = 100

  /// At least one, at most `limit`.
  public internal(set) var all: [ScriptError]
  /// Those beyond the limit.
  public internal(set) var omitted = 0

  public init(_ all: [ScriptError]) { self.all = all }
}
