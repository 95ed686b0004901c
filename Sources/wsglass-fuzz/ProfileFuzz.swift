import JSON5
import Profiles

/// A profile's text is read or told of by place, what is written reads the same, and no import traps; whatever is
/// imported can be written as a profile.
enum ProfileFuzz {
  static func play(_ bytes: [UInt8]) {
    let lines = bytes.count { $0 == 0x0A } + 1
    let reading = Profile.read(bytes)
    precondition((reading.profile == nil) != reading.faults.isEmpty, "a profile, or faults")
    for fault in reading.faults {
      precondition((1...lines).contains(fault.place.line), "a fault lies in the text")
    }
    if let profile = reading.profile { check(profile, over: bytes) }
    guard let found = try? ProfileImport.read([ImportFile(path: "a/b.yaml", bytes: bytes)]) else { return }
    for imported in found { check(imported.profile, over: nil) }
  }

  private static func check(_ profile: Profile, over bytes: [UInt8]?) {
    let again = Profile.read(profile.written)
    if bytes != nil { precondition(again.profile == profile, "what is written reads the same") }
    if let bytes, let edited = try? profile.written(over: bytes) {
      precondition(Profile.read(edited).profile == profile, "what is changed in place reads the same")
    }
    var hidden = profile
    hidden.takeSecrets { _ in "********" }
    if let references = try? profile.references() {
      var secrets = ProfileSecrets()
      for reference in references { secrets[reference] = Array("a b&c".utf8) }
      _ = try? FilledProfile(profile, secrets: secrets)
    }
  }
}
