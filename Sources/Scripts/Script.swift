/// Steps to be played to a WebSocket: read and checked as a whole, so that nothing is sent of one that has a fault.
///
/// JSON Lines, an object a line: wsglass-script(5) tells of it. An export in JSON Lines is a script, too: what was sent is
/// sent again, with its timing.
public struct Script: Sendable {
  /// As it was named to the reader.
  public let file: String
  /// The `name` in its first line; empty without one.
  public internal(set) var name = ""
  /// Where it wants to be played, if it says so. It may hold variables.
  public internal(set) var url: String?
  /// Whom a recording in it was made with. Its cookies and credentials may go to no other origin.
  public internal(set) var recordedOrigin: ScriptOrigin?
  /// As the recording has it, secrets masked; for people.
  public internal(set) var recordedURL: String?
  /// Subprotocol of the recording.
  public internal(set) var recordedSubprotocol: String?
  /// Variables that it says it has to be given, and what each is for.
  public internal(set) var needs: [(name: String, help: String)] = []
  /// For reports: each `expect` and `never`, up to 1000 one by one; all later ones share the last.
  public internal(set) var expectations: [ScriptExpectation] = []
  /// Steps as they stand in the file and those that it includes.
  public internal(set) var stepCount = 0
  /// Steps with all repetitions; nil where they are more than an `Int` holds.
  public internal(set) var total: Int? = 0
  /// Nanoseconds of planned waiting at speed 1, repetitions and rates among it; nil where it is too long to say.
  public internal(set) var plannedTime: UInt64? = 0
  /// Of a recording: frames, notes, and what of them is not played.
  public internal(set) var recording = Recording()

  /// What a recording consisted of.
  public struct Recording: Hashable, Sendable {
    public var frames = 0
    public var notes = 0
    /// Frames that were received, or that the protocol sends by itself: pongs and the answer to a Close frame.
    public var skipped = 0
    /// Frames that can't be sent again: cut short, of a reserved kind, or with a broken rule.
    public var unplayable = 0
    public init() {}
  }

  /// Reads `bytes`. `file` is for places in errors, and for finding what is named relative to it.
  public init(
    parsing bytes: [UInt8], named file: String, options: ScriptOptions = ScriptOptions(),
    files: ScriptFiles = { _ throws(ScriptFileError) in throw ScriptFileError("files are not read here") }
  ) throws(ScriptErrors) {
    self.file = file
  }

  /// Names of variables that `given` lacks: those under `needs`, and those that secrets of a recording were turned into.
  public func missing(in given: Set<String>) -> [String] { [] }
}
