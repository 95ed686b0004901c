/// The environments of a collection of Bruno's: `environments/NAME.bru` of the folder that is imported, each with a block
/// `vars`, and the names of its secrets in `vars:secret`, whose values Bruno keeps elsewhere.
enum BrunoEnvironments {
  static func take(
    _ files: [ImportFile], of request: ImportFile, to profile: inout Profile, _ leftovers: inout [Leftover]
  ) throws(ImportFault) {
    for file in files where isOne(file, of: request) {
      let bruno = try BrunoFile(file)
      let name = ProfileName.made(from: file.stem)
      guard TemplateName.isName(name.utf8), !profile.environments.contains(where: { $0.name == name }) else {
        leftovers.append(Leftover("environment \(file.stem.prefix(60))", .unsupported))
        continue
      }
      // A request's own variables go before an environment's.
      var taken = Set(profile.variables.map(\.name))
      var fields: [ProfileField] = []
      for line in bruno["vars"]?.lines ?? [] {
        let what = "variable \(line.name.prefix(60)) of \(name)"
        if line.isOff {
          leftovers.append(Leftover(what, .disabled))
        } else if TemplateName.isName(line.name.utf8) {
          guard taken.insert(line.name).inserted else { continue }
          fields.append(ProfileField(line.name, Profile.template(line.value)))
        } else {
          leftovers.append(Leftover(what, .unsupported))
        }
      }
      for line in bruno["vars:secret"]?.lines ?? [] where !line.name.hasPrefix("~") {
        guard TemplateName.isName(line.name.utf8), taken.insert(line.name).inserted else { continue }
        fields.append(ProfileField(line.name, "${ask:\(line.name) of \(name)}"))
      }
      profile.environments.append(Profile.Environment(name, fields))
    }
  }

  /// Of the collection that the request belongs to: several may be imported at once.
  private static func isOne(_ file: ImportFile, of request: ImportFile) -> Bool {
    let parts = file.path.split(separator: "/", omittingEmptySubsequences: false)
    guard file.path.hasSuffix(".bru"), parts.count > 1, parts[parts.count - 2] == "environments" else {
      return false
    }
    return request.path.hasPrefix(parts.dropLast(2).map { $0 + "/" }.joined())
  }
}
