/// What references gave. Every way of turning it into text gives a mask.
public struct ProfileSecrets: Sendable, CustomStringConvertible, CustomDebugStringConvertible,
  CustomReflectable
{
  private var values: [SecretReference: [UInt8]] = [:]

  public init() {}

  /// The secret itself; hand it on only to where it is used.
  public subscript(reference: SecretReference) -> [UInt8]? {
    get { values[reference] }
    set { values[reference] = newValue }
  }

  public var references: Set<SecretReference> { Set(values.keys) }

  public var description: String { "\(values.count) secrets" }
  public var debugDescription: String { description }
  /// Without children, so that a dump shows nothing.
  public var customMirror: Mirror { Mirror(self, children: [:]) }
}
