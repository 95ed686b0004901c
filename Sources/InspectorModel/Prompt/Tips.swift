import Canvas
import FrameFilter
import FrameLog

/// What a new user may not know yet, said at the moment when it is of use; each once, however often the program is started.
public enum Tip: String, Sendable, CaseIterable {
  case terminal, paused, tabs, detail, search, marks, filter, fragments, resend
  /// The first three clicks, because terminals differ in what they leave to the mouse.
  case mouse1, mouse2, mouse3
}

/// Which tips were given, and when the next one may come.
public struct Tips: Sendable {
  /// Given in this run or in one before.
  public internal(set) var given: Set<Tip> = []
  /// `:tips off`, kept from run to run.
  public internal(set) var isOff = false
  /// The first of a run says how to be rid of them.
  var hasBegun = false
  /// Monotonic nanoseconds before which the hint row is left alone.
  var quietUntil: UInt64?

  /// 10 s: who has just started wants to see the keys.
  static let startQuiet: UInt64 = 10_000_000_000
  /// 30 s: one thing at a time.
  static let pause: UInt64 = 30_000_000_000
  /// Milliseconds; longer than other words, since nobody asked for it.
  static let stay = 8000
  /// Frames from which a filter is of use.
  static let manyFrames = 200

  public init() {}

  /// A line of the history: a tip that was given, or whether there are any.
  mutating func take(_ line: String) {
    switch line {
    case "off": isOff = true
    case "on": isOff = false
    default: Tip(rawValue: line).map { _ = given.insert($0) }
    }
  }
}

extension InspectorModel {
  /// After each message: at most one tip, where nothing else is said or asked.
  mutating func offerTip(after message: Message, now: UInt64, _ effects: inout [Effect]) {
    guard var tips, !tips.isOff, notice == nil, overlay == nil else { return }
    let quietUntil = tips.quietUntil ?? now &+ Tips.startQuiet
    tips.quietUntil = quietUntil
    self.tips = tips
    guard
      let tip = isTerminalTipDue
        ? .terminal
        : tabs.isEmpty ? nil : Self.isClick(message) ? mouseTip : now >= quietUntil ? fittingTip : nil,
      let words = words(of: tip)
    else { return }
    say(.info, "tip: \(words)\(tips.hasBegun ? "" : "  (:tips off)")", &effects)
    effects.append(.startTimer(.notice, milliseconds: Tips.stay))
    self.tips?.hasBegun = true
    self.tips?.quietUntil = now &+ Tips.pause
    remember(.tip, tip.rawValue, &effects)
  }

  mutating func turnTips(on isOn: Bool, _ effects: inout [Effect]) {
    if tips == nil { tips = Tips() }
    remember(.tip, isOn ? "on" : "off", &effects)
    say(.info, isOn ? "tips are shown, each once" : "no more tips; :tips on shows the rest", &effects)
  }

  private static func isClick(_ message: Message) -> Bool {
    if case .input(.mouse(let mouse)) = message { mouse.action == .press && mouse.button == 0 } else { false }
  }

  /// It holds for the first screen too, and waits for nothing.
  private var isTerminalTipDue: Bool { !terminal.advice.isEmpty && tips?.given.contains(.terminal) == false }

  private var mouseTip: Tip? {
    [.mouse1, .mouse2, .mouse3].first { tips?.given.contains($0) == false }
  }

  /// The first that was not given yet and is of use now.
  private var fittingTip: Tip? {
    Tip.allCases.first { tips?.given.contains($0) == false && fits($0) }
  }

  private func fits(_ tip: Tip) -> Bool {
    guard let tab = activeTab else { return false }
    switch tip {
    case .paused:
      guard case .paused(_, let since) = tab.view.position else { return false }
      return tab.range.upperBound > since && tab.detail == nil
    case .tabs: return tabs.count > 1 && tab.unread == 0 && tabs.contains { $0.unread > 0 }
    case .detail: return focus == .detail && tab.detail?.folds == true
    case .search: return search?.tab == tab.id && (search?.matches?.count ?? 0) > 1
    case .marks: return (tab.reader?.marks.count ?? 0) > 0
    case .filter: return tab.filter == nil && tab.range.count >= Tips.manyFrames
    case .fragments:
      guard focus == .log, let row = tab.view.cursor, !row.isFragment,
        !tab.view.unfolded.contains(row.sequence),
        let record = tab.reader?.record(row.sequence)
      else { return false }
      return record.isFrame && record.fragmentIndex == 1
    case .resend: return focus == .log && !tab.composer.history.isEmpty && !tab.isReadOnly
    case .terminal, .mouse1, .mouse2, .mouse3: return false
    }
  }

  /// With the keys in force; nil where one of them has none.
  func words(of tip: Tip) -> String? {
    func key(_ command: Command, in context: KeyContext = .log) -> String? {
      keymap.binding(of: command, in: context)?.keys.first?.label
    }
    switch tip {
    case .terminal: return terminal.advice
    case .paused:
      guard let follow = key(.follow) else { return nil }
      return "the log stays where you are; \(follow) follows the newest again"
    case .tabs:
      guard let next = key(.tabNext), let previous = key(.tabPrevious), let list = key(.tabList) else {
        return nil
      }
      return "\(previous) and \(next) go through tabs, \(list) lists them, :split shows two"
    case .detail:
      guard let copy = key(.copy, in: .detail), let down = key(.otherDown, in: .detail),
        let up = key(.otherUp, in: .detail)
      else { return nil }
      return "\(copy) copies the value at the cursor, \(down) and \(up) change frames"
    case .search:
      guard let next = key(.searchNext), let previous = key(.searchPrevious) else { return nil }
      return "\(next) and \(previous) go from hit to hit"
    case .marks:
      guard let next = key(.markNext), let previous = key(.markPrevious), let list = key(.markList) else {
        return nil
      }
      return "\(next) and \(previous) go from mark to mark, \(list) lists them"
    case .filter:
      guard let filter = key(.filterOpen) else { return nil }
      return "\(filter) shows only what matches, as in op:text json.type=ticker"
    case .fragments:
      guard let right = key(.right), let left = key(.left) else { return nil }
      return "\(right) shows the fragments of this message, \(left) folds them"
    case .resend:
      guard let edit = key(.editAndResend) else { return nil }
      return "\(edit) takes a row into compose, to send it again"
    case .mouse1, .mouse2, .mouse3:
      guard let mouse = key(.mouse) else { return nil }
      return "Shift-drag selects, Shift-middle pastes, \(mouse): mouse off"
    }
  }
}
