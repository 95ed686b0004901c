import WebSocketCore

/// `--tolerate`: framing rules that are not held against the server.
enum ToleranceOption {
  static let names: [(name: String, rule: Tolerance)] = [
    ("masked", .maskedFrames), ("non-minimal", .nonMinimalLength),
  ]

  static func rules(_ texts: [String]) throws(Complaint) -> Tolerance {
    var rules: Tolerance = []
    for text in texts {
      for word in text.split(separator: ",", omittingEmptySubsequences: false) {
        guard let known = names.first(where: { $0.name == word }) else {
          throw Complaint(
            code: .usage, what: "--tolerate \(text): not a rule that can be tolerated: \(word)",
            why: ["these can: \(names.map(\.name).joined(separator: ", "))"],
            advice: ["--tolerate non-minimal,masked"])
        }
        rules.insert(known.rule)
      }
    }
    return rules
  }

  /// "masked, non-minimal".
  static func words(_ rules: Tolerance) -> String {
    names.filter { rules.contains($0.rule) }.map(\.name).joined(separator: ", ")
  }
}
