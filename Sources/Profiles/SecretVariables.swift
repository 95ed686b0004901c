public import Secrets

/// Variables that hold secrets: for scripts, which are given those that they use.
extension Profile {
  /// Those of an environment, each with what has to be resolved for it.
  public func secretVariables(in environment: String?) -> [String: [SecretReference]] {
    guard let all = try? variables(in: environment),
      let filler = try? Filler(self, environment: environment, secrets: ProfileSecrets())
    else { return [:] }
    var found: [String: [SecretReference]] = [:]
    for (name, text) in all {
      guard let references = try? filler.references(text, key: name), !references.isEmpty else { continue }
      found[name] = references
    }
    return found
  }

  /// One of them filled in, and what of it nobody should see; nil where something of it is not resolved, or is no text.
  public func secretVariable(
    _ name: String, in environment: String?, _ secrets: ProfileSecrets
  ) -> (text: String, values: [SecretValue])? {
    guard let text = (try? variables(in: environment))?[name],
      var filler = try? Filler(self, environment: environment, secrets: secrets),
      let filled = try? filler.text(text, key: name)
    else { return nil }
    return (filled, filler.known)
  }
}
