/// A secret that is looked for wherever it may be, in each of its forms.
public struct SecretValue: Sendable, Equatable {
  /// Shorter ones are found in what is none.
  public static let shortest = 4

  public let name: String
  public let bytes: [UInt8]

  public init(name: String, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
  }
}
