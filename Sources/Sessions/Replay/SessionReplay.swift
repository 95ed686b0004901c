import Loop
public import Scripts
public import WebSocketClient
import WebSocketCore

/// Scripts that are played to a session's open connection, into its log.
extension ConnectionStore {
  /// Plays a script to the session's connection, in place of one that is played there already; nil where it is not open.
  /// `makeRun` gets monotonic and wall time, `tell` is called on the loop.
  public func play(
    _ id: SessionID, refusalWords: @escaping @Sendable (SendRefusal) -> String,
    objection: ((ArraySlice<UInt8>) -> String?)?, tell: @escaping (ScriptPlayer.News) -> Void,
    _ makeRun: (UInt64, Int64) -> ScriptRun
  ) -> ScriptPlayer? {
    guard let session = session(id), case .open = session.status.phase, let connection = session.connection
    else { return nil }
    let now = loop.now()
    session.player?.abandon()
    let player = ScriptPlayer(
      makeRun(now, Int64(truncatingIfNeeded: now) &+ WallClock.offset()), on: loop,
      refusalWords: refusalWords,
      tell: tell)
    player.objection = objection
    session.player = player
    session.replayedRow = nil
    connection.assumeIsolated { player.begin(on: $0) }
    return player
  }

  /// The script that is played there, or was played last, and the number of the frame that it sent last.
  public func replay(_ id: SessionID) -> (player: ScriptPlayer, row: Int?)? {
    guard let session = session(id), let player = session.player else { return nil }
    return (player, session.replayedRow)
  }
}
