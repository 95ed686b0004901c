/// Questions put together with and, or and not.
indirect enum FilterExpression: Hashable, Sendable {
  case everything
  case test(FilterTest)
  case not(FilterExpression)
  case all([FilterExpression])
  case any([FilterExpression])

  /// That of its dearest question.
  var cost: Int {
    switch self {
    case .everything: 0
    case .test(let test): test.cost
    case .not(let inner): inner.cost
    case .all(let parts), .any(let parts): parts.map(\.cost).max() ?? 0
    }
  }
}
