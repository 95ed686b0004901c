import WebSocketCore

/// Messages that came and that no expectation has taken yet.
struct ScriptInbox: Sendable {
  struct Entry: Sendable {
    var opcode: Opcode
    var direction: Direction
    var payload: [UInt8]
    /// Monotonic nanoseconds.
    var time: UInt64
  }

  private var entries: [Entry] = []
  private var head = 0
  private var bytes = 0
  /// Went because too much waited.
  private(set) var dropped = 0

  var count: Int { entries.count - head }

  /// 0 is the one that waits longest.
  subscript(index: Int) -> Entry { entries[head + index] }

  /// Returns how many had to go from the front.
  mutating func append(_ entry: Entry) -> Int {
    entries.append(entry)
    bytes += entry.payload.count
    var gone = 0
    while count > ScriptRun.inboxLimit.messages || bytes > ScriptRun.inboxLimit.bytes && count > 1 {
      removeFirst(1)
      gone += 1
    }
    dropped += gone
    return gone
  }

  mutating func removeFirst(_ number: Int) {
    let number = min(number, count)
    for index in head..<head + number {
      bytes -= entries[index].payload.count
      entries[index].payload = []
    }
    head += number
    // Seldom, so that it costs little each time.
    if head > 64, head * 2 > entries.count {
      entries.removeFirst(head)
      head = 0
    }
  }

  mutating func remove(at index: Int) {
    bytes -= entries[head + index].payload.count
    entries.remove(at: head + index)
  }
}
