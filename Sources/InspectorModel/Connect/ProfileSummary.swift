public import Profiles

/// Which profile a tab came from, and how its tab is told from others.
public struct ProfileMark: Sendable, Equatable {
  public var name: String
  public var environment: String?
  public var color: ProfileColor?
  /// "PROD"; empty without one.
  public var tag: String

  public init(name: String, environment: String? = nil, color: ProfileColor? = nil, tag: String = "") {
    self.name = name
    self.environment = environment
    self.color = color
    self.tag = tag
  }

  /// "feed", "feed@staging"
  public var title: String { environment.map { "\(name)@\($0)" } ?? name }
}

/// A profile that is to be opened, and in which environment; nil is its own choice.
public struct ProfileChoice: Sendable, Equatable {
  public var name: String
  public var environment: String?

  public init(name: String, environment: String? = nil) {
    self.name = name
    self.environment = environment
  }
}

/// A profile as the picker shows it. Nothing in it is secret.
public struct ProfileSummary: Sendable, Equatable {
  /// In one environment.
  public struct Variant: Sendable, Equatable {
    /// Nil where the profile has none.
    public var environment: String?
    public var address: String
    /// "headers", "Authorization: Bearer ******** (env FEED_TOKEN)"
    public var preview: [Line]

    public init(environment: String? = nil, address: String, preview: [Line] = []) {
      self.environment = environment
      self.address = address
      self.preview = preview
    }
  }

  public struct Line: Sendable, Equatable {
    public var label: String
    public var text: String

    public init(_ label: String, _ text: String) {
      self.label = label
      self.text = text
    }
  }

  public var name: String
  /// The one to begin with first; never empty.
  public var variants: [Variant]
  /// "bearer  deflate", where there is room.
  public var traits: String
  /// Nanoseconds since 1970; nil: never.
  public var used: Int64?
  public var color: ProfileColor?
  /// Why it can't be used, in words.
  public var fault: String?

  public init(
    name: String, variants: [Variant], traits: String = "", used: Int64? = nil, color: ProfileColor? = nil,
    fault: String? = nil
  ) {
    self.name = name
    self.variants = variants.isEmpty ? [Variant(address: "")] : variants
    self.traits = traits
    self.used = used
    self.color = color
    self.fault = fault
  }
}

/// The list of profiles: it gets shorter while one types, and several can be opened at once.
public struct ProfilePicker: Sendable, Equatable {
  public internal(set) var profiles: [ProfileSummary]
  /// Nanoseconds since 1970, when the list was made.
  public let now: Int64
  public internal(set) var find = TextEditor()
  /// Index into `found`.
  public internal(set) var selected = 0
  /// Names.
  public internal(set) var marked: Set<String> = []
  /// Index into the variants of a name; 0 where nothing was chosen.
  var variants: [String: Int] = [:]

  init(_ profiles: [ProfileSummary], now: Int64) {
    self.profiles = profiles
    self.now = now
  }

  /// The best first; of equals those used last, then by name.
  public var found: [ProfileSummary] {
    let words = find.string.lowercased().split(separator: " ").map(String.init)
    let scored = profiles.compactMap { profile in
      Self.score(profile, words).map { (profile, $0) }
    }
    return scored.sorted { left, right in
      if left.1 != right.1 { return left.1 < right.1 }
      // What can't be used comes last.
      if (left.0.fault == nil) != (right.0.fault == nil) { return left.0.fault == nil }
      let used = (left.0.used ?? 0, right.0.used ?? 0)
      return used.0 != used.1 ? used.0 > used.1 : left.0.name < right.0.name
    }.map(\.0)
  }

  public var chosen: ProfileSummary? {
    let found = found
    return found.indices.contains(selected) ? found[selected] : nil
  }

  public func variant(of profile: ProfileSummary) -> ProfileSummary.Variant {
    let index = variants[profile.name] ?? 0
    return profile.variants[profile.variants.indices.contains(index) ? index : 0]
  }

  func choice(of profile: ProfileSummary) -> ProfileChoice {
    ProfileChoice(name: profile.name, environment: variant(of: profile).environment)
  }

  /// Small is good; nil where a word is not in it.
  private static func score(_ profile: ProfileSummary, _ words: [String]) -> Int? {
    let name = profile.name.lowercased()
    var sum = 0
    for word in words {
      if name.hasPrefix(word) {
        continue
      } else if name.contains(word) {
        sum += 1
      } else if isSubsequence(word, of: name) {
        sum += 2
      } else if profile.variants.contains(where: { $0.address.lowercased().contains(word) }) {
        sum += 3
      } else {
        return nil
      }
    }
    return sum
  }

  private static func isSubsequence(_ word: String, of text: String) -> Bool {
    var rest = Substring(text).unicodeScalars
    for scalar in word.unicodeScalars {
      guard let index = rest.firstIndex(of: scalar) else { return false }
      rest = rest[rest.index(after: index)...]
    }
    return true
  }
}
