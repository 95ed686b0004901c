/// Where a dial is, with what has to be let go when it ends there.
enum DialStage {
  case idle
  case resolving(AddressLookup)
  case connecting(ConnectRace)
  case securingProxy(ByteStream, since: UInt64)
  case talking(ProxyExchange, since: UInt64)
  case securing(ByteStream, since: UInt64)
  case finished

  var phase: DialPhase {
    switch self {
    case .idle, .resolving: .resolving
    case .connecting: .connecting
    case .securingProxy: .proxyTLS
    case .talking: .proxy
    case .securing, .finished: .tls
    }
  }

  /// Closes what is open and stops what goes on. Returns the steps that end here.
  func letGo(_ outcome: DialStep.Outcome, at now: UInt64) -> [DialStep] {
    func step(_ kind: DialStep.Kind, since start: UInt64) -> [DialStep] {
      [DialStep(kind: kind, start: start, end: now, outcome: outcome)]
    }
    switch self {
    case .idle, .finished: return []
    case .resolving(let lookup): return lookup.cancel().map { [$0] } ?? []
    case .connecting(let race):
      race.cancel()
      return race.steps
    case .securingProxy(let stream, let start):
      stream.close()
      return step(.proxyTLS, since: start)
    case .talking(let exchange, let start):
      exchange.cancel()
      return step(.proxy, since: start)
    case .securing(let stream, let start):
      stream.close()
      return step(.tls, since: start)
    }
  }
}
