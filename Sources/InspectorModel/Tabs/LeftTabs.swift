/// A tab as it is kept while the program runs, so that it can be opened again should the program not come to its end.
/// Nothing in it is secret.
public struct LeftTab: Sendable, Equatable, Codable {
  /// For the eye.
  public var title: String
  /// Nil for a profile's tab, and for an address with a secret in it, which is never written.
  public var address: String?
  public var profile: String?
  public var environment: String?

  public init(title: String, address: String? = nil, profile: String? = nil, environment: String? = nil) {
    self.title = title
    self.address = address
    self.profile = profile
    self.environment = environment
  }

  var canBeOpened: Bool { address != nil || profile != nil }
}

extension InspectorModel {
  /// 100: more would only be opened by mistake.
  static let mostLeftTabs = 100

  /// The connections that are open or were; captures that are only read are found in their list.
  public var tabsToKeep: [LeftTab] {
    tabs.filter { !$0.isReadOnly }.prefix(Self.mostLeftTabs).map { tab in
      let title = masked(tab.title)
      if let profile = tab.profile {
        return LeftTab(title: title, profile: profile.name, environment: profile.environment)
      }
      return LeftTab(title: title, address: mayBeKept(tab.address) ? tab.address : nil)
    }
  }

  /// Asked only on the first screen: whoever does something already is not disturbed.
  mutating func offerLeftTabs(_ left: [LeftTab], _ effects: inout [Effect]) {
    let usable = left.filter(\.canBeOpened).prefix(Self.mostLeftTabs)
    guard !usable.isEmpty, tabs.isEmpty, overlay == nil else { return }
    let names = usable.prefix(3).map(\.title).joined(separator: ", ") + (usable.count > 3 ? "..." : "")
    overlay = .confirm(
      Confirmation(
        .restore(Array(usable)),
        question: "The last run was cut off. Restore \(Figures.plural(usable.count, "tab")): \(names)?"))
  }

  mutating func restore(_ left: [LeftTab], _ effects: inout [Effect]) {
    let profiles = left.compactMap { tab in
      tab.profile.map { ProfileChoice(name: $0, environment: tab.environment) }
    }
    for tab in left {
      if tab.profile == nil, let address = tab.address {
        openTab(address, title: nil, activates: tabs.isEmpty, &effects)
      }
    }
    if !profiles.isEmpty { effects.append(.openProfiles(profiles)) }
  }
}
