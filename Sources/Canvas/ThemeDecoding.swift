extension Theme: Decodable {
  private enum Field: String, CodingKey, CaseIterable {
    case format, name, variant, extends, source, license, palette, roles, mono, glyphs
  }

  /// Throws `ThemeError`; a decoder's own complaint becomes one with the path.
  public init(from decoder: any Decoder) throws {
    do {
      try self.init(fields: decoder.container(keyedBy: Field.self))
      let known = Field.allCases.map(\.rawValue)
      for key in try decoder.unknownKeys(besides: known) {
        warnings.append(.unknownField(path: key, suggestion: NearestName.of(key, in: known)))
      }
    } catch let error as DecodingError {
      throw ThemeError(error)
    }
  }

  private init(fields: KeyedDecodingContainer<Field>) throws {
    let format = try fields.decode(Int.self, forKey: .format)
    guard format == 1 else { throw ThemeError.unknownFormat(format) }
    let palette = try fields.decodeIfPresent([String: PaletteColour].self, forKey: .palette) ?? [:]
    let roles = try fields.decodeIfPresent([String: RawEntry].self, forKey: .roles) ?? [:]
    let mono = try fields.decodeIfPresent([String: [String]].self, forKey: .mono) ?? [:]
    self.init(
      name: try fields.decode(String.self, forKey: .name),
      variant: try fields.decodeIfPresent(Variant.self, forKey: .variant) ?? .any,
      extends: try fields.decodeIfPresent(String.self, forKey: .extends),
      source: try fields.decodeIfPresent(String.self, forKey: .source),
      license: try fields.decodeIfPresent(String.self, forKey: .license),
      glyphs: try fields.decodeIfPresent(Glyphs.self, forKey: .glyphs) ?? .auto,
      warnings: [], palette: palette.mapValues(\.colour), mono: [:])
    for (name, raw) in roles.sorted(by: { $0.key < $1.key }) {
      let path = ThemePath("roles", name)
      warnUnlessKnown(name, path)
      for key in raw.unknownKeys {
        let suggestion = NearestName.of(key, in: RawEntry.names)
        warnings.append(.unknownField(path: path.adding(key).description, suggestion: suggestion))
      }
      entries[name] = Entry(
        foreground: raw.fg, background: raw.bg,
        attributes: try Style.Attributes(names: raw.attr ?? [], path.adding("attr")))
    }
    for (name, attributes) in mono.sorted(by: { $0.key < $1.key }) {
      let path = ThemePath("mono", name)
      warnUnlessKnown(name, path)
      self.mono[name] = try Style.Attributes(names: attributes, path)
    }
    // A name that is not here may be in the palette of the theme below.
    if extends == nil { try resolve() }
  }

  private mutating func warnUnlessKnown(_ name: String, _ path: ThemePath) {
    let known = Role.allCases.map(\.name)
    // A group, as "frame", is no role of its own but others fall back to it.
    if known.contains(where: { Theme.chain($0).contains(name) }) { return }
    warnings.append(.unknownRole(path: path.description, suggestion: NearestName.of(name, in: known)))
  }
}

/// A colour of the palette: one literal, or one for each kind of terminal.
private struct PaletteColour: Decodable {
  var colour: ThemeColour

  private enum Field: String, CodingKey { case hex, x256, ansi }

  init(from decoder: any Decoder) throws {
    if let literal = try? decoder.singleValueContainer().decode(String.self) {
      colour = try Self.parse(literal, ThemePath(decoder.codingPath))
      return
    }
    let fields = try decoder.container(keyedBy: Field.self)
    colour = ThemeColour(x256: try fields.decodeIfPresent(UInt8.self, forKey: .x256))
    let path = ThemePath(decoder.codingPath)
    if let hex = try fields.decodeIfPresent(String.self, forKey: .hex) {
      guard let rgb = RGB(hex: hex) else {
        throw ThemeError.malformed(path: path.adding("hex").description, expected: "#rgb or #rrggbb")
      }
      colour.rgb = rgb
    }
    if let ansi = try fields.decodeIfPresent(String.self, forKey: .ansi) {
      guard let index = try Self.parse(ansi, path.adding("ansi")).ansi else {
        throw ThemeError.malformed(
          path: path.adding("ansi").description, expected: "a name as red or bright-red")
      }
      colour.ansi = index
    }
    if colour == .default { throw ThemeError.malformed(path: path.description, expected: "a colour") }
  }

  private static func parse(_ literal: String, _ path: ThemePath) throws(ThemeError) -> ThemeColour {
    if let colour = ThemeColour(literal: literal) { return colour }
    throw .unknownColour(
      path: path.description, value: literal, suggestion: NearestName.of(literal, in: ThemeColour.ansiNames))
  }
}

private struct RawEntry: Decodable {
  var fg: String?
  var bg: String?
  var attr: [String]?
  var unknownKeys: [String]

  static let names = ["fg", "bg", "attr"]
  private enum Field: String, CodingKey { case fg, bg, attr }

  init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: Field.self)
    fg = try fields.decodeIfPresent(String.self, forKey: .fg)
    bg = try fields.decodeIfPresent(String.self, forKey: .bg)
    attr = try fields.decodeIfPresent([String].self, forKey: .attr)
    unknownKeys = try decoder.unknownKeys(besides: Self.names)
  }
}

/// Any key of an object.
private struct AnyField: CodingKey {
  var stringValue: String
  var intValue: Int? { nil }
  init?(stringValue: String) { self.stringValue = stringValue }
  init?(intValue: Int) { nil }
}

extension Decoder {
  fileprivate func unknownKeys(besides known: [String]) throws -> [String] {
    try container(keyedBy: AnyField.self).allKeys.map(\.stringValue).filter { !known.contains($0) }.sorted()
  }
}

extension Style.Attributes {
  private static let names: [(String, Style.Attributes)] = [
    ("bold", .bold), ("dim", .dim), ("italic", .italic), ("underline", .underline), ("reverse", .reverse),
  ]

  fileprivate init(names: [String], _ path: ThemePath) throws(ThemeError) {
    self = []
    for name in names {
      guard let attribute = Self.names.first(where: { $0.0 == name })?.1 else {
        throw .unknownAttribute(
          path: path.description, value: name, suggestion: NearestName.of(name, in: Self.names.map(\.0)))
      }
      insert(attribute)
    }
  }
}

extension ThemeError {
  fileprivate init(_ error: DecodingError) {
    switch error {
    case .keyNotFound(let key, let context):
      self = .malformed(path: ThemePath(context.codingPath + [key]).description, expected: "a value")
    case .typeMismatch(let type, let context), .valueNotFound(let type, let context):
      self = .malformed(path: ThemePath(context.codingPath).description, expected: Self.words(for: type))
    case .dataCorrupted(let context):
      self = .malformed(path: ThemePath(context.codingPath).description, expected: context.debugDescription)
    @unknown default:
      self = .malformed(path: "", expected: "a theme")
    }
  }

  private static func words(for type: Any.Type) -> String {
    if type == String.self { return "a string" }
    if type == Int.self || type == UInt8.self { return "a number" }
    if type is [Any].Type || type == [String].self { return "a list" }
    return "an object"
  }
}
