import CursesTerminal
import InspectorModel
import Loop

/// How the full screen was asked to be.
struct InspectorSettings: Sendable {
  /// What the command line says goes before what profiles say.
  var arguments: Arguments
  /// Of the addresses on the command line.
  var connections: ConnectionSettings
  var captures: CaptureChoice
  var theme: ThemeChoice
  /// The keys in force.
  var keymap = Keymap.standard
  var configuration = Configuration()
  /// How the screen was left.
  var state = StateFile()
  var kept: [String: StateFile.Entry] = [:]
  /// As far as the environment tells.
  var background = TerminalBackground.dark
  /// What of the user's files could not be used, in words.
  var warnings: [String] = []
  /// Bytes of frames, over all tabs.
  var memory: Int
  var isColourless: Bool
  var isASCII: Bool
}

/// A tab that the command line asks for.
enum Opening: Sendable {
  case log(RecordedLog)
  case profile(OpenedProfile)
  case address(String)
}

/// The threads of the full screen: what one of them does holds up none of the others.
struct InspectorLoops: Sendable {
  let screen: EventLoop
  /// Sockets.
  let net: EventLoop
  /// Searches and filters.
  let work: EventLoop
  /// Exports.
  let files: EventLoop
}
