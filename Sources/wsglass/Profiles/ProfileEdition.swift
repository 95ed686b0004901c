import Profiles

/// A connection as a profile that is to be saved. Of the profile that it was opened by, what nobody has changed stays as it
/// stands there: references, variables.
struct ProfileEdition {
  var profile: Profile
  /// Keys that stay as they are in a file that is written over.
  var kept: Set<String>

  /// An empty `script` is none.
  init(_ settings: ConnectionSettings, address: String, script: String, from known: OpenedProfile?)
    throws(Complaint)
  {
    profile = try Profile(settings, address: address)
    kept = Profile.ownKeys
    if let known {
      let before = try Profile(known.settings, address: known.address)
      profile = known.profile.taking(
        profile.restoringReferences(known.secrets), where: before.restoringReferences(known.secrets))
      kept = []
    }
    if script != (known?.script ?? "") {
      profile.onOpen = Profile.absolute(script.isEmpty ? nil : UserPath.resolved(script)).map { .script($0) }
      kept.remove("onopen")
    }
  }
}
