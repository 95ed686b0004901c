import Loop
import Transport
import WebSocketServer

/// The embedded demo server, on a port of the loopback that the kernel chooses.
enum DemoHost {
  /// What `wsglass demo` opens.
  static let tabs = [("/echo", "echo"), ("/ticker", "ticker"), ("/fragments", "fragments")]

  struct Running {
    let server: DemoServer
    /// "ws://127.0.0.1:40001"
    let base: String
    func stop() { server.stop() }
  }

  static func start(_ arguments: Arguments? = nil, on loop: EventLoop) throws(Complaint) -> Running {
    let (host, port) = try address(arguments?.value(.listen) ?? "127.0.0.1:0")
    var tls: TLSServerSettings?
    if let certificate = arguments?.value(.cert) {
      guard let key = arguments?.value(.key) else {
        throw Complaint(code: .usage, what: "--cert needs --key", advice: ["--cert cert.pem --key key.pem"])
      }
      tls = TLSServerSettings(certificateFile: certificate, keyFile: key)
    }
    do throws(ListenError) {
      let server = try DemoServer(host: host, port: port, tls: tls, on: loop)
      server.start()
      return Running(server: server, base: "\(tls == nil ? "ws" : "wss")://\(server.address)")
    } catch {
      throw Complaint(
        code: .failed, what: "can't listen on \(host):\(port)", why: [ListenWords.why(error)],
        advice: ["--listen 127.0.0.1:0 takes any free port"])
    }
  }

  private static func address(_ text: String) throws(Complaint) -> (String, UInt16) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count >= 2, let last = parts.last, let port = UInt16(last) else {
      throw Complaint(
        code: .usage, what: "--listen \(text): not HOST:PORT", advice: ["--listen 127.0.0.1:8080"])
    }
    let host = parts.dropLast().joined(separator: ":")
    return (host.hasPrefix("[") && host.hasSuffix("]") ? String(host.dropFirst().dropLast()) : host, port)
  }
}
