import Glibc
import Transport

/// What went wrong below WebSocket, in words.
enum StreamWords {
  static func describe(_ error: StreamError) -> String {
    switch error {
    case .system(let number): errnoWords(number)
    case .tls(let error): "TLS: \(TLSWords(error).what)"
    case .closed: "the server closed the connection"
    }
  }

  static func errnoWords(_ number: Int32) -> String {
    switch number {
    case ECONNREFUSED: "connection refused: nothing listens there"
    case ECONNRESET: "reset by the server"
    case ETIMEDOUT: "timed out: no answer"
    case ENETUNREACH: "network unreachable"
    case EHOSTUNREACH: "host unreachable"
    case EPIPE: "the server had closed already"
    case EMFILE, ENFILE: "too many open files"
    case EACCES: "permission denied"
    case ENOENT: "no such file"
    default: String(cString: strerror(number))
    }
  }
}

enum ListenWords {
  static func why(_ error: ListenError) -> String {
    switch error {
    case .badHost(let host): "\(host) is no address of this machine; use an IP literal or localhost"
    case .system(let number): number == EADDRINUSE ? "the port is taken" : StreamWords.errnoWords(number)
    case .tls(let error): TLSWords(error).what
    }
  }
}
