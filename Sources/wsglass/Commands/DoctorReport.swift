/// What the doctor found: a line for each thing, and what to do where something is amiss.
struct DoctorReport {
  struct Line: Equatable {
    var name: String
    var value: String
    /// What to try; nil where all is well.
    var advice: String?
  }

  private(set) var lines: [Line] = []

  var isWell: Bool { lines.allSatisfy { $0.advice == nil } }

  mutating func add(_ name: String, _ value: String, advice: String? = nil) {
    lines.append(Line(name: name, value: value, advice: advice))
  }

  /// For the terminal; what comes from files and the environment is not written as it is.
  func write() {
    for line in lines {
      let pad = String(repeating: " ", count: max(1, 12 - line.name.count))
      writeLine(safe("\(line.advice == nil ? "ok  " : "!!  ")\(line.name)\(pad)\(line.value)"))
      if let advice = line.advice { writeLine(safe("      try: \(advice)")) }
    }
  }
}
