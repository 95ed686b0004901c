/// Who is called for which registration. A slot's generation grows with each use, so an event that was queued for
/// an earlier owner of the same slot or descriptor finds nobody.
struct WatchTable {
  struct Entry {
    var generation: UInt32 = 0
    var descriptor: Int32 = -1
    var interest: IOInterest = []
    var handler: (any IOHandler)?
    /// Where the handler is; it is kept by the entry.
    var address: UnsafeRawPointer?
    /// What else its events touch.
    var memory = UnsafeRawBufferPointer(start: nil, count: 0)
  }

  /// Bytes that the processor loads at once, on all machines that this runs on.
  private static let cacheLine = 64

  private var entries: [Entry] = []
  private var free: [UInt32] = []

  init() {}

  mutating func insert(_ descriptor: Int32, _ interest: IOInterest, _ handler: any IOHandler) -> Watch {
    let slot: UInt32
    if let reused = free.popLast() {
      slot = reused
    } else {
      slot = UInt32(entries.count)
      entries.append(Entry())
    }
    entries[Int(slot)].descriptor = descriptor
    entries[Int(slot)].interest = interest
    entries[Int(slot)].handler = handler
    entries[Int(slot)].address = UnsafeRawPointer(Unmanaged.passUnretained(handler as AnyObject).toOpaque())
    return Watch(slot: slot, generation: entries[Int(slot)].generation)
  }

  /// The descriptor and interest that the registration had, or nil where it is gone already.
  mutating func remove(_ watch: Watch) -> (descriptor: Int32, interest: IOInterest)? {
    guard let entry = self[watch] else { return nil }
    entries[Int(watch.slot)] = Entry(generation: entry.generation &+ 1)
    free.append(watch.slot)
    return (entry.descriptor, entry.interest)
  }

  /// The descriptor and earlier interest, or nil where the registration is gone or nothing changes.
  mutating func change(_ watch: Watch, to interest: IOInterest) -> (descriptor: Int32, was: IOInterest)? {
    guard let entry = self[watch], entry.interest != interest else { return nil }
    entries[Int(watch.slot)].interest = interest
    return (entry.descriptor, entry.interest)
  }

  /// Whom an event word from epoll belongs to.
  func handler(of word: UInt64) -> (any IOHandler)? {
    let slot = Int(word & 0xFFFF_FFFF)
    guard slot < entries.count, entries[slot].generation == UInt32(word >> 32) else { return nil }
    return entries[slot].handler
  }

  /// `memory` is read until another is set or the registration is gone.
  mutating func setMemory(_ memory: UnsafeRawBufferPointer, of watch: Watch) {
    if self[watch] != nil { entries[Int(watch.slot)].memory = memory }
  }

  /// Loads what the event's handler will need. The sum means nothing; it is there so that the loads are.
  func touch(_ word: UInt64) -> UInt8 {
    let slot = Int(word & 0xFFFF_FFFF)
    guard slot < entries.count, let address = entries[slot].address else { return 0 }
    let memory = entries[slot].memory
    var sum = address.load(as: UInt8.self)
    for offset in stride(from: 0, to: memory.count, by: Self.cacheLine) { sum &+= memory[offset] }
    return sum
  }

  private subscript(_ watch: Watch) -> Entry? {
    let slot = Int(watch.slot)
    guard slot < entries.count, entries[slot].generation == watch.generation, entries[slot].handler != nil
    else { return nil }
    return entries[slot]
  }
}
