import Canvas
import FrameLog
import Testing

@testable import InspectorModel

extension InspectorModel {
  var reportPage: Report.Page? {
    if case .report(let report)? = overlay { report.page } else { nil }
  }

  /// All that there is to see of it, but for the words in the hint row.
  fileprivate var appearance: [String] {
    let words: Set = ["keymap", "messages", "notice", "trail"]
    return Mirror(reflecting: self).children.filter { !words.contains($0.label ?? "") }.map {
      String(describing: $0.value)
    } + tabs.map { "\($0.reader?.marks.count ?? 0)" }
  }
}

@Test func `every context has a situation in which its keys can be tried`() {
  #expect(Set(keySituations.map(\.0)) == Set(KeyContext.all))
}

@Test(arguments: KeyContext.all) func `every key of the table does something in every context that it is in`(
  context: KeyContext
) throws {
  let places = try #require(keySituations.first { $0.0 == context }).1
  var screens = places.map { $0.make() }
  for screen in screens { #expect(screen.model.keyContext == context) }
  let before = screens.map(\.model.appearance)
  for binding in Keymap.standard.bindings where binding.contexts.contains(context) {
    for key in binding.keys {
      let works = screens.indices.contains { index in
        var fixture = screens[index]
        let effects = fixture.press(key)
        let orders = effects.filter { if case .startTimer(.notice, _) = $0 { false } else { true } }
        return !orders.isEmpty || fixture.model.appearance != before[index]
      }
      // Marks lie in the log that all copies of a screen share.
      if binding.group == .mark { screens = places.map { $0.make() } }
      #expect(works, "\(key.label): \(binding.command.rawValue)")
    }
  }
}
