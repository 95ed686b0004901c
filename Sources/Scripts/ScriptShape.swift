/// What a key of a script takes.
enum ScriptShape: Hashable, Sendable {
  /// A text is sent as it is, anything else as the JSON that it is.
  case message
  case text
  case duration
  /// A whole number.
  case count(ClosedRange<Int>)
  /// A number of times, or null for as many as there are rows.
  case times
  case flag
  case closeCode
  /// A code, a range as text, or an array of them.
  case closeCodes
  case choice([String])
  case name
  case fileName
  case rate
  /// An array of steps, or the name of a file with steps.
  case steps
  case condition
  /// One, or an array of which all have to be met, in any order.
  case conditions
  case captures
  case values
  /// Names, or an object of names and what they are for.
  case needs
  case paths
  /// An object of paths and the values there.
  case valuesAtPaths
  case json
  case version

  /// After "takes".
  var words: String {
    switch self {
    case .message, .json: "any JSON value"
    case .text: "text"
    case .duration: "a duration such as \"250ms\" or \"2s\", or a number of milliseconds"
    case .count(let range): "a whole number from \(range.lowerBound) to \(range.upperBound)"
    case .times: "a whole number from 0, or null for as many as there are rows"
    case .flag: "true or false"
    case .closeCode: "a close code (1000-1003, 1007-1014, 3000-4999), or null for none"
    case .closeCodes: "a close code, or a range such as \"4000-4999\""
    case .choice(let all): all.map { "\"\($0)\"" }.joined(separator: ", ")
    case .name: "a name: letters, digits, _ - and ."
    case .fileName: "the name of a file"
    case .rate: "a number a second, above 0"
    case .steps: "an array of steps, or the name of a file with steps"
    case .condition: "a text, or an object of conditions"
    case .conditions: "a text, an object of conditions, or an array of these"
    case .captures: "an object of names and paths, {\"token\":\"auth.token\"}"
    case .values: "an object of names and values, {\"user\":\"anna\"}"
    case .needs: "an array of names, or an object of names and what they are for"
    case .paths: "an array of paths, [\"**.time\"]"
    case .valuesAtPaths: "an object of paths and values, {\"user.id\":7}"
    case .version: "1"
    }
  }

  /// As a JSON Schema.
  var schema: String {
    switch self {
    case .message, .json: "true"
    case .text, .fileName: #"{"type":"string"}"#
    case .duration: ##"{"$ref":"#/$defs/duration"}"##
    case .count(let range):
      #"{"type":"integer","minimum":\#(range.lowerBound),"maximum":\#(range.upperBound)}"#
    case .times: #"{"type":["integer","null"],"minimum":0}"#
    case .flag: #"{"type":"boolean"}"#
    case .closeCode: ##"{"oneOf":[{"$ref":"#/$defs/closeCode"},{"type":"null"}]}"##
    case .closeCodes:
      ##"{"oneOf":[{"$ref":"#/$defs/codes"},{"type":"array","minItems":1,"items":{"$ref":"#/$defs/codes"}}]}"##
    case .choice(let all): #"{"enum":[\#(all.map { "\"\($0)\"" }.joined(separator: ","))]}"#
    case .name: ##"{"$ref":"#/$defs/name"}"##
    case .rate: #"{"type":"number","exclusiveMinimum":0}"#
    case .steps:
      ##"{"oneOf":[{"type":"string"},{"type":"array","minItems":1,"items":{"$ref":"#/$defs/step"}}]}"##
    case .condition: ##"{"$ref":"#/$defs/condition"}"##
    case .conditions:
      ##"{"oneOf":[{"$ref":"#/$defs/condition"},{"type":"array","minItems":1,"items":{"$ref":"#/$defs/condition"}}]}"##
    case .captures:
      ##"{"type":"object","minProperties":1,"propertyNames":{"$ref":"#/$defs/name"},"additionalProperties":{"$ref":"#/$defs/source"}}"##
    case .values:
      ##"{"type":"object","minProperties":1,"propertyNames":{"$ref":"#/$defs/name"}}"##
    case .needs:
      ##"{"oneOf":[{"type":"array","items":{"$ref":"#/$defs/name"}},{"type":"object","propertyNames":{"$ref":"#/$defs/name"},"additionalProperties":{"type":"string"}}]}"##
    case .paths: #"{"type":"array","items":{"type":"string"}}"#
    case .valuesAtPaths: #"{"type":"object","minProperties":1}"#
    case .version: #"{"const":1}"#
    }
  }
}
