import Formats
import Sessions
import WebSocketClient
import WebSocketCore

/// The secrets that a connection was given, so that an export can take them out wherever they turn up.
enum KnownSecrets {
  /// 6 bytes: a shorter one of these would be found in much that is none.
  private static let shortest = 6

  static func values(of target: SessionTarget) -> [Redactor.Value] {
    let request = target.request
    var values: [Redactor.Value] = []
    for field in request.headers where Redactor.isSecret(name: field.name) {
      values += parts(of: field).map { Redactor.Value(name: field.name, bytes: $0) }
    }
    if let userinfo = request.url.userinfo {
      values.append(Redactor.Value(name: "password", bytes: userinfo.password))
    }
    values += Redactor.secrets(inTarget: request.url.requestTarget, subprotocols: request.protocols)
    return values.filter { $0.bytes.count >= shortest }
  }

  /// What follows the scheme of an Authorization, and the values of cookies: what is secret in them.
  private static func parts(of field: HeaderField) -> [[UInt8]] {
    if field.isNamed("Cookie") {
      return field.value.split(separator: UInt8(ascii: ";")).compactMap { pair in
        pair.firstIndex(of: UInt8(ascii: "=")).map { Array(pair[($0 + 1)...]) }
      }
    }
    guard let blank = field.value.firstIndex(of: UInt8(ascii: " ")) else { return [field.value] }
    return [Array(field.value[(blank + 1)...])]
  }
}
