/// Values that a script sets and takes out of messages.
extension ScriptRun {
  /// False where the variables would have more than 256 MiB together; then it stays what it was.
  @discardableResult
  mutating func assign(_ name: String, _ value: [UInt8]) -> Bool {
    let bytes = valueBytes - (values[name]?.count ?? 0) + value.count
    guard bytes <= Self.valueLimit else { return false }
    valueBytes = bytes
    values[name] = value
    return true
  }

  mutating func set(_ index: Int, _ now: UInt64) {
    guard case .set(let all)? = script.detail(of: index) else { return done() }
    for (name, template) in all {
      do throws(ScriptTemplate.Fault) {
        let value = try fill(template, now)
        guard assign(name, value) else { throw .words("the variables have more than 256 MiB", "") }
      } catch {
        return fault(error, index, now)
      }
    }
    done()
  }

  mutating func capture(_ index: Int, _ now: UInt64) {
    guard case .capture(let captures)? = script.detail(of: index) else { return done() }
    done()
    if let missing = take(captures) { fail(index, .notFound(missing), seen: lastMatched, now) }
  }

  /// Returns what was not found.
  mutating func take(_ captures: [ScriptCapture]) -> String? {
    for capture in captures {
      guard let value = capture.value(in: lastMatched ?? []) else { return capture.words }
      guard assign(capture.name, value) else { return "room for ${\(capture.name)}" }
    }
    return nil
  }
}
