/// Many messages in one write.
extension WebSocketConnection {
  /// Frames what `body` posts, and gives it to the socket as a whole when `body` returns: one write for many messages.
  /// `unsentBytes` tells inside of it how much has gathered; to stay within the kernel's appetite, 256 KiB is plenty.
  public func together<Result>(_ body: (isolated WebSocketConnection) -> Result) -> Result {
    // Inside of a delivery that is so already.
    guard !isDelivering else { return body(self) }
    isDelivering = true
    let result = body(self)
    isDelivering = false
    flush()
    return result
  }
}
