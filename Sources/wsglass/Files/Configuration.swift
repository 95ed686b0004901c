import Canvas
import JSON5

/// What config.json says: values that are sound, and what was not.
struct Configuration {
  enum Value: Equatable {
    case flag(Bool)
    case word(String)
    case number(Int)
  }

  /// Something in the file that is not used, and where.
  struct Fault: Equatable {
    enum Kind: Equatable {
      case noObject
      case unknown(String, suggestion: String?)
      case wrong(ConfigurationKey)
      /// It should hold other settings: `{"captures": 7}`.
      case noGroup(String)
    }
    var place: TextPlace
    var kind: Kind
  }

  private(set) var values: [ConfigurationKey: Value] = [:]
  private(set) var faults: [Fault] = []

  init() {}

  init(_ file: JSON5Document) {
    guard file.root.members != nil else {
      faults = [Fault(place: file.place(of: file.root), kind: .noObject)]
      return
    }
    take(file.root, of: file, under: "")
  }

  private mutating func take(_ object: JSON5Value, of file: JSON5Document, under path: String) {
    for member in object.members ?? [] {
      let name = path + member.name
      let isGroup = ConfigurationKey.allCases.contains { $0.rawValue.hasPrefix(name + ".") }
      if isGroup, member.value.members != nil {
        take(member.value, of: file, under: name + ".")
      } else if let key = ConfigurationKey(rawValue: name) {
        if let value = Self.value(member.value, of: key.kind) {
          values[key] = value
        } else {
          faults.append(Fault(place: file.place(of: member), kind: .wrong(key)))
        }
      } else if isGroup {
        faults.append(Fault(place: file.place(of: member), kind: .noGroup(name)))
      } else {
        faults.append(
          Fault(place: file.place(of: member), kind: .unknown(name, suggestion: Self.suggestion(name))))
      }
    }
  }

  private static func value(_ value: JSON5Value, of kind: ConfigurationKey.Kind) -> Value? {
    switch kind {
    case .flag: value.bool.map(Value.flag)
    case .choice(let words): value.string.flatMap { words.contains($0) ? .word($0) : nil }
    case .number(let range): value.whole.flatMap { range.contains($0) ? .number($0) : nil }
    case .theme: value.string.flatMap { $0.isEmpty ? nil : .word($0) }
    }
  }

  /// Of whole names, and of groups.
  private static func suggestion(_ name: String) -> String? {
    let groups = ConfigurationKey.allCases.compactMap { key in
      key.rawValue.split(separator: ".").count > 1
        ? key.rawValue.split(separator: ".").first.map(String.init) : nil
    }
    return NearestName.of(name, in: ConfigurationKey.allCases.map(\.rawValue) + groups)
  }

  /// Nil where the file says nothing sound.
  func flag(_ key: ConfigurationKey) -> Bool? {
    if case .flag(let value)? = values[key] { value } else { nil }
  }

  func word(_ key: ConfigurationKey) -> String? {
    if case .word(let value)? = values[key] { value } else { nil }
  }

  func number(_ key: ConfigurationKey) -> Int? {
    if case .number(let value)? = values[key] { value } else { nil }
  }
}
