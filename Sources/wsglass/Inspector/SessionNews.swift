import Sessions

/// Sessions that changed since the screen last looked: the network loop adds, the screen takes.
typealias SessionNews = WakingNews<Set<SessionID>>

extension WakingNews<Set<SessionID>> {
  convenience init() { self.init([]) }

  func add(_ id: SessionID) { add { $0.insert(id) } }
}
