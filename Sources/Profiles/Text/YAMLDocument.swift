public import JSON5

/// The part of YAML that other programs write their collections in: mappings and lists by indentation, quoted, plain and
/// block scalars, `{}` and `[]`. Anchors, aliases, tags and several documents are refused with their place.
///
/// It gives the same values as JSON5, so that one importer reads both.
public struct YAMLDocument: Sendable {
  public let root: JSON5Value

  public init(_ bytes: [UInt8]) throws(JSON5Fault) {
    guard String(validating: bytes, as: UTF8.self) != nil else { throw JSON5Fault(.notText, at: 0) }
    var reader = YAMLReader(bytes)
    root = try reader.document()
  }
}
