import JSONBytes

/// Steps to be played to a WebSocket: read and checked as a whole, so that nothing is sent of one that has a fault.
///
/// JSON Lines, an object a line: wsglass-script(5) tells of it. An export in JSON Lines is a script, too: what was sent is
/// sent again, with its timing.
public struct Script: Sendable {
  /// As it was named to the reader.
  public let file: String
  /// The `name` in its first line; empty without one.
  public internal(set) var name = ""
  /// Where it wants to be played, if it says so. No variables are filled in.
  public internal(set) var url: String?
  /// Whom a recording in it was made with. Its cookies and credentials may go to no other origin.
  public internal(set) var recordedOrigin: ScriptOrigin?
  /// As the recording has it, secrets masked; for people.
  public internal(set) var recordedURL: String?
  /// Subprotocol of the recording.
  public internal(set) var recordedSubprotocol: String?
  /// Variables that have to be given, and what each is for: those that it says, and secrets that were taken out of a
  /// recording.
  public internal(set) var needs: [(name: String, help: String)] = []
  /// Of the variables that the run will be given, those that it uses or needs.
  public internal(set) var uses: Set<String> = []
  /// For reports: each `expect` and `never`, up to `expectationLimit` one by one; all later ones share one more.
  public internal(set) var expectations: [ScriptExpectation] = []
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

  public static let expectationLimit = 1000
  /// What reports call those beyond the limit.
  static let others = "all other expectations"
  /// So many steps that are kept as JSON are compiled once and for all; of more, each when it is needed.
  static let detailLimit = 4096

  var steps: [ScriptStep] = []
  var arena = ScriptArena()
  var loops: [ScriptLoop] = []
  var branches: [ScriptBranch] = []
  /// By their numbers in steps.
  var files: [String] = []
  /// Compiled steps, by their places.
  var details: [Int: StepDetail] = [:]
  /// What variables are where nobody gives another value.
  var defaults: [(name: String, value: ScriptTemplate)] = []
  var looksAtSent = false
  /// The last step that looks at what came; -1 without one.
  var lastLook = -1
  let patience: UInt64

  /// Steps as they stand in the file and those that it includes, each once.
  public var stepCount: Int { steps.count }

  /// Reads `bytes`. `file` is for places in errors, and for finding what is named relative to it.
  public init(
    parsing bytes: [UInt8], named file: String, options: ScriptOptions = ScriptOptions(),
    files: @escaping ScriptFiles = ScriptLoader.noFiles
  ) throws(ScriptErrors) {
    var loader = ScriptLoader(named: file, options: options, files: files)
    bytes.withUnsafeBytes { loader.add($0) }
    self = try loader.finish()
  }

  init(file: String, patience: UInt64) {
    self.file = file
    self.patience = patience
  }

  /// Those of `needs` that are not among `given`.
  public func missing(in given: Set<String>) -> [String] {
    needs.map(\.name).filter { !given.contains($0) }
  }

  func place(of step: ScriptStep) -> ScriptPlace {
    ScriptPlace(file: files[Int(step.file)], line: Int(step.line), column: Int(step.column))
  }

  /// Compiled now, where it wasn't when the script was read.
  func detail(of index: Int) -> StepDetail? {
    if let detail = details[index] { return detail }
    return Self.detail(Array(arena[steps[index].payload]), patience)
  }

  private static func detail(_ bytes: [UInt8], _ patience: UInt64) -> StepDetail? {
    guard let document = try? JSONDocument(parsing: bytes) else { return nil }
    var reader = StepReader(document, patience: patience)
    return reader.fields(of: 0).flatMap { reader.detail($0) }
  }
}
