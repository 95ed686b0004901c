import InspectorModel
import ProfileFiles
import Profiles
import Sessions

/// A profile with everything resolved: what `record`, `replay` and the screen connect with.
struct OpenedProfile: Sendable {
  let name: String
  /// The one that was used.
  let environment: String?
  let settings: ConnectionSettings
  /// With its secrets: for connecting, never for the eye.
  let address: String
  let color: ProfileColor?
  let tag: String
  /// A script that is to be run when it opens: its file.
  let script: String?
  let snippets: [ProfileField]
  /// Those that hold no secret, for drafts.
  let variables: [String: String]
  /// As it stands in its file, and what its references gave: for resolving anew, and for saving without secrets.
  let profile: Profile
  let secrets: ProfileSecrets

  var mark: ProfileMark { ProfileMark(name: name, environment: environment, color: color, tag: tag) }

  func target() throws(Complaint) -> SessionTarget { try settings.target(for: address) }
}

/// From a name to something that can be connected with, step by step: what asks and what waits is the caller's.
enum ProfileOpening {
  /// All at once, for commands without a screen: asks at the terminal, waits for programs.
  static func open(_ name: String, _ arguments: Arguments) throws(Complaint) -> OpenedProfile {
    let profile = try load(name)
    let environment = arguments.value(.env)
    var secrets = ProfileSecrets()
    let references = try references(of: profile, name, environment)
    for reference in references {
      guard case .ask(let question) = reference else { continue }
      secrets[reference] = try TerminalQuestion.ask(ProfileWords.question(question, profile: name))
    }
    try resolve(references, of: name, into: &secrets)
    return try open(profile, name, environment, secrets, arguments)
  }

  static func load(_ name: String) throws(Complaint) -> Profile {
    let folder = ProfilePlaces.folder
    let stored: StoredProfile
    do throws(ProfileFileError) {
      stored = try folder.load(name)
    } catch {
      throw ProfileWords.complaint(error, name: name, others: folder.names())
    }
    guard let profile = stored.reading.profile else { throw ProfileWords.complaint(stored) }
    return profile
  }

  /// What has to be resolved; what has to be asked is among it.
  static func references(of profile: Profile, _ name: String, _ environment: String?)
    throws(Complaint) -> [SecretReference]
  {
    do throws(FilledProfile.Fault) {
      return try profile.references(in: environment)
    } catch {
      throw ProfileWords.complaint(error, name: name)
    }
  }

  /// May take seconds, where programs are to be run.
  static func resolve(_ references: [SecretReference], of name: String, into secrets: inout ProfileSecrets)
    throws(Complaint)
  {
    do throws(SecretError) {
      try ProfilePlaces.resolver.resolve(references, into: &secrets)
    } catch {
      throw ProfileWords.complaint(error, name: name)
    }
  }

  /// What the command line says goes before what the profile says.
  static func open(
    _ profile: Profile, _ name: String, _ environment: String?, _ secrets: ProfileSecrets,
    _ arguments: Arguments
  ) throws(Complaint) -> OpenedProfile {
    let filled: FilledProfile
    do throws(FilledProfile.Fault) {
      filled = try FilledProfile(profile, environment: environment, secrets: secrets)
    } catch {
      throw ProfileWords.complaint(error, name: name)
    }
    let opened = OpenedProfile(
      name: name, environment: filled.environment,
      settings: try ConnectionSettings(filled, name: name, arguments), address: filled.url,
      color: profile.color, tag: profile.tag ?? "", script: Self.script(profile),
      snippets: profile.snippets, variables: profile.plainVariables(in: filled.environment),
      profile: profile, secrets: secrets)
    // A wrong address is told now, not when it is too late.
    _ = try opened.target()
    return opened
  }

  private static func script(_ profile: Profile) -> String? {
    if case .script(let path)? = profile.onOpen { ProfilePlaces.file(path) } else { nil }
  }
}
