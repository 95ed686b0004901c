import InspectorModel
import Profiles
import Sessions

/// Profiles on screen.
extension Inspector {
  /// Opens a tab for a profile that is resolved.
  func give(_ profile: OpenedProfile) {
    give(profile.address, title: profile.name, settings: profile.settings)
  }
}
