import Canvas
import FrameLog
import Secrets

/// A capture on disk, as the list shows it.
public struct CaptureSummary: Sendable, Equatable {
  /// How the runtime finds it again.
  public var id: String
  /// The host or the tab's title.
  public var name: String
  /// Nanoseconds since 1970 of its newest record.
  public var time: Int64
  public var frames: Int
  public var bytes: Int
  /// A program is writing it now.
  public var isLive: Bool

  public init(id: String, name: String, time: Int64, frames: Int, bytes: Int, isLive: Bool = false) {
    self.id = id
    self.name = name
    self.time = time
    self.frames = frames
    self.bytes = bytes
    self.isLive = isLive
  }
}

/// The list of captures.
public struct CapturePicker: Sendable, Equatable {
  public let captures: [CaptureSummary]
  public var selected = 0
}

/// Opening what was recorded before.
extension InspectorModel {
  mutating func showCaptures(_ captures: [CaptureSummary], _ effects: inout [Effect]) {
    guard !captures.isEmpty else {
      say(.info, "no captures yet: every connection makes one", &effects)
      return
    }
    let captures = captures.map { capture in
      var capture = capture
      capture.name = masked(capture.name)
      return capture
    }
    if overlay == nil { overlay = .captures(CapturePicker(captures: captures)) }
  }

  mutating func answer(_ picker: CapturePicker, _ command: Command, _ effects: inout [Effect]) {
    var picker = picker
    if let selected = moved(picker.selected, in: picker.captures.count, by: command) {
      picker.selected = selected
      overlay = .captures(picker)
      return
    }
    switch command {
    case .accept:
      overlay = nil
      if picker.captures.indices.contains(picker.selected) {
        effects.append(.openCapture(picker.captures[picker.selected]))
      }
    default: overlay = nil
    }
  }

  /// A tab without a connection, on a log of the past.
  mutating func openCapture(_ title: String, _ details: String, _ reader: LogReader, _ mask: SecretMask) {
    let id = TabID(rawValue: nextTab)
    nextTab += 1
    var tab = Tab(id: id, title: title, address: "", status: TabStatus(phase: .capture, url: details))
    dress(&tab)
    tab.takeLog(reader)
    tabs.append(tab)
    splitSecondTab()
    know(mask, ofTab: tabs.count - 1)
    activate(tabs.count - 1)
    if focus == .compose { focus = .log }
  }
}
