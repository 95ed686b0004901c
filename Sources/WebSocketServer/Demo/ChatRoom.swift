internal import WebSocketCore

/// Who is in the room. On the loop only, hence unchecked.
final class ChatRoom: @unchecked Sendable {
  private var guests: [Int: ServerConnection] = [:]
  private var count = 0

  func enter(_ connection: ServerConnection) -> Int {
    count += 1
    guests[count] = connection
    say(["type": .text("joined"), "guest": .number(count), "guests": .number(guests.count)])
    return count
  }

  func leave(_ guest: Int) {
    guard guests.removeValue(forKey: guest) != nil else { return }
    say(["type": .text("left"), "guest": .number(guest), "guests": .number(guests.count)])
  }

  func say(_ guest: Int, _ text: String) {
    say(["type": .text("message"), "guest": .number(guest), "text": .text(text)])
  }

  /// A guest that does not listen is shown out: what it has not read is not kept for ever.
  private func say(_ line: KeyValuePairs<String, FlatJSON.Value>) {
    let text = FlatJSON.write(line)
    for connection in Array(guests.values) where connection.maySend {
      if connection.isBlocked {
        connection.abort()
      } else {
        try? connection.send(text)
      }
    }
  }
}

/// One guest of the room.
final class ChatHandler: ConnectionHandler {
  private let room: ChatRoom
  private var guest: Int?
  private var messages = MessageAssembler()

  init(_ room: ChatRoom) { self.room = room }

  func opened(_ connection: ServerConnection) { guest = room.enter(connection) }

  func received(_ event: FrameEvent, on connection: ServerConnection) {
    guard let guest, case .text(let text) = messages.append(event) else { return }
    room.say(guest, text)
  }

  func closed(_ connection: ServerConnection, _ closure: Closure) { guest.map(room.leave) }
}
