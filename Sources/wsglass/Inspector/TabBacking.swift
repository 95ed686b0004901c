import Formats
import FrameLog
import InspectorModel
import Secrets
import Sessions

/// What stands behind a tab: the model knows what is shown, this is where it comes from.
struct TabBacking {
  /// Nil for captures that are only read, and for addresses that were refused.
  var session: Session?
  var target: SessionTarget?
  /// What the tab was connected with, as far as the connect dialog needs it.
  var settings: ConnectionSettings?
  /// A capture that is only read, and perhaps written by somebody else meanwhile.
  var recorded: FrameLog?
  /// What finds the secrets of a capture that is only read.
  var fingerprints: SecretFingerprints?
  /// Where a profile opened the tab.
  var profile: ProfileTab?
  /// The script that the connect dialog has for each time that it opens; empty is none, whatever the profile says.
  var script: String?
  /// The script that is played.
  var replay: RunningReplay?
  var rate = RateMeter()

  /// What takes the tab's secrets out of what is written.
  var redactor: Redactor {
    Redactor(values: target?.secrets ?? [], fingerprints: fingerprints.map { [$0] } ?? [])
  }

  /// What is played each time that it opens; empty without one.
  var scriptOnOpen: String { script ?? profile?.opened.script ?? "" }
}
