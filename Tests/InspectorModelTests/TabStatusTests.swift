import Testing

@testable import InspectorModel

@Test(arguments: [
  ("wss://feed.example.com/v2", "feed.example.com/v2"), ("ws://h", "h"), ("capture of h", "capture of h"),
  // A tag, a mark and a joiner that would make one character with the slash before them.
  ("ws://\u{E0041}h", "\u{E0041}h"), ("ws://\u{301}h", "\u{301}h"), ("wss://\u{200D}h", "\u{200D}h"),
])
func `the host is the address without its scheme, to the scalar`(url: String, host: String) {
  let shown = TabStatus(phase: .open, url: url).host
  #expect(Array(shown.unicodeScalars) == Array(host.unicodeScalars))
}
