public import FrameLog
import Locks
import Secrets
import WebSocketCore

/// Where the captures of sessions come from: the folder that has them all, and the disk's threads.
///
/// A class because every session draws on it.
public final class CaptureSource: Sendable {
  public let folder: CaptureFolder
  public let disk: CaptureDisk
  private let failure = Lock<CaptureError?>(nil)

  public init(folder: CaptureFolder, disk: CaptureDisk) {
    self.folder = folder
    self.disk = disk
  }

  /// Why a capture could not be made, the last time that it couldn't; asked once.
  public func takeFailure() -> CaptureError? {
    failure.withLock { failure in
      defer { failure = nil }
      return failure
    }
  }

  /// Nil where none can be made: the session then lives in memory.
  func capture(of target: SessionTarget, title: String) -> CaptureWriter? {
    let url = target.request.url
    let about = CaptureFolder.About(
      url: target.mask.masked(url.displayString),
      title: target.mask.masked(title.isEmpty ? url.host : title), created: WallClock.now())
    do throws(CaptureError) {
      let secrets = SecretFingerprints(of: target.secrets, base: .random(in: 1 << 32 ... .max))
      return try folder.create(about, secrets: secrets?.bytes ?? [], on: disk)
    } catch {
      failure.withLock { $0 = error }
      return nil
    }
  }
}
