/// The format of scripts as a JSON Schema (draft 2020-12), made from the table by which they are read.
public enum ScriptSchema {
  /// For `wsglass replay --schema`: describes one line.
  public static let text = ""
}
