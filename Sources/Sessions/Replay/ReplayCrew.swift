public import Loop
public import Scripts
public import WebSocketClient
import WebSocketCore

/// Plays a script on connections of its own, without a log: as many at once as are asked for, and those of its branches.
///
/// An actor on the network loop, where the connections live.
public actor ReplayCrew {
  /// A second for the server to answer our Close frame, once the script is over.
  private static let patience: UInt64 = 1_000_000_000

  /// The network loop.
  public nonisolated let loop: EventLoop
  /// The loop.
  public nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

  private let script: Script
  private let settings: ScriptRun.Settings
  private let target: SessionTarget
  private let refusalWords: @Sendable (SendRefusal) -> String
  private let objection: (@Sendable (ArraySlice<UInt8>) -> String?)?
  private let keepsReplies: Bool
  private let queue: ConnectQueue?
  private var members: [Int: ReplayMember] = [:]
  private var lastMember = 0
  /// Of connections that are to begin later.
  private var waits: [Int: CheckedContinuation<Void, Never>] = [:]
  private var lastWait = 0
  private var isStopping = false
  private var result = ReplayResult()
  private var past = Past()

  /// What is over, for progress.
  private struct Past {
    var done = 0
    var failed = 0
    var finished = 0
  }

  /// `settings` are those of the first connection; the others count on from it. `objection` says why a payload must not
  /// be sent there. `keepsReplies` keeps what the first connection received.
  public init(
    _ script: Script, settings: ScriptRun.Settings, target: SessionTarget, on loop: EventLoop,
    connectsInParallel: Bool = false, keepsReplies: Bool = false,
    refusalWords: @escaping @Sendable (SendRefusal) -> String,
    objection: (@Sendable (ArraySlice<UInt8>) -> String?)? = nil
  ) {
    self.script = script
    self.settings = settings
    self.target = target
    self.loop = loop
    self.refusalWords = refusalWords
    self.objection = objection
    self.keepsReplies = keepsReplies
    queue = connectsInParallel ? nil : ConnectQueue(on: loop)
  }

  /// Plays it on so many connections, which begin evenly over `spread` nanoseconds; over when all of them are.
  public func play(connections: Int, spread: UInt64 = 0) async -> ReplayResult {
    let begin = loop.now()
    let count = max(1, connections)
    await withDiscardingTaskGroup { group in
      for number in 1...count {
        let time = begin &+ spread / UInt64(count) &* UInt64(number - 1)
        group.addTask {
          await self.wait(until: time)
          await self.playOne(number)
        }
      }
    }
    return result
  }

  /// No more steps; `play` returns soon.
  public func stop() {
    isStopping = true
    for key in waits.keys { wake(key) }
    for member in members.values { member.stop() }
  }

  /// 0 to 1, of all connections; nil where the script's length is not known.
  public func progress(of connections: Int) -> Double? {
    guard let total = script.total, total > 0 else { return nil }
    var done = Double(past.finished) * Double(total)
    for member in members.values where !member.isBranch {
      done += Double(min(total, member.player?.run.doneCount ?? 0))
    }
    return done / (Double(total) * Double(connections))
  }

  private func playOne(_ number: Int) async {
    let settings = settings
    let player = await play(connection: number, isBranch: false) { [script] now, wall in
      var own = settings
      own.connection = number
      return ScriptRun(script, settings: own, now: now, wall: wall)
    }
    past.finished += 1
    guard let player else { return }
    result.add(player.0, connection: number, ending: player.1, now: loop.now())
  }

  /// The player and how its connection ended; nil where there was no connection.
  private func play(
    connection number: Int, isBranch: Bool, _ makeRun: @escaping @Sendable (UInt64, Int64) -> ScriptRun
  ) async -> (ScriptPlayer, Ending?)? {
    guard !isStopping else { return nil }
    var options = target.options
    if options.connectQueue == nil { options.connectQueue = queue }
    let member = ReplayMember(isBranch: isBranch)
    let connection = WebSocketConnection(target.request, options: options, on: loop, owner: member)
    lastMember += 1
    let key = lastMember
    member.connection = connection
    members[key] = member
    defer { members[key] = nil }
    do throws(ConnectError) {
      _ = try await connection.connect { [target, refusalWords, objection, keepsReplies] connection in
        // As on the screen: what the connection is to begin with goes before the script.
        for bytes in target.greetings { try? connection.post(.text(String(decoding: bytes, as: UTF8.self))) }
        let now = connection.loop.now()
        let run = makeRun(now, Int64(truncatingIfNeeded: now) &+ WallClock.offset())
        member.begin(run, on: connection, keepsReplies: keepsReplies, refusalWords, objection)
      }
    } catch {
      if isStopping, case .cancelled = error { return nil }
      let answer = await connection.connectReport.hops.last?.answer ?? []
      result.add(ReplayResult.Unconnected(connection: number, error: error, answer: answer))
      return nil
    }
    for await fork in member.forks {
      member.player?.joined(await branches(of: fork))
    }
    _ = await close(connection)
    return member.player.map { ($0, member.ending) }
  }

  /// Runs a branch of a script that is played elsewhere, on connections of its own.
  public func branches(of fork: ScriptFork) async -> [ScriptRun] {
    let begin = loop.now()
    return await withTaskGroup(of: ScriptRun?.self) { group in
      for number in 1...max(1, fork.connections) {
        let delay = fork.spread / UInt64(max(1, fork.connections)) &* UInt64(number - 1)
        group.addTask { await self.branch(of: fork, number, at: begin &+ delay) }
      }
      var runs: [ScriptRun] = []
      for await run in group { if let run { runs.append(run) } }
      return runs
    }
  }

  private func branch(of fork: ScriptFork, _ number: Int, at time: UInt64) async -> ScriptRun? {
    await wait(until: time)
    let played = await play(connection: number, isBranch: true) { now, wall in
      fork.run(number, now: now, wall: wall)
    }
    guard let player = played?.0 else { return nil }
    result.lateness.add(player.lateness)
    return player.run
  }

  /// Until the time, or until all is to stop.
  private func wait(until time: UInt64) async {
    guard time > loop.now(), !isStopping else { return }
    lastWait += 1
    let key = lastWait
    await withCheckedContinuation { waiter in
      waits[key] = waiter
      loop.schedule(at: time) { self.assumeIsolated { $0.wake(key) } }
    }
  }

  private func wake(_ key: Int) { waits.removeValue(forKey: key)?.resume() }

  private func close(_ connection: WebSocketConnection) async {
    let deadline = loop.now() &+ Self.patience
    await withDiscardingTaskGroup { group in
      group.addTask { _ = try? await connection.close(code: .normal) }
      group.addTask { await connection.abort(at: deadline) }
    }
  }
}

/// One connection of a crew: passes on what happens.
///
/// A class because the connection calls it. `@unchecked Sendable`: touched on the loop only.
private final class ReplayMember: ConnectionOwner, @unchecked Sendable {
  let isBranch: Bool
  weak var connection: WebSocketConnection?
  var player: ScriptPlayer?
  private(set) var ending: Ending?
  private var isStopped = false
  /// Branches that the script asks for; ends with the script.
  let forks: AsyncStream<ScriptFork>
  private let addFork: AsyncStream<ScriptFork>.Continuation

  init(isBranch: Bool) {
    self.isBranch = isBranch
    (forks, addFork) = AsyncStream.makeStream()
  }

  /// The connection is open.
  func begin(
    _ run: ScriptRun, on connection: isolated WebSocketConnection, keepsReplies: Bool,
    _ refusalWords: @escaping @Sendable (SendRefusal) -> String,
    _ objection: (@Sendable (ArraySlice<UInt8>) -> String?)?
  ) {
    let player = ScriptPlayer(
      run, on: connection.loop, refusalWords: refusalWords, tell: { [weak self] news in self?.hear(news) })
    player.objection = objection
    if keepsReplies { player.replies = ReplyRecord() }
    self.player = player
    player.begin(on: connection)
    if isStopped { stop() }
  }

  private func hear(_ news: ScriptPlayer.News) {
    switch news {
    case .forked(let fork): addFork.yield(fork)
    case .finished: addFork.finish()
    }
  }

  /// A connect that is under way is cancelled.
  func stop() {
    isStopped = true
    guard let player else {
      connection?.assumeIsolated { $0.abort() }
      return
    }
    player.change { run, now in run.stop(now: now) }
  }

  func connection(_ connection: isolated WebSocketConnection, delivered batch: borrowing FrameBatch) {
    player?.delivered(batch, on: connection)
  }

  func connectionHasRoom(_ connection: isolated WebSocketConnection) { player?.hasRoom(on: connection) }

  func connection(_ connection: isolated WebSocketConnection, ended ending: Ending) {
    self.ending = ending
    player?.ended(ending, on: connection)
  }
}
