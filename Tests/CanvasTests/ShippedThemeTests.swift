import Foundation
import Testing

@testable import Canvas

/// What is promised of every file in `themes/`: readable, and apart.
@Suite struct ShippedThemeTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "themes")
  /// These leave the terminal its own colours, which nobody knows.
  private static let unpainted = ["terminal", "mono"]
  static let painted = [
    "catppuccin-latte", "catppuccin-mocha", "colourblind", "colourblind-light", "dracula", "gruvbox-dark",
    "gruvbox-light", "high-contrast-dark", "high-contrast-light", "nord", "solarized-dark", "solarized-light",
  ]

  private static func file(_ name: String) throws -> Theme {
    let decoder = JSONDecoder()
    decoder.allowsJSON5 = true
    return try decoder.decode(Theme.self, from: Data(contentsOf: folder.appending(path: "\(name).json")))
  }

  private static func theme(_ name: String) throws -> Theme {
    let theme = try file(name)
    return try theme.extends == nil ? theme : theme.over(file("base"))
  }

  /// Foreground and background as they are seen.
  private struct Pair {
    var text: RGB
    var behind: RGB
    var contrast: Double { text.contrast(with: behind) }

    init?(_ style: Style) {
      func seen(_ colour: Colour) -> RGB? {
        switch colour {
        case .default: nil
        case .ansi(let index): RGB(indexed: index)
        case .indexed(let index): RGB(indexed: index)
        case .rgb(let rgb): rgb
        }
      }
      guard let text = seen(style.foreground), let behind = seen(style.background) else { return nil }
      self.text = style.attributes.contains(.reverse) ? behind : text
      self.behind = style.attributes.contains(.reverse) ? text : behind
    }
  }

  private static let lines: Set<Role> = [.border, .borderFocus, .progressDone, .progressRest]

  @Test func `every file of the folder is looked at here`() throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
      .filter { $0.hasSuffix(".json") }.map { String($0.dropLast(5)) }
    #expect(files.sorted() == (Self.painted + Self.unpainted + ["base"]).sorted())
  }

  @Test(arguments: painted + unpainted + ["base"])
  func `a shipped theme is named as its file, says whose it is, and holds nothing unknown`(name: String)
    throws
  {
    let theme = try Self.file(name)
    #expect(theme.name == name)
    #expect(theme.source?.isEmpty == false)
    #expect(theme.license?.isEmpty == false)
    #expect(theme.warnings == [])
  }

  @Test(arguments: painted, [ColourDepth.direct, .palette256])
  func `text has 4.5 to 1, lines have 3, and all has 7 in high contrast`(name: String, depth: ColourDepth)
    throws
  {
    let theme = try Self.theme(name)
    let isHigh = name.hasPrefix("high-contrast")
    for role in Role.allCases {
      let pair = try #require(Pair(theme.style(for: role, colours: depth)), "\(role.name) paints nothing")
      let needed = isHigh ? 7 : Self.lines.contains(role) ? 3 : 4.5
      #expect(pair.contrast >= needed, "\(name) \(role.name) at \(depth)")
    }
  }

  /// By the colours that xterm gives the sixteen; a terminal of eight has a dimmer white.
  @Test(arguments: painted, [ColourDepth.sixteen, .eight])
  func `sixteen colours are readable, eight have 3 to 1`(name: String, depth: ColourDepth) throws {
    let theme = try Self.theme(name)
    for role in Role.allCases {
      let pair = try #require(Pair(theme.style(for: role, colours: depth)), "\(role.name) paints nothing")
      #expect(pair.contrast >= (depth == .sixteen ? 4.5 : 3), "\(name) \(role.name) at \(depth)")
    }
  }

  @Test(arguments: painted, [ColourDepth.direct, .palette256])
  func `the button with the focus has 3 to 1 against what it lies on`(name: String, depth: ColourDepth) throws
  {
    let theme = try Self.theme(name)
    let button = try #require(Pair(theme.style(for: .buttonFocus, colours: depth)))
    let dialog = try #require(Pair(theme.style(for: .dialog, colours: depth)))
    #expect(button.behind.contrast(with: dialog.behind) >= 3)
  }

  @Test(arguments: painted, [ColourDepth.direct, .palette256])
  func `the chosen row, the same without the focus, and the log are apart`(name: String, depth: ColourDepth)
    throws
  {
    let theme = try Self.theme(name)
    let roles: [Role] = [.text, .selection, .selectionUnfocused]
    #expect(Set(roles.map { theme.style(for: $0, colours: depth).background }).count == 3)
    #expect(theme.style(for: .selection, colours: depth).attributes.contains(.bold))
  }

  private static let frames: [(Role, Role)] = [
    (.frameOut, .frameIn), (.frameOut, .frameCloseError), (.frameIn, .frameCloseError),
  ]

  /// CIEDE2000; 20 is another colour to anybody, not another shade.
  @Test(arguments: painted, [ColourDepth.direct, .palette256])
  func `sent, received and error are other colours`(name: String, depth: ColourDepth) throws {
    let theme = try Self.theme(name)
    for (left, right) in Self.frames {
      let one = try #require(Pair(theme.style(for: left, colours: depth))).text
      let other = try #require(Pair(theme.style(for: right, colours: depth))).text
      #expect(
        ColourVision.whole.difference(one, other) >= 20, "\(name) \(left.name) \(right.name) at \(depth)")
    }
  }

  @Test(
    arguments: ["colourblind", "colourblind-light"], [ColourDepth.direct, .palette256])
  func `without one kind of cones, sent, received and error stay 15 apart`(name: String, depth: ColourDepth)
    throws
  {
    let theme = try Self.theme(name)
    for (left, right) in Self.frames {
      let one = try #require(Pair(theme.style(for: left, colours: depth))).text
      let other = try #require(Pair(theme.style(for: right, colours: depth))).text
      for vision in ColourVision.allCases {
        #expect(
          vision.difference(one, other) >= 15, "\(name) \(left.name) \(right.name) at \(depth), \(vision)")
      }
    }
  }

  @Test(arguments: painted + unpainted, ColourDepth.allCases)
  func `at every depth an error and the chosen row are more than a colour`(name: String, depth: ColourDepth)
    throws
  {
    let theme = try Self.theme(name)
    let plain = theme.style(for: .frameIn, colours: depth).attributes
    #expect(theme.style(for: .frameCloseError, colours: depth).attributes != plain)
    #expect(theme.style(for: .selection, colours: depth).attributes != plain)
    #expect(theme.style(for: .escape, colours: depth).attributes.contains(.reverse))
  }

  /// Tables S1 of Sharma, Wu and Dalal: pairs 1, 7 and 25.
  @Test(arguments: [
    ([50, 2.6772, -79.7751], [50, 0, -82.7485], 2.0425), ([50, 0, 0], [50, -1, 2], 2.3669),
    ([60.2574, -34.0099, 36.2677], [60.4626, -34.1751, 39.4387], 1.2644),
  ])
  func `the difference of colours is CIEDE2000`(left: [Double], right: [Double], expected: Double) {
    let one = Lab(lightness: left[0], a: left[1], b: left[2])
    let other = Lab(lightness: right[0], a: right[1], b: right[2])
    #expect(abs(one.difference(other) - expected) < 0.0001)
  }
}
