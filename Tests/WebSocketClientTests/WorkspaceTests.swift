import Loop
import Testing
import WebSocketCore

@testable import WebSocketClient

private func event(_ time: UInt64) -> FrameEvent {
  FrameEvent(
    header: FrameHeader(firstByte: 0x81, byteCount: 2, isMasked: false, maskKey: 0, payloadLength: 0),
    direction: .sent, flags: .endsMessage, fragmentIndex: 0, time: time,
    payload: UnsafeRawBufferPointer(start: nil, count: 0))
}

@Suite struct WorkspaceTests {
  @Test func `three batches that are out at once are three, and come back in reverse order`() {
    let space = Workspace()
    var first = space.take()
    var second = space.take()
    var third = space.take()
    first.append(event(1))
    second.append(event(2))
    third.append(event(3))
    #expect(first.events.map(\.time) == [1])
    #expect(second.events.map(\.time) == [2])
    #expect(third.events.map(\.time) == [3])
    third.removeAll()
    space.put(third)
    second.removeAll()
    space.put(second)
    first.removeAll()
    space.put(first)
    #expect(space.takenCount == 0)
    let again = space.take()
    let isEmpty = again.isEmpty
    #expect(isEmpty)
    space.put(again)
  }

  @Test func `a batch comes back to the next one with its memory`() {
    let space = Workspace()
    var batch = space.take()
    batch.append(event(1))
    let address = batch.events.baseAddress
    batch.removeAll()
    space.put(batch)
    var next = space.take()
    next.append(event(2))
    #expect(next.events.baseAddress == address)
    space.put(next)
  }

  @Test func `connections of one loop share one, those of another have their own`() throws {
    let one = try EventLoop(name: "one")
    let other = try EventLoop(name: "other")
    let request = UpgradeRequest(url: try WebSocketURL(parsing: "ws://localhost"))
    let first = WebSocketConnection(request, on: one)
    #expect(first.shared === WebSocketConnection(request, on: one).shared)
    #expect(first.shared !== WebSocketConnection(request, on: other).shared)
  }
}
