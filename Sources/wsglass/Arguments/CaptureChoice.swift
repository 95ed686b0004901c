import FrameLog
import Glibc
import Sessions

/// Where captures are kept, and whether any are made: from the command line, the environment and the configuration.
struct CaptureChoice {
  let folder: CaptureFolder
  let retention: CaptureFolder.Retention
  /// False with `--no-capture`.
  let isOn: Bool
  /// False with `--no-payload`.
  let keepsPayload: Bool
  /// What of the configuration could not be used.
  let warnings: [String]

  init(
    _ arguments: Arguments,
    _ read: (configuration: Configuration, warnings: [String]) = ConfigurationFile.read()
  ) {
    folder = CaptureFolder(path: arguments.value(.captures) ?? CaptureChoice.standardPath)
    var retention = CaptureFolder.Retention()
    if let count = read.configuration.number(.captureCount) { retention.count = count }
    if let gigabytes = read.configuration.number(.captureGigabytes) { retention.bytes = gigabytes << 30 }
    if let days = read.configuration.number(.captureDays) { retention.days = days }
    self.retention = retention
    warnings = read.warnings
    isOn = !arguments.has(.noCapture)
    keepsPayload = !arguments.has(.noPayload)
  }

  /// `$XDG_STATE_HOME/wsglass/captures`, or below `~/.local/state`.
  static var standardPath: String { UserPath.state + "/captures" }

  /// Nil where none are made.
  func source() -> CaptureSource? {
    guard isOn, let disk = try? CaptureDisk() else { return nil }
    return CaptureSource(folder: folder, disk: disk)
  }

  /// Lets go what is beyond the limits; it may take a while.
  func makeRoom() {
    folder.retain(retention, now: WallClock.now())
  }

  /// "200 captures, 10 GiB, 30 days"
  var limits: String {
    "\(retention.count) captures, \(retention.bytes >> 30) GiB, \(retention.days) days"
  }
}
