import Transport

extension DialError {
  /// Another dial may succeed without anybody having changed a setting or a certificate.
  var mayPass: Bool {
    switch self {
    case .timedOut, .resolve, .connect, .noResources: true
    case .cancelled, .noAddress, .unixPathTooLong, .badHost: false
    case .tls(let error, _): error.mayPass
    case .proxy(let error): error.mayPass
    }
  }
}

extension TLSError {
  fileprivate var mayPass: Bool {
    switch self {
    case .closedEarly, .other: true
    default: false
    }
  }
}

extension ProxyError {
  fileprivate var mayPass: Bool {
    switch self {
    case .refused(let refusal): refusal.status >= 500 || [408, 425, 429].contains(refusal.status)
    case .socks(let reply): reply != .notAllowed && reply != .commandNotSupported
    case .closed, .stream: true
    case .tls(let error): error.mayPass
    case .authenticationRequired, .noAcceptableMethod, .methodNotOffered, .credentialsRefused, .malformed,
      .cannotAsk:
      false
    }
  }
}
