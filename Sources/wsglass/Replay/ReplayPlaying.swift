import Glibc
import Loop
import Scripts
import Sessions

/// Plays a script to one server, or to two at once, until its end or a signal.
struct ReplayPlaying {
  struct Outcome {
    /// One for each side.
    var results: [ReplayResult]
    /// The one that ended it.
    var signal: Int32?
    /// Wall nanoseconds since 1970.
    var began: Int64
    /// Nanoseconds.
    var duration: UInt64
  }

  private let loop: EventLoop
  private let crews: [ReplayCrew]
  private let choice: ReplayChoice
  private let stop: ReplayStop
  private let signals: SignalHold

  init(_ sides: [ReplaySide], choice: ReplayChoice, settings: ConnectionSettings) async throws(Complaint) {
    let loop = try startLoop("net")
    var run = ScriptRun.Settings()
    run.variables = choice.variables.values
    run.seed = choice.seed
    run.speed = choice.speed
    run.goesOn = choice.goesOn
    let crews = sides.map { side in
      ReplayCrew(
        side.script, settings: run, target: side.target, on: loop,
        connectsInParallel: settings.connectsInParallel, keepsReplies: choice.against != nil,
        refusalWords: { RefusalWords.why($0) },
        objection: side.originGuard?.objector)
    }
    let stop = ReplayStop()
    signals = try await watchSignals(on: loop) { signal in
      // Asked twice, it waits for nothing.
      if stop.signal != nil { die(by: signal) }
      stop.signal = signal
      for crew in crews { crew.assumeIsolated { $0.stop() } }
    }
    self.loop = loop
    self.crews = crews
    self.choice = choice
    self.stop = stop
  }

  func play() async -> Outcome {
    let wall = WallClock.now()
    let began = loop.now()
    let connections = choice.connections
    let spread = choice.spread
    let ticker = ReplayTicker(on: loop) { [crews] in
      let shares = crews.compactMap { crew in crew.assumeIsolated { $0.progress(of: connections) } }
      return shares.isEmpty ? nil : shares.reduce(0, +) / Double(shares.count)
    }
    ticker.start()
    let results = await withTaskGroup(of: (Int, ReplayResult).self) { group in
      for (index, crew) in crews.enumerated() {
        group.addTask { (index, await crew.play(connections: connections, spread: spread)) }
      }
      var results: [(Int, ReplayResult)] = []
      for await result in group { results.append(result) }
      return results.sorted { $0.0 < $1.0 }.map(\.1)
    }
    await ticker.stop()
    return Outcome(
      results: results, signal: stop.signal, began: wall,
      duration: loop.now() &- began)
  }
}

/// The signal that asked for the end. `@unchecked Sendable`: set on the loop, and read when all that ran there is over.
private final class ReplayStop: @unchecked Sendable { var signal: Int32? }

/// Shows progress until it is stopped. `@unchecked Sendable`: all but `start` and `stop` happens on the loop.
private final class ReplayTicker: @unchecked Sendable {
  private static let pause: UInt64 = 200_000_000
  private let loop: EventLoop
  private let progress: () -> Double?
  private var line: ProgressLine? = ProgressLine()

  init(on loop: EventLoop, progress: @escaping () -> Double?) {
    self.loop = loop
    self.progress = progress
  }

  func start() { loop.execute { self.tick() } }

  /// The line is gone when this returns.
  func stop() async {
    await withCheckedContinuation { (waiter: CheckedContinuation<Void, Never>) in
      loop.execute {
        self.line = nil
        waiter.resume()
      }
    }
  }

  private func tick() {
    guard line != nil else { return }
    if let share = progress() { line?.show(share) }
    loop.schedule(at: loop.now() &+ Self.pause) { [weak self] in self?.tick() }
  }
}
