import InspectorModel
import Loop
import Sessions
import WebSocketClient
import WebSocketCore

/// Lines of standard input, sent or done one after the other.
extension PlainInspector {
  /// Returns when it is done, so that the next line is not read before.
  func take(_ line: LineReader.Line) async {
    if line != .bytes([]) { hasInput = true }
    switch line {
    case .tooLong: notSent("a line of over \(LineReader.limit >> 20) MiB")
    case .bytes(let bytes):
      if bytes.first == UInt8(ascii: ":"), bytes.dropFirst().first != UInt8(ascii: ":") {
        await run(CommandLine(String(decoding: bytes.dropFirst(), as: UTF8.self)))
      } else if !bytes.isEmpty {
        // Two colons stand for a text that begins with one.
        await send(.text(Array(bytes.first == UInt8(ascii: ":") ? bytes.dropFirst() : bytes[...])))
      }
    }
  }

  func send(_ payload: ComposePayload) async {
    guard tabs.indices.contains(active) else {
      return notSent("no connection; :connect URL makes one")
    }
    let tab = tabs[active]
    while outcome == nil, tab.isComing { await withCheckedContinuation { waiting.append($0) } }
    guard outcome == nil, let id = tab.session?.id else { return }
    guard let message = OutgoingMessage(payload) else {
      return notSent("no UTF-8; :binary HEX sends bytes")
    }
    while outcome == nil {
      switch post(message, to: id) {
      case nil: return
      case .queueFull?: await pause(20_000_000)
      case .some(let refusal): return notSent(RefusalWords.why(refusal))
      }
    }
  }

  func notSent(_ why: String, what: String = "not sent") {
    hasFailed = true
    tell("\(what): \(why)")
  }

  /// The store lives on this loop too.
  private func post(_ message: OutgoingMessage, to id: SessionID) -> SendRefusal? {
    store.assumeIsolated { $0.send(id, message) }
  }

  private func pause(_ nanoseconds: UInt64) async {
    await withCheckedContinuation { waiter in
      loop.schedule(at: loop.now() &+ nanoseconds) { waiter.resume() }
    }
  }

  /// Where something was sent or ordered, its answer is waited for; where nothing was, there is only to listen.
  func inputEnded() {
    if tabs.isEmpty { return finish(.nothingToDo) }
    if settings.isInteractive { return leave() }
    if hasInput {
      loop.schedule(at: loop.now() &+ settings.linger) { self.assumeIsolated { $0.leave() } }
    }
    endIfDone()
  }

  func wakeWaiting() {
    let woken = waiting
    waiting = []
    for waiter in woken { waiter.resume() }
  }
}

extension OutgoingMessage {
  /// Nil for a text that is no UTF-8, for a Close frame, which is an order to the store, and for what only compose makes.
  init?(_ payload: ComposePayload) {
    switch payload {
    case .text(let bytes):
      guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
      self = .text(text)
    case .binary(let bytes): self = .binary(bytes)
    case .ping(let bytes): self = .ping(bytes)
    case .pong(let bytes): self = .pong(bytes)
    // Of these the line mode makes none.
    case .close, .fragments, .file: return nil
    }
  }
}
