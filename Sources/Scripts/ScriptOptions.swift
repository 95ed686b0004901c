/// How a script is read.
public struct ScriptOptions: Sendable {
  /// Names of variables that the run will be given (`--set`, a profile's environment).
  public var given: Set<String> = []
  /// Of a recording: what was received becomes what is expected, relaxed as `relaxation` says; otherwise it is skipped.
  public var expectsReplies = false
  public var relaxation = ScriptRelaxation.standard
  /// Nanoseconds that an expectation waits where it doesn't say: 5 s.
  public var patience: UInt64 = 5_000_000_000
  public var limits = ScriptLimits()

  public init() {}
}

/// What a script may hold at most.
public struct ScriptLimits: Sendable {
  /// 4 million steps, includes and the bodies of loops among them: 128 MiB of them.
  public var steps = 4 << 20
  /// 16 MiB in one line.
  public var lineBytes = 16 << 20
  /// 1 GiB of script, files and payloads together.
  public var bytes = 1 << 30
  /// 64 MiB in one payload that comes from a file.
  public var payloadBytes = 64 << 20
  /// Includes and steps in steps.
  public var depth = 16
  /// Repetitions of one loop.
  public var repetitions = 1_000_000_000
  /// Connections of one `parallel`.
  public var connections = 10_000

  public init() {}
}

/// Which values differ from run to run, so that an expectation made from a recording asks only for their kind.
public struct ScriptRelaxation: OptionSet, Hashable, Sendable {
  public let rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// RFC 3339 texts, and numbers that are seconds, milli-, micro- or nanoseconds of 2001 to 2096.
  public static let times = ScriptRelaxation(rawValue: 1)
  public static let uuids = ScriptRelaxation(rawValue: 2)
  /// Values of keys that end in `id`, `ref`, `nonce`, `token`, `hash` and the like, if they look made by a machine.
  public static let identifiers = ScriptRelaxation(rawValue: 4)
  /// Numbers of keys such as `seq`, `sequence`, `offset`, `counter`, `revision`, `uptime`, `latency`.
  public static let counters = ScriptRelaxation(rawValue: 8)

  public static let standard: ScriptRelaxation = [.times, .uuids, .identifiers, .counters]
  public static let names: [(name: String, value: ScriptRelaxation)] = [
    ("times", .times), ("uuids", .uuids), ("ids", .identifiers), ("counters", .counters),
  ]
}
