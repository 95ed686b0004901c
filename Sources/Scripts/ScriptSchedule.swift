/// The time of a script and that of the clock: what is planned is counted from the start, so that what is late once does
/// not make all later steps late.
struct ScriptSchedule: Sendable {
  /// Where the step in hand is due, in nanoseconds of the script from its start.
  private(set) var planned: Double = 0
  /// The same, without what was added by waiting for others; for progress.
  private(set) var spent: Double = 0
  private(set) var speed: ScriptSpeed
  /// A moment in both times.
  private var scriptAnchor: Double = 0
  private var clockAnchor: UInt64
  private(set) var pausedAt: UInt64?

  init(start: UInt64, speed: ScriptSpeed) {
    clockAnchor = start
    self.speed = Self.limited(speed)
  }

  private static func limited(_ speed: ScriptSpeed) -> ScriptSpeed {
    guard case .times(let factor) = speed else { return .maximum }
    let range = ScriptSpeed.range
    return .times(factor.isFinite ? min(max(factor, range.lowerBound), range.upperBound) : 1)
  }

  /// Scaled; 0 at the maximum.
  func scaled(_ nanoseconds: UInt64) -> UInt64 {
    guard case .times(let factor) = speed else { return 0 }
    return Self.clock(Double(nanoseconds) / factor)
  }

  /// When something is due, by the clock; 0, which is always past, at the maximum.
  var due: UInt64 { clock(at: planned) }

  func clock(at scriptTime: Double) -> UInt64 {
    guard case .times(let factor) = speed else { return 0 }
    let ahead = (scriptTime - scriptAnchor) / factor
    return ahead < 0
      ? clockAnchor - min(clockAnchor, Self.clock(-ahead)) : Self.sum(clockAnchor, Self.clock(ahead))
  }

  /// The script's time at a time of the clock; nil at the maximum.
  private func script(at now: UInt64) -> Double? {
    guard case .times(let factor) = speed else { return nil }
    let passed = now >= clockAnchor ? Double(now - clockAnchor) : -Double(clockAnchor - now)
    return scriptAnchor + passed * factor
  }

  private static func clock(_ nanoseconds: Double) -> UInt64 {
    nanoseconds >= 9e18 ? 9_000_000_000_000_000_000 : UInt64(nanoseconds.rounded())
  }

  static func sum(_ left: UInt64, _ right: UInt64) -> UInt64 {
    let (sum, isOver) = left.addingReportingOverflow(right)
    return isOver ? .max : sum
  }

  // MARK: Going on

  mutating func add(_ nanoseconds: UInt64) {
    planned += Double(nanoseconds)
    spent += Double(nanoseconds)
  }

  /// Not before `scriptTime`.
  mutating func wait(for scriptTime: Double) {
    guard scriptTime > planned else { return }
    spent += scriptTime - planned
    planned = scriptTime
  }

  /// What was waited for came now: what follows is counted from here.
  mutating func reached(_ now: UInt64) {
    if let time = script(at: now), time > planned { planned = time }
  }

  mutating func setSpeed(_ speed: ScriptSpeed, now: UInt64) {
    let moment = pausedAt ?? now
    // From the maximum there is no time that went by: the step in hand is due now.
    scriptAnchor = script(at: moment) ?? planned
    clockAnchor = moment
    self.speed = Self.limited(speed)
  }

  mutating func pause(_ now: UInt64) { if pausedAt == nil { pausedAt = now } }

  /// Returns for how long it was paused.
  mutating func resume(_ now: UInt64) -> UInt64 {
    guard let since = pausedAt else { return 0 }
    pausedAt = nil
    let length = now > since ? now - since : 0
    clockAnchor = Self.sum(clockAnchor, length)
    return length
  }

  /// The step in hand was done now, before it was due.
  mutating func skipAhead(_ now: UInt64) {
    scriptAnchor = planned
    clockAnchor = now
    if pausedAt != nil { pausedAt = now }
  }
}
