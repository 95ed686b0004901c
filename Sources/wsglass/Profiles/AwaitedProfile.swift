import InspectorModel
import Profiles

/// A profile on its way to a tab: what was asked for, and what is known of it so far.
struct AwaitedProfile: Sendable {
  enum Purpose: Sendable { case connecting, editing }

  let choice: ProfileChoice
  let purpose: Purpose
  var profile: Profile?
  var references: [SecretReference] = []
  var secrets = ProfileSecrets()
  /// With everything resolved.
  var opened: OpenedProfile?

  init(_ choice: ProfileChoice, for purpose: Purpose) {
    self.choice = choice
    self.purpose = purpose
  }

  /// Of one that was opened at once.
  init(_ opened: OpenedProfile) {
    self.init(ProfileChoice(name: opened.name, environment: opened.environment), for: .connecting)
    profile = opened.profile
    references = Array(opened.secrets.references)
    secrets = opened.secrets
    self.opened = opened
  }

  /// The next thing that only the user knows.
  var question: SecretReference? {
    references.first { reference in
      if case .ask = reference { return secrets[reference] == nil }
      return false
    }
  }
}

/// A tab that a profile opened.
struct ProfileTab: Sendable {
  let awaited: AwaitedProfile
  let opened: OpenedProfile
  /// The dialog has changed how it connects.
  var isChanged = false
  /// What was noted of it last.
  var outcome = ""
}
