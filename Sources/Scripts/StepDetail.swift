/// What the JSON of a step that is kept as JSON says.
enum StepDetail: Sendable {
  case expect(ExpectDetail)
  case never(ExpectDetail)
  case capture([ScriptCapture])
  case set([(name: String, value: ScriptTemplate)])
}

struct ExpectDetail: Sendable {
  var conditions: [ScriptCondition]
  var within: UInt64
  var isNext = false
  var isSoft = false
  var captures: [ScriptCapture] = []
  var thresholds: [ScriptExpectation.Threshold] = []
  var name = ""
  /// The conditions, as written.
  var words: String = ""
}
