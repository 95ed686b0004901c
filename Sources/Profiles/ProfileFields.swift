import JSON5

/// Names with texts: headers, variables, snippets.
extension ProfileValues {
  /// Names with texts; of headers also a list of "Name: value".
  mutating func fields(_ path: String, areHeaders: Bool = false, areTemplates: Bool = true)
    -> [ProfileField]
  {
    guard let value = given(path) else { return [] }
    if areHeaders, let elements = value.elements { return headerLines(elements) }
    guard value.members != nil else {
      wrong(path, value)
      return []
    }
    return fields(of: value, path, areHeaders: areHeaders, areTemplates: areTemplates)
  }

  mutating func fields(
    of object: JSON5Value, _ path: String, areHeaders: Bool, areTemplates: Bool
  ) -> [ProfileField] {
    var fields: [ProfileField] = []
    for member in object.members ?? [] {
      let key = "\(path).\(member.name)"
      // A header may come more than once.
      let values = areHeaders ? member.value.elements ?? [member.value] : [member.value]
      for value in values {
        guard let text = value.string ?? (areHeaders ? nil : value.text) else {
          add(.wrongKind(areTemplates ? .template : .text), key, value)
          continue
        }
        if areHeaders { checkHeader(member.name, text, key, member.value) }
        if !areHeaders, areTemplates, !TemplateName.isName(member.name.utf8) {
          addBadName(member, key)
        }
        if areTemplates { check(template: text, key, value) }
        fields.append(ProfileField(member.name, text))
      }
    }
    return fields
  }

  private mutating func headerLines(_ elements: [JSON5Value]) -> [ProfileField] {
    var fields: [ProfileField] = []
    for element in elements {
      guard let line = element.string, let (name, value) = line.components(around: ":") else {
        add(.badHeader, "headers", element)
        continue
      }
      let field = ProfileField(name, value.trimmed)
      checkHeader(field.name, field.value, "headers", element)
      check(template: field.value, "headers.\(name)", element)
      fields.append(field)
    }
    return fields
  }

  private mutating func checkHeader(_ name: String, _ value: String, _ key: String, _ place: JSON5Value) {
    if !ProfileField.isHeader(name, value) {
      add(.badHeader, key, place)
    }
  }
}
