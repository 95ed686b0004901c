import JSON5

/// The values of a profile's document, each taken as its key's kind in the table says, and all that does not fit.
struct ProfileValues {
  private let document: JSON5Document
  private(set) var faults: [ProfileFault] = []
  private(set) var warnings: [ProfileWarning] = []

  init(_ document: JSON5Document) { self.document = document }

  var root: JSON5Value { document.root }

  // MARK: Places

  func value(_ path: String) -> JSON5Value? {
    var value: JSON5Value? = document.root
    for name in path.split(separator: ".") { value = value?[String(name)] }
    return value
  }

  mutating func add(_ kind: ProfileFault.Kind, _ key: String, _ value: JSON5Value?) {
    let place = document.place(value?.range.lowerBound ?? 0)
    faults.append(ProfileFault(kind, key: key, place: place))
  }

  mutating func warn(of object: JSON5Value, under parent: String) {
    let known = ProfileKey.names(under: parent)
    for member in object.members ?? [] where !known.contains(member.name) {
      warnings.append(
        ProfileWarning(
          key: parent.isEmpty ? member.name : "\(parent).\(member.name)", known: known,
          place: document.place(member.nameRange.lowerBound)))
    }
  }

  /// Nil where there is nothing, or `null`.
  func given(_ path: String) -> JSON5Value? {
    guard let value = value(path), !value.isNull else { return nil }
    return value
  }

  mutating func wrong(_ path: String, _ value: JSON5Value) {
    add(.wrongKind(ProfileKey.named(path)?.kind ?? .text), path, value)
  }

  /// At a name instead of its value.
  mutating func addBadName(_ member: JSON5Value.Member, _ key: String) {
    faults.append(
      ProfileFault(.badName(member.name), key: key, place: document.place(member.nameRange.lowerBound)))
  }

  // MARK: Values

  mutating func text(_ path: String) -> String? {
    guard let value = given(path) else { return nil }
    guard let text = value.string else {
      wrong(path, value)
      return nil
    }
    guard !text.isEmpty else {
      add(.empty, path, value)
      return nil
    }
    guard !text.utf8.contains(0) else {
      wrong(path, value)
      return nil
    }
    return text
  }

  mutating func template(_ path: String) -> String? {
    guard let text = text(path), let value = given(path) else { return nil }
    check(template: text, path, value)
    return text
  }

  @discardableResult
  mutating func check(template text: String, _ path: String, _ value: JSON5Value) -> Template? {
    do throws(Template.Fault) {
      return try Template(text)
    } catch {
      // Where the text has no escapes, its bytes are those of the file.
      let isPlain = value.range.count == text.utf8.count + 2
      let offset = value.range.lowerBound + (isPlain ? 1 + error.offset : 0)
      faults.append(ProfileFault(.template(error.kind), key: path, place: document.place(offset)))
      return nil
    }
  }

  mutating func texts(_ path: String) -> [String] { list(path).map(\.text) }

  mutating func templates(_ path: String) -> [String] {
    list(path).map { text, value in
      check(template: text, path, value)
      return text
    }
  }

  /// One alone counts as a list of one.
  mutating func list(_ path: String) -> [(text: String, value: JSON5Value)] {
    guard let value = given(path) else { return [] }
    var list: [(String, JSON5Value)] = []
    for element in value.elements ?? [value] {
      if let text = element.string, !text.isEmpty {
        list.append((text, element))
      } else {
        wrong(path, element)
      }
    }
    return list
  }

  mutating func flag(_ path: String) -> Bool? {
    guard let value = given(path) else { return nil }
    if value.bool == nil { wrong(path, value) }
    return value.bool
  }

  mutating func number(_ path: String) -> Double? {
    guard let value = given(path) else { return nil }
    guard let number = value.number else {
      wrong(path, value)
      return nil
    }
    guard case .number(let range)? = ProfileKey.named(path)?.kind else { return number }
    guard range.contains(number) else {
      add(.outOfRange(range), path, value)
      return nil
    }
    return number
  }

  mutating func word(_ path: String) -> String? {
    guard let value = given(path) else { return nil }
    guard case .word(let known)? = ProfileKey.named(path)?.kind, let word = value.text else {
      wrong(path, value)
      return nil
    }
    guard known.contains(word) else {
      add(.unknownWord(word, known: known), path, value)
      return nil
    }
    return word
  }

  /// True where it is an object, whose unknown keys are warned of.
  @discardableResult
  mutating func group(_ path: String, mayBeFlag: Bool = false, mayBeNumber: Bool = false) -> Bool {
    guard let value = given(path) else { return false }
    if value.members != nil {
      warn(of: value, under: path)
      return true
    }
    if !(mayBeFlag && value.bool != nil), !(mayBeNumber && value.number != nil) { wrong(path, value) }
    return false
  }
}
