import ProfileFiles
import Profiles

/// Writes profiles, with each secret that stands in one as it is in a file of its own.
enum ProfileSaving {
  struct Saved {
    let path: String
    /// "headers.Authorization in ../secrets/feed.authorization"
    let secrets: [String]
    /// What is still wrong with it, in words.
    let faults: [String]
  }

  static func check(_ name: String) throws(Complaint) {
    do throws(ProfileName.Fault) {
      try ProfileName.check(name, reserved: ProfilePlaces.reserved)
    } catch {
      throw ProfileWords.complaint(.badName(name, error), name: name)
    }
  }

  /// What an editor begins with.
  static func create(_ name: String) throws(Complaint) {
    let text = """
      {
        // wsglass man profile | man -l - tells all that can stand here.
        "url": "wss://${host}/path",
        // "headers": {"Authorization": "Bearer ${env:TOKEN}"},
        // "subprotocols": ["v12.stomp"],
        "environments": {
          "dev": {"host": "localhost:8080"}
        },
        "environment": "dev"
      }

      """
    try check(name)
    do throws(ProfileFileError) {
      try ProfilePlaces.folder.save(name, Array(text.utf8))
    } catch {
      throw ProfileWords.complaint(error, name: name)
    }
  }

  /// The file as it is, with its comments; files of secrets serve both.
  static func duplicate(_ name: String, as copy: String) throws(Complaint) {
    try check(copy)
    do throws(ProfileFileError) {
      let folder = ProfilePlaces.folder
      try folder.save(copy, try folder.load(name).bytes)
    } catch {
      throw ProfileWords.complaint(error, name: copy)
    }
  }

  /// A new one, unless `overwrites`.
  static func save(_ profile: Profile, as name: String, overwrites: Bool) throws(Complaint) -> Saved {
    let folder = ProfilePlaces.folder
    if !overwrites, folder.has(name) {
      throw ProfileWords.complaint(.exists(folder.path(of: name)), name: name)
    }
    return try write(profile, as: name) { profile throws(ProfileFileError) in
      try folder.save(name, profile.written, overwrites: overwrites)
    }
  }

  /// Over one that is there: comments, what is not known and the keys of `keeping` stay.
  static func save(_ profile: Profile, over name: String, keeping kept: Set<String>) throws(Complaint)
    -> Saved
  {
    let folder = ProfilePlaces.folder
    return try write(profile, as: name) { profile throws(ProfileFileError) in
      try folder.update(name) { stored throws(ProfileFileError) in
        // A file that can't be read can't be changed in place; it is replaced.
        (try? profile.written(over: stored.bytes, keeping: kept)) ?? profile.written
      }
    }
  }

  private static func write(
    _ profile: Profile, as name: String, _ save: (Profile) throws(ProfileFileError) -> Void
  ) throws(Complaint) -> Saved {
    let folder = ProfilePlaces.folder
    var written: [(literal: LiteralSecret, reference: SecretReference)] = []
    do throws(ProfileFileError) {
      var failure: ProfileFileError?
      var safe = profile
      safe.takeSecrets { literal in
        // The same value once.
        if let known = written.first(where: { $0.literal.value == literal.value }) {
          return known.reference.text
        }
        do throws(ProfileFileError) {
          let reference = try folder.saveSecret(literal.value, for: name, named: literal.name)
          written.append((literal, reference))
          return reference.text
        } catch {
          failure = failure ?? error
          return ""
        }
      }
      if let failure { throw failure }
      try save(safe)
      let reading = Profile.read(safe.written)
      return Saved(
        path: folder.path(of: name),
        secrets: written.map { "\($0.literal.key) is in \(ProfilePlaces.file(path(of: $0.reference)))" },
        faults: reading.faults.map { ProfileWords.describe($0, in: name) })
    } catch {
      // Without its profile, a secret lies there for nobody.
      for (_, reference) in written { folder.discard(reference) }
      throw ProfileWords.complaint(error, name: name)
    }
  }

  private static func path(of reference: SecretReference) -> String {
    if case .file(let path) = reference { path } else { "" }
  }
}
