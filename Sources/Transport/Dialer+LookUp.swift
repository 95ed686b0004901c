public import Loop

extension Dialer {
  /// A look-up under way. On its loop only.
  public struct LookUp {
    let work: AddressLookup?
    /// The completion is not called any more.
    public func cancel() { work?.cancel() }
  }

  /// Finds what a dial to `target` would try, in its order, without dialling: for whoever may have but one dial to an
  /// address at a time (RFC 6455 section 4.1). Nil where a proxy looks the name up, so that nobody here knows.
  ///
  /// `completion` is called on the loop once, perhaps before this returns, with the step that it took, if it took one.
  /// Fails as a dial would: `.resolve`, `.noAddress`, `.badHost`, `.timedOut`, `.noResources`.
  public static func lookUp(
    _ target: DialTarget, on loop: EventLoop, deadline: UInt64,
    _ completion: @escaping (Result<[SocketAddress]?, DialError>, DialStep?) -> Void
  ) -> LookUp {
    if let path = target.unixSocket {
      completion(.success([.unix(path: path)]), nil)
      return LookUp(work: nil)
    }
    if target.proxy?.resolvesTarget == true {
      completion(.success(nil), nil)
      return LookUp(work: nil)
    }
    let work = AddressLookup(target.host, target.port, of: target, on: loop) { found, step in
      completion(found.map { $0 }, step)
    }
    work.start(until: deadline)
    return LookUp(work: work)
  }
}
