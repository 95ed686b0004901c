import ByteText
import Formats

/// The format of scripts as a JSON Schema (draft 2020-12), made from the table by which they are read.
public enum ScriptSchema {
  /// For `wsglass replay --schema`: describes one line of a script. Lines of a recording are not described.
  public static let text: String = {
    let kinds = ScriptWord.kinds.map { "\"\($0.rawValue)\":\(step($0))" }
    let steps = ScriptWord.kinds.filter { $0 != .script }.map { reference($0.rawValue) }
    return """
      {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "One line of a wsglass script",
        "oneOf": [\(reference("script")), \(reference("step"))],
        "$defs": {
          "step": {"oneOf": [\(steps.joined(separator: ", "))]},
          \(kinds.joined(separator: ",\n    ")),
          "condition": {"oneOf": [{"type":"string"}, \(condition)]},
          "source": {"oneOf": [{"type":"string"}, \(capture)]},
          "duration": {"oneOf": [{"type":"number","minimum":0}, {"type":"string","pattern":"^[0-9.]+(ns|us|µs|ms|s|m|h)?$"}]},
          "name": {"type":"string","pattern":"^[A-Za-z0-9_.-]{1,\(ScriptTemplate.nameLimit)}$"},
          "closeCode": {"oneOf": [{"type":"integer","minimum":1000,"maximum":1003}, {"type":"integer","minimum":1007,"maximum":1014}, {"type":"integer","minimum":3000,"maximum":4999}]},
          "codes": {"oneOf": [{"type":"integer","minimum":1000,"maximum":4999}, {"type":"string","pattern":"^[0-9]{4}(-[0-9]{4})?$"}]}
        }
      }

      """
  }()

  private static func reference(_ name: String) -> String { ##"{"$ref":"#/$defs/\##(name)"}"## }

  private static func step(_ kind: ScriptWord) -> String {
    let keys = [kind] + kind.options + (kind == .script ? [.comment] : [.after, .comment])
    let properties = keys.map { "\"\($0.rawValue)\":\(described($0.shape.schema, $0.help))" }
    var required = [kind]
    if kind == .repeat || kind == .parallel { required.append(.steps) }
    return object(properties, required: required.map(\.rawValue))
  }

  private static let condition: String = object(
    ScriptConditionWord.allCases.map { "\"\($0.rawValue)\":\(described($0.shape.schema, $0.help))" },
    required: [], more: #","minProperties":1"#)

  private static let capture: String = object(
    [
      #""path":{"type":"string"}"#, #""regex":{"type":"string"}"#,
      #""group":{"type":"integer","minimum":0,"maximum":99}"#,
    ], required: [], more: #","oneOf":[{"required":["path"]},{"required":["regex"]}]"#)

  private static func object(_ properties: [String], required: [String], more: String = "") -> String {
    let names = required.map { "\"\($0)\"" }.joined(separator: ",")
    let need = required.isEmpty ? "" : ",\"required\":[\(names)]"
    return "{\"type\":\"object\"\(need)\(more),\"additionalProperties\":false,"
      + "\"properties\":{\(properties.joined(separator: ","))}}"
  }

  private static func described(_ schema: String, _ help: String) -> String {
    var text: [UInt8] = []
    JSONText.append(help, asciiOnly: false, to: &text)
    let description = "\"description\":" + String(decoding: text, as: UTF8.self)
    guard schema != "true" else { return "{\(description)}" }
    return "{\(description),\(schema.dropFirst())"
  }
}
