/// The keys of a condition.
public enum ScriptConditionWord: String, CaseIterable, Hashable, Sendable {
  case op, dir, text, contains, regex, filter, json, exactly, ignore, at, base64, hex, code, reason

  var shape: ScriptShape {
    switch self {
    case .op: .choice(["text", "binary", "ping", "pong", "close"])
    case .dir: .choice(["in", "out"])
    case .text, .contains, .regex, .filter, .base64, .hex, .reason: .text
    case .json, .exactly: .json
    case .ignore: .paths
    case .at: .valuesAtPaths
    case .code: .closeCodes
    }
  }

  public var takes: String { shape.words }

  public var help: String {
    switch self {
    case .op: "what kind it is; text and binary unless another condition says more"
    case .dir: "out looks at what is sent, the program's own pongs among it"
    case .text: "the whole payload is this text"
    case .contains: "this text stands in the payload"
    case .regex:
      "the regular expression is found in it, written as in filters; capitals differ from small letters"
    case .filter:
      "it passes the filter, as in \"json.price>100 size<1k\"; what only a log can tell is not asked: marks, numbers,"
        + " times, flags"
    case .json:
      "it is JSON with at least this in it: an object may have more keys, an array is as long and in the same order."
        + " ${any}, ${any:number} and the like leave a value open"
    case .exactly: "it is JSON with the same values; blanks and the order of keys don't matter"
    case .ignore: "places that json and exactly don't look at; * is any key, [*] any place, ** any way down"
    case .at: "values at places, as in {\"user.id\":7}"
    case .base64: "the whole payload is these bytes"
    case .hex: "the whole payload is these bytes"
    case .code: "it is a Close frame with this code; 1005 has none, 1006 is an end without one"
    case .reason: "the reason of the Close frame"
    }
  }
}
