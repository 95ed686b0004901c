public import Secrets
import WebSocketCore

/// The secrets of a tab: hidden in payloads unless the user asked to see them, and in words always.
public struct TabSecrets: Sendable {
  /// Hides them.
  public internal(set) var mask = SecretMask()
  /// `:secrets show`.
  public internal(set) var areShown = false

  public init() {}

  /// What hides them in payloads now.
  public var payloadMask: SecretMask { areShown ? SecretMask() : mask }
}

extension InspectorModel {
  /// Words of ours, or of a peer, without the secrets of any tab.
  public func masked(_ text: String) -> String {
    knownMasks.reduce(text) { $1.masked($0) }
  }

  /// What is known of a tab stays known when it is closed: its address may be called up again.
  mutating func know(_ mask: SecretMask, ofTab index: Int) {
    tabs[index].secrets.mask = mask
    guard !mask.isEmpty else { return }
    tabs[index].title = mask.masked(tabs[index].title)
    remember(mask)
  }

  /// Hides it wherever words are shown, before there is a tab.
  mutating func remember(_ mask: SecretMask) {
    if !mask.isEmpty { knownMasks = knownMasks.suffix(Self.maskLimit - 1) + [mask] }
  }

  /// 64 tabs; each costs 16 KiB and a look at every line of words.
  private static let maskLimit = 64

  mutating func showSecrets(_ areShown: Bool, _ effects: inout [Effect]) {
    guard !tabs[active].secrets.mask.isEmpty else {
      return say(.info, "this tab has no secrets that are known", &effects)
    }
    tabs[active].secrets.areShown = areShown
    layOutDetail()
    say(.info, areShown ? "secrets are shown; :secrets hide" : "secrets are hidden", &effects)
  }
}

extension TabStatus {
  /// The same without the secrets of the tab.
  func masked(_ mask: SecretMask) -> TabStatus {
    if mask.isEmpty { return self }
    var status = self
    status.url = mask.masked(url)
    status.subprotocol = mask.masked(subprotocol)
    status.outcome = outcome.map { $0.masked(mask) }
    return status
  }
}

extension ConnectionOutcome {
  fileprivate func masked(_ mask: SecretMask) -> ConnectionOutcome {
    switch self {
    case .closed(var closure, let openFor):
      closure.status = closure.status.masked(mask)
      closure.sent = closure.sent.map { $0.masked(mask) }
      closure.received = closure.received.map { $0.masked(mask) }
      return .closed(closure, openFor: openFor)
    case .failed(var report):
      report.what = mask.masked(report.what)
      report.why = report.why.map { mask.masked($0) }
      report.tries = report.tries.map { mask.masked($0) }
      report.responseHead = report.responseHead.map { mask.masked($0) }
      return .failed(report)
    }
  }
}

extension Closure.Status {
  fileprivate func masked(_ mask: SecretMask) -> Closure.Status {
    var status = self
    status.reason = SecretMask.hiding(mask.places(in: reason), of: reason)
    return status
  }
}
