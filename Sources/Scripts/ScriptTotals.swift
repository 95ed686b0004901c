/// How much a script does, or a loop in it: steps in all, and nanoseconds; nil where they are too many.
struct ScriptTotals {
  var steps: Int? = 0
  var time: UInt64? = 0

  mutating func add(_ other: ScriptTotals, times: Int = 1, atLeast period: UInt64 = 0) {
    func sum(_ left: Int?, _ right: Int?) -> Int? {
      guard let left, let right else { return nil }
      let (product, isOver) = right.multipliedReportingOverflow(by: times)
      let (total, isAlsoOver) = left.addingReportingOverflow(product)
      return isOver || isAlsoOver ? nil : total
    }
    let otherTime = other.time.map { max($0, times > 1 ? period : 0) }
    time = sum(time.flatMap { Int(exactly: $0) }, otherTime.flatMap { Int(exactly: $0) }).map {
      UInt64($0)
    }
    steps = sum(steps, other.steps)
  }
}
