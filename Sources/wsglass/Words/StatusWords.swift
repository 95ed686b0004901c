import FrameLog
import InspectorModel
import Secrets
import Sessions
import Transport
import WebSocketClient
import WebSocketCore

/// A session's status as the screen wants it.
enum StatusWords {
  static func status(_ status: SessionStatus, tenths: Int, target: SessionTarget?, at now: UInt64)
    -> TabStatus
  {
    let url = status.report?.hops.last?.url ?? target?.request.url
    var tab = TabStatus(phase: phase(status, target), url: url?.displayString ?? "")
    tab.security = security(status, target)
    tab.tolerated = ToleranceOption.words(target?.options.protocolOptions.tolerated ?? [])
    tab.subprotocol = status.upgrade?.subprotocol ?? ""
    tab.extensions = status.upgrade?.compression == nil ? "" : "deflate"
    tab.roundTrip = status.roundTrips.last
    tab.incompleteFor = status.incompleteSince.flatMap { incomplete(since: $0, at: now) }
    tab.captureFault = status.capture.flatMap(captureFault)
    tab.retry = status.retry.map { ConnectWords.retry($0, at: now) }
    tab.framesSent = status.sentFrames
    tab.framesReceived = status.receivedFrames
    tab.bytes = status.payloadBytes
    tab.framesPerSecondTenths = tenths
    tab.openedAt = status.openedAt == 0 ? nil : status.openedAt
    tab.outcome = outcome(status, target)
    return tab
  }

  private static func captureFault(_ health: CaptureHealth) -> String? {
    switch health {
    case .writing: nil
    case .failing(let number, since: _): CaptureWords.text(number)
    }
  }

  /// 2 s: a message that takes less is nothing to speak of.
  private static let incompleteFrom: UInt64 = 2_000_000_000

  private static func incomplete(since began: UInt64, at now: UInt64) -> String? {
    guard now > began, now - began >= incompleteFrom else { return nil }
    return Figures.duration(now - began)
  }

  /// An address that leads nowhere: the tab shows why.
  static func refused(_ address: String, _ complaint: Complaint) -> TabStatus {
    TabStatus(
      phase: .failed, url: safe(SecretMask.maskedByPlace(address)),
      outcome: .failed(FailureReport(what: complaint.what, why: complaint.why, tries: complaint.advice)))
  }

  private static func phase(_ status: SessionStatus, _ target: SessionTarget?) -> TabStatus.Phase {
    switch status.phase {
    case .idle, .connecting:
      .connecting(step: ConnectWords.step(status.step, to: target?.request.url.hostHeader ?? ""))
    case .open: .open
    case .closing: .closing
    case .ended: .closed
    case .failed: .failed
    }
  }

  private static func security(_ status: SessionStatus, _ target: SessionTarget?) -> TabStatus.Security {
    guard let tls = status.tls else {
      let isUnverified = target.map { $0.request.url.isSecure && $0.options.tls?.verify == false } ?? false
      return isUnverified ? .unverified(version: "TLS") : .plain
    }
    let version = tls.version.split(separator: "v").joined()
    return tls.verified ? .verified(version: version) : .unverified(version: version)
  }

  private static func outcome(_ status: SessionStatus, _ target: SessionTarget?) -> ConnectionOutcome? {
    switch status.phase {
    case .ended(let ending):
      if case .closeHandshake = ending.cause {
        return .closed(ending.closure, openFor: ending.duration)
      }
      let words = EndingWords(ending)
      return .failed(
        FailureReport(
          title: "Connection ended", what: words.summary, why: words.why,
          tries: ["I tells what was before it; r reconnects"])
      )
    case .failed(let error):
      let answer = status.report?.hops.last?.answer ?? []
      return target.map { .failed(FailureWords(error, answer: answer, target: $0).report) }
    case .idle, .connecting, .open, .closing: return nil
    }
  }
}
