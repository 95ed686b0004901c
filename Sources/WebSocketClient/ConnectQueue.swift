public import Loop
import Transport

/// Lets connects to one address through one after the other (RFC 6455 section 4.1, condition 2).
///
/// Given to each connection by its options; all of them must be on the queue's loop. A class because connections share
/// it. `@unchecked Sendable`: it is touched on its loop's thread only.
public final class ConnectQueue: @unchecked Sendable {
  /// What no two connects may be under way to.
  enum Place: Hashable {
    case address(SocketAddress)
    /// The proxy looks the name up, so that each name counts for a machine of its own.
    case name(String, port: UInt16)
  }
  struct Ticket: Hashable { fileprivate let number: Int }

  private struct Entry {
    let ticket: Ticket
    let places: Set<Place>
    /// Nil where it is through.
    var admit: (() -> Void)?
  }

  public let loop: EventLoop
  /// In the order in which they came; who is through stays until it leaves.
  private var entries: [Entry] = []
  private var lastNumber = 0
  private var isAdmitting = false

  public init(on loop: EventLoop) { self.loop = loop }

  /// Connects that are through and not yet over. On the loop only.
  public var connectingCount: Int { entries.count { $0.admit == nil } }
  /// Connects that wait for others. On the loop only.
  public var waitingCount: Int { entries.count { $0.admit != nil } }

  /// True: go on at once. False: `admit` is called later, from the loop. `leave` in either case, when the connect is over.
  func enter(_ places: Set<Place>, _ admit: @escaping () -> Void) -> (ticket: Ticket, isThrough: Bool) {
    lastNumber += 1
    let ticket = Ticket(number: lastNumber)
    let isThrough = entries.allSatisfy { $0.places.isDisjoint(with: places) }
    entries.append(Entry(ticket: ticket, places: places, admit: isThrough ? nil : admit))
    return (ticket, isThrough)
  }

  func leave(_ ticket: Ticket) {
    entries.removeAll { $0.ticket == ticket }
    guard !isAdmitting, entries.contains(where: { $0.admit != nil }) else { return }
    isAdmitting = true
    // Not from here: connects that fail at once would stand on each other's stack.
    loop.execute { self.admitNext() }
  }

  /// Whoever meets none of those before him is through.
  private func admitNext() {
    isAdmitting = false
    var taken: Set<Place> = []
    var admitted: [() -> Void] = []
    for index in entries.indices {
      if let admit = entries[index].admit, taken.isDisjoint(with: entries[index].places) {
        entries[index].admit = nil
        admitted.append(admit)
      }
      taken.formUnion(entries[index].places)
    }
    for admit in admitted { admit() }
  }
}
