import Canvas
import Testing

@testable import InspectorModel

private let contexts = KeyContext.all

@Test(arguments: contexts) func `no key means two things in one context`(context: KeyContext) {
  var seen: [Key: Command] = [:]
  for binding in Keymap.standard.bindings where binding.contexts.contains(context) {
    for key in binding.keys {
      #expect(
        seen[key] == nil, "\(key.label) is \(seen[key]?.rawValue ?? "") and \(binding.command.rawValue)")
      seen[key] = binding.command
    }
  }
}

@Test(arguments: contexts) func `every bound key is in the help of its context`(context: KeyContext) {
  let listed = HelpState(context: context).entries(of: .standard)
  for binding in Keymap.standard.bindings where binding.contexts.contains(context) {
    #expect(listed.contains { $0.command == binding.command && $0.keys == binding.keys })
    #expect(!binding.help.isEmpty && binding.help.utf8.count <= 21)
    #expect(!binding.label.isEmpty && binding.label.utf8.count <= 14)
  }
}

@Test func `every command has a key`() {
  for command in Command.allCases {
    #expect(Keymap.standard.bindings.contains { $0.command == command }, "\(command.rawValue)")
  }
}

@Test func `no chord is bound that terminals send as another key`() {
  let same: [Key] = [
    Key("i", .control), Key("m", .control), Key("[", .control), Key("[", .alt), Key("O", .alt),
  ]
  for binding in Keymap.standard.bindings { #expect(binding.keys.allSatisfy { !same.contains($0) }) }
}

@Test(arguments: [KeyContext.log, .detail, .firstRun, .tabList, .marks, .captures, .filterPrompt, .export])
func `no pane is without a way out, to help, and to the next`(context: KeyContext) {
  #expect(Keymap.standard.binding(of: .help, in: context) != nil)
  #expect(Keymap.standard.binding(of: .interrupt, in: context) != nil)
}

@Test func `keys are named as people write them`() {
  #expect(Key("d", .control).label == "^D")
  #expect(Key(.enter, .alt).label == "Alt-Enter")
  #expect(Key(.pageDown, .control).label == "^PgDn")
  #expect(Key(" ").label == "Space")
}

@Test func `numbers fit their columns`() {
  #expect(
    [0, 999, 1000, 1949, 9999, 63_800, 999_999, 1_200_000].map(Figures.size) == [
      "0", "999", "1.0K", "1.9K", "9.9K", "64K", "1.0M", "1.2M",
    ])
  #expect(Figures.bytes(63_800) == "63.8 KB")
  #expect(
    [0, 28_000_000, 1_250_000_000, 184_000_000_000, 7_500_000_000_000].map(Figures.delta) == [
      "<1ms", "+28ms", "+1.2s", "+3m04s", "+2h05m",
    ])
  #expect(Figures.clock(1_795_349_067_250_000_000, offset: 3600) == "13:04:27.250")
  #expect(Figures.clock(-1_000_000, offset: 0) == "23:59:59.999")
  #expect(Figures.duration(723_000_000_000) == "12 m 03 s")
}
