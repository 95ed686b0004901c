import JSONBytes

/// Steps that are kept as JSON, and compiled again where a script has more of them than are kept compiled.
extension StepReader {
  private static let percentiles: [ScriptWord: Int] = [.p50: 50, .p95: 95, .p99: 99]

  mutating func expect(_ fields: StepFields) -> ExpectDetail {
    var detail = ExpectDetail(
      conditions: fields.kind == .expect
        ? conditions(fields.value) : condition(fields.value, .never).map { [$0] } ?? [],
      within: patience)
    detail.words = String(decoding: document.raw(fields.value).prefix(1024), as: UTF8.self)
    for (word, value) in fields.values {
      switch word {
      case .within: detail.within = duration(value, word) ?? patience
      case .next: detail.isNext = flag(value, word)
      case .soft: detail.isSoft = flag(value, word)
      case .capture: detail.captures = captures(value)
      case .name: detail.name = text(value, word) ?? ""
      default:
        if let percentile = Self.percentiles[word], let limit = duration(value, word) {
          detail.thresholds.append(ScriptExpectation.Threshold(percentile: percentile, limit: limit))
        }
      }
    }
    return detail
  }

  mutating func values(_ value: Int) -> [(name: String, value: ScriptTemplate)] {
    guard document.kind(of: value) == .object, !document.members(of: value).isEmpty else {
      wrong(.set, value)
      return []
    }
    guard isShort(value) else { return [] }
    var all: [(String, ScriptTemplate)] = []
    for key in document.members(of: value) {
      let template =
        document.kind(of: key + 1) == .text ? template(key + 1) : jsonTemplate(key + 1, mayBeOpen: false)
      if let name = name(key), let template { all.append((name, template)) }
    }
    return all
  }

  /// What a step that is kept as JSON does; its faults were told when the script was read.
  mutating func detail(_ fields: StepFields) -> StepDetail? {
    switch fields.kind {
    case .expect: .expect(expect(fields))
    case .never: .never(expect(fields))
    case .capture: .capture(captures(fields.value))
    case .set: .set(values(fields.value))
    default: nil
    }
  }
}
