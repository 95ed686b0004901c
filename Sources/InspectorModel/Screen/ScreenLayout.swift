/// How the user arranged the screen; the next start takes it over.
public struct ScreenLayout: Sendable, Equatable {
  /// Which columns the log shows, beyond what the width says.
  public var columns = ColumnChoice()
  /// What the TIME column of a new tab counts; never from a mark, which is gone by the next start.
  public var time = TimeMode.local
  public var hidesPings = false
  public var detailMode = DetailMode.pretty
  public var wraps = true
  public var isDetailRight = false
  /// Of the detail, per cent of the height, or of the width at the right.
  public var detailShare = standardShare
  /// Two tabs stand side by side where there are two.
  public var isSplit = false

  public static let standardShare = 40
  public static let shares = 20...80

  public init() {}
}

extension InspectorModel {
  /// At the start, before there are tabs: `standard` is what config.json says.
  public mutating func begin(with layout: ScreenLayout, standard: ScreenLayout) {
    self.layout = layout
    standardLayout = standard
    splitsSecondTab = layout.isSplit
  }

  /// `:reset-layout`
  mutating func resetLayout(_ effects: inout [Effect]) {
    layout = standardLayout
    split = nil
    splitsSecondTab = false
    for index in tabs.indices {
      dress(&tabs[index])
      tabs[index].detail?.mode = layout.detailMode
      tabs[index].detail?.wraps = layout.wraps
    }
    layOutDetail()
    keepCursorVisible()
    effects.append(.resetLayout)
    say(.info, "the layout is as it was before anything was changed", &effects)
  }

  /// A new tab looks like the ones before.
  func dress(_ tab: inout Tab) {
    tab.view.timeMode = layout.time
    tab.view.hidesPings = layout.hidesPings
    tab.detailMode = layout.detailMode
  }

  /// The second tab stands beside the first, where two were side by side before.
  mutating func splitSecondTab() {
    guard splitsSecondTab, tabs.count == 2 else { return }
    splitsSecondTab = false
    split = SplitTabs(left: tabs[0].id, right: tabs[1].id)
  }
}
