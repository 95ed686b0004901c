import Testing

@testable import Loop

private final class Handler: IOHandler {
  func ready(_ events: IOEvents) {}
}

@Suite struct WatchTableTests {
  @Test func `what a handler's events touch is loaded, a byte of each 64, as long as it is registered`() {
    let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: 129, alignment: 64)
    defer { memory.deallocate() }
    for index in memory.indices { memory[index] = 7 }
    memory[0] = 1
    memory[64] = 2
    memory[128] = 4
    var table = WatchTable()
    let watch = table.insert(3, .readable, Handler())
    let own = table.touch(watch.word)
    table.setMemory(UnsafeRawBufferPointer(memory), of: watch)
    #expect(table.touch(watch.word) &- own == 7)
    table.setMemory(UnsafeRawBufferPointer(rebasing: memory[..<65]), of: watch)
    #expect(table.touch(watch.word) &- own == 3)
    _ = table.remove(watch)
    #expect(table.touch(watch.word) == 0)
  }

  @Test func `an earlier registration can't set what a later one touches`() {
    let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: 64, alignment: 64)
    defer { memory.deallocate() }
    memory[0] = 1
    var table = WatchTable()
    let old = table.insert(3, .readable, Handler())
    _ = table.remove(old)
    let new = table.insert(3, .readable, Handler())
    let own = table.touch(new.word)
    table.setMemory(UnsafeRawBufferPointer(memory), of: old)
    #expect(new.slot == old.slot)
    #expect(table.touch(new.word) == own)
  }

  @Test func `the word of the loop's own eventfd is nobody's`() {
    #expect(WatchTable().touch(.max) == 0)
  }
}
