extension Profile {
  /// The variables of an environment that hold no secret, filled in: what may be shown and put into drafts.
  public func plainVariables(in environment: String?) -> [String: String] {
    guard let all = try? variables(in: environment),
      let filler = try? Filler(self, environment: environment, secrets: ProfileSecrets())
    else { return [:] }
    var plain: [String: String] = [:]
    for (name, text) in all {
      guard let filled = filler.withoutVariables(text), let literal = (try? Template(filled))?.literalText
      else {
        continue
      }
      plain[name] = literal
    }
    return plain
  }
}
