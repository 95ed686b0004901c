import Foundation
import Testing

@testable import Canvas

struct ThemeTests {
  private func theme(_ json: String) throws -> Theme {
    try JSONDecoder().decode(Theme.self, from: Data(json.utf8))
  }

  private func error(_ json: String) -> ThemeError? {
    do {
      _ = try theme(json)
      return nil
    } catch { return error as? ThemeError }
  }

  private let sample = """
    { "format": 1, "name": "sample", "variant": "dark", "license": "MIT",
      "palette": { "bg": "#282828", "fg": {"hex":"#ebdbb2","x256":187,"ansi":"white"}, "green": "x256:142" },
      "roles": { "text": {"fg":"fg","bg":"bg"}, "frame": {"fg":"green"}, "frame.in": {"fg":"bright-red"},
                 "selection": {"bg":"#504945","attr":["bold"]}, "nonsense": {}, "frame.inn": {} },
      "mono": { "frame.out": ["bold"] } }
    """

  @Test func `a role falls back by dots and takes what is missing from text`() throws {
    let theme = try theme(sample)
    #expect(
      theme.style(for: .frameCloseError, colours: .palette256)
        == Style(foreground: .indexed(142), background: .indexed(235)))
    #expect(
      theme.style(for: .selection, colours: .palette256)
        == Style(foreground: .indexed(187), background: .indexed(239), attributes: .bold))
    #expect(theme.style(for: .text, colours: .direct).foreground == .rgb(RGB(hex: "#ebdbb2")!))
    #expect(theme.style(for: .text, colours: .sixteen).foreground == .ansi(7))
    #expect(theme.style(for: .frameIn, colours: .sixteen).foreground == .ansi(9))
    #expect(
      theme.style(for: .frameIn, colours: .eight)
        == Style(foreground: .ansi(1), background: .ansi(0), attributes: .bold))
    #expect(theme.style(for: .frameOut, colours: .mono) == Style(attributes: .bold))
    #expect(theme.style(for: .selection, colours: .mono) == Style(attributes: .reverse))
  }

  @Test func `unknown roles warn and are no error`() throws {
    #expect(
      try theme(sample).warnings == [
        .unknownRole(path: "roles.\"frame.inn\"", suggestion: "frame.in"),
        .unknownRole(path: "roles.nonsense", suggestion: nil),
      ])
  }

  @Test func `errors name the place and guess what was meant`() {
    #expect(
      error(##"{"format":1,"name":"x","palette":{"green":"#0f0"},"roles":{"frame.in":{"fg":"gren"}}}"##)
        == .unknownColour(path: "roles.\"frame.in\".fg", value: "gren", suggestion: "green"))
    #expect(
      error(##"{"format":1,"name":"x","palette":{"a":"#12345"}}"##)
        == .unknownColour(path: "palette.a", value: "#12345", suggestion: nil))
    #expect(
      error(#"{"format":1,"name":"x","roles":{"text":{"attr":["bald"]}}}"#)
        == .unknownAttribute(path: "roles.text.attr", value: "bald", suggestion: "bold"))
    #expect(error(#"{"format":2,"name":"x"}"#) == .unknownFormat(2))
    #expect(error(#"{"format":1}"#) == .malformed(path: "name", expected: "a value"))
    #expect(
      error(#"{"format":1,"name":"x","roles":{"text":{"fg":7}}}"#)
        == .malformed(path: "roles.text.fg", expected: "a string"))
  }

  @Test func `a theme stands on the one that it extends`() throws {
    let base = try theme(sample)
    let top = try theme(#"{"format":1,"name":"top","extends":"sample","roles":{"frame.in":{"fg":"blue"}}}"#)
    let whole = try top.over(base)
    #expect(whole.name == "top")
    #expect(whole.style(for: .frameIn, colours: .sixteen).foreground == .ansi(4))
    #expect(whole.style(for: .frameOut, colours: .palette256).foreground == .indexed(142))
  }

  @Test func `a palette alone is a theme`() throws {
    let base = try theme(
      ##"{"format":1,"name":"base","variant":"dark","palette":{"sent":"#f00"},"roles":{"frame.out":{"fg":"sent"}}}"##
    )
    let top = try theme(##"{"format":1,"name":"top","extends":"base","palette":{"sent":"#00f"}}"##)
    #expect(
      try top.over(base).style(for: .frameOut, colours: .direct).foreground == .rgb(RGB(hex: "#0000ff")!))
    #expect(try top.over(base).variant == .dark)
    let faulty = try theme(#"{"format":1,"name":"x","extends":"base","roles":{"mark":{"fg":"snt"}}}"#)
    #expect(throws: ThemeError.unknownColour(path: "roles.mark.fg", value: "snt", suggestion: "sent")) {
      try faulty.over(base)
    }
  }

  @Test func `keys that mean nothing warn, and a colour that is none is an error`() throws {
    let odd = try theme(#"{"format":1,"name":"x","colours":{},"roles":{"mark":{"bgg":"red"}}}"#)
    #expect(
      odd.warnings == [
        .unknownField(path: "roles.mark.bgg", suggestion: "bg"),
        .unknownField(path: "colours", suggestion: nil),
      ])
    #expect(
      error(#"{"format":1,"name":"x","palette":{"a":{"hex":"red"}}}"#)
        == .malformed(path: "palette.a.hex", expected: "#rgb or #rrggbb"))
    #expect(
      error(##"{"format":1,"name":"x","palette":{"a":{"ansi":"#fff"}}}"##)
        == .malformed(path: "palette.a.ansi", expected: "a name as red or bright-red"))
  }

  @Test func `escapes are reversed whatever the theme says`() throws {
    for depth in ColourDepth.allCases {
      #expect(try theme(sample).style(for: .escape, colours: depth).attributes.contains(.reverse))
      #expect(Theme.plain.style(for: .escapeInvalid, colours: depth).attributes.contains(.reverse))
    }
  }

  @Test(arguments: [("#ff0000", 196), ("#808080", 244), ("#000000", 16), ("#fff", 231), ("#5f87af", 67)])
  func `the nearest of 256`(hex: String, index: UInt8) {
    #expect(RGB(hex: hex)?.nearest256() == index)
  }

  @Test func `the nearest of 256 stays readable`() throws {
    let theme = try theme(
      ##"{"format":1,"name":"x","roles":{"text":{"fg":"#8a97bd","bg":"#282a36"}}}"##)
    let style = theme.style(for: .text, colours: .palette256)
    guard case (.indexed(let text), .indexed(let behind)) = (style.foreground, style.background) else {
      Issue.record("not of the 256")
      return
    }
    let muted = try #require(RGB(hex: "#8a97bd"))
    #expect(RGB(indexed: muted.nearest256()).contrast(with: RGB(indexed: behind)) < 4.5)
    #expect(RGB(indexed: text).contrast(with: RGB(indexed: behind)) >= 4.5)
  }

  @Test func `contrast is WCAG's`() throws {
    let black = try #require(RGB(hex: "#000"))
    let white = try #require(RGB(hex: "#fff"))
    #expect(abs(black.contrast(with: white) - 21) < 0.01)
    let grey = try #require(RGB(hex: "#767676"))
    #expect(abs(grey.contrast(with: white) - 4.54) < 0.02)
  }

  @Test(arguments: ["terminal", "mono"])
  func `the shipped themes load, and name every role that they name rightly`(name: String) throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let theme = try JSONDecoder().decode(
      Theme.self, from: Data(contentsOf: root.appending(path: "themes/\(name).json")))
    #expect(theme.name == name)
    #expect(theme.warnings == [])
    for depth in ColourDepth.allCases {
      // Never colour alone, never a painted background: the user's own stays.
      for role in Role.allCases { #expect(theme.style(for: role, colours: depth).background == .default) }
      #expect(theme.style(for: .selection, colours: depth).attributes.contains(.reverse))
    }
    let sent = theme.style(for: .frameOut, colours: .sixteen)
    #expect(sent != theme.style(for: .frameIn, colours: .sixteen))
    #expect(sent != theme.style(for: .frameCloseError, colours: .sixteen))
  }

  @Test func `role names are unique and come back`() {
    #expect(Set(Role.allCases.map(\.name)).count == Role.allCases.count)
    for role in Role.allCases { #expect(Role(name: role.name) == role) }
    #expect(Role.frameCloseError.name == "frame.close.error")
    #expect(Role.muted.name == "text.muted")
  }
}
