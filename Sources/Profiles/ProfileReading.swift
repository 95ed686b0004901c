import JSON5

/// What was read of a profile's text: the profile, or all that is wrong with it.
public struct ProfileReading: Sendable {
  /// Nil where there are faults.
  public var profile: Profile?
  /// In the order of the text.
  public var faults: [ProfileFault]
  public var warnings: [ProfileWarning]
}

extension Profile {
  /// 1 MiB.
  public static let mostBytes = 1 << 20

  /// Reads JSON5. Keys that are not known are warned of, and nothing else is passed over.
  public static func read(_ bytes: [UInt8]) -> ProfileReading {
    do throws(JSON5Fault) {
      var reader = ProfileReader(try JSON5Document(bytes))
      let profile = reader.read()
      let faults = reader.values.faults.sorted { $0.place < $1.place }
      return ProfileReading(
        profile: faults.isEmpty ? profile : nil, faults: faults, warnings: reader.values.warnings)
    } catch {
      let place = TextPlace(offset: error.offset, in: bytes)
      return ProfileReading(
        profile: nil, faults: [ProfileFault(.syntax(error.kind), key: "", place: place)], warnings: [])
    }
  }
}
