/// What may stand in `${…}`, for manuals and completions.
public enum ScriptWords {
  /// Values that scripts make up: `${uuid}` and what it is.
  public static var madeUpValues: [(form: String, help: String)] {
    ScriptValue.forms.map { ("${\($0.form)}", $0.help) }
  }

  /// What stands in expected JSON for a value that is left open: `${any:time}` and what it takes.
  public static var openValues: [(form: String, help: String)] {
    JSONOpenValue.help.map { ($0.kind.text, $0.help) }
  }
}
