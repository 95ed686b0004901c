/// What a descriptor is watched for. Hang-up and error are always reported too.
public struct IOInterest: OptionSet, Hashable, Sendable {
  public let rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  public static let readable = IOInterest(rawValue: 1 << 0)
  public static let writable = IOInterest(rawValue: 1 << 1)
}

/// What epoll said about a descriptor.
public struct IOEvents: OptionSet, Hashable, Sendable {
  public let rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  public static let readable = IOEvents(rawValue: 1 << 0)
  public static let writable = IOEvents(rawValue: 1 << 1)
  /// Both directions are shut, or the peer has shut its sending side.
  public static let hangup = IOEvents(rawValue: 1 << 2)
  public static let error = IOEvents(rawValue: 1 << 3)
}

/// Whoever acts when a descriptor is ready. Called on the loop's thread, where `assumeIsolated` of any actor with
/// that loop as its executor is legal.
public protocol IOHandler: AnyObject {
  func ready(_ events: IOEvents)
}

/// One registration of a descriptor with a loop. Stays harmless after `unwatch`: its generation no longer fits.
public struct Watch: Hashable, Sendable {
  let slot: UInt32
  let generation: UInt32

  /// The word that travels through epoll and comes back with each event.
  var word: UInt64 { UInt64(generation) << 32 | UInt64(slot) }
}
