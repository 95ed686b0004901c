import FrameLog

/// Finds the connections in a log: where one begins, where it ends, what is known of it.
struct ConnectionTrack {
  /// What a record means for the connections around it; in this order.
  struct Turn: Equatable {
    var endsBefore = false
    var begins = false
    /// A connect failed: there is something to tell, but no connection.
    var fails = false
    var endsAfter = false
  }

  /// Of the connection in hand, as far as known.
  private(set) var facts: ConnectionFacts?
  private(set) var isOpen = false
  /// The next facts are of another connection.
  private var isOver = true

  /// Where `endsBefore`, `facts` already are the new connection's: the old one's are to be taken before.
  mutating func take(_ record: LogRecord, facts new: ConnectionFacts?) -> Turn {
    guard record.kind == .note else {
      if isOpen { return Turn() }
      begin(nil)
      return Turn(begins: true)
    }
    switch record.note {
    case .connecting, .reconnect:
      let turn = Turn(endsBefore: isOpen)
      if isOpen { end() }
      know(new)
      return turn
    case .opened:
      let turn = Turn(endsBefore: isOpen, begins: true)
      if isOpen { end() }
      begin(new)
      return turn
    case .closed, .failed:
      know(new)
      let turn = isOpen ? Turn(endsAfter: true) : Turn(fails: record.note == .failed)
      end()
      return turn
    case .information, .none, .gap:
      know(new)
      return Turn()
    }
  }

  private mutating func begin(_ new: ConnectionFacts?) {
    know(new)
    if isOver { facts = new }
    isOpen = true
    isOver = false
  }

  private mutating func end() {
    isOpen = false
    isOver = true
  }

  private mutating func know(_ new: ConnectionFacts?) {
    guard let new else { return }
    facts = isOver ? new : facts?.completed(by: new) ?? new
    isOver = false
  }
}

extension ConnectionFacts {
  /// What is told later counts; what isn't told again stays.
  func completed(by later: ConnectionFacts) -> ConnectionFacts {
    var all = later
    if all.url.isEmpty { all.url = url }
    if all.peer.isEmpty { all.peer = peer }
    if all.local.isEmpty { all.local = local }
    if all.steps.isEmpty { all.steps = steps }
    all.request = all.request ?? request
    all.response = all.response ?? response
    all.subprotocol = all.subprotocol ?? subprotocol
    all.extensions = all.extensions ?? extensions
    all.tls = all.tls ?? tls
    all.close = all.close ?? close
    all.failure = all.failure ?? failure
    return all
  }
}
