import Canvas
import FrameLog
import Secrets
import WebSocketCore

/// Why a connection ended, in words, from what its capture kept and from the frames before the end.
struct EndingReport {
  private(set) var lines: [ReportLine] = []

  init(_ reader: LogReader, ended sequence: Int, _ notes: ConnectionNotes, _ tab: Tab, utcOffset: Int) {
    guard let note = reader.record(sequence) else { return }
    let words = String(decoding: reader.payload(sequence, limit: 1024), as: UTF8.self)
    lines.append(.text(tab.secrets.mask.masked(words), .strong))
    lines.append(.blank)
    let facts = reader.facts(sequence)?.close
    let trace = EndingTrace(reader, endedAt: sequence, openedAt: notes.opened)
    if let facts { add(facts, tab) }
    if facts == nil { lines.append(.fact("Facts", "none are kept: the log is of another program", .muted)) }
    let opened = notes.opened.flatMap { reader.record($0) }
    let duration = facts?.duration ?? opened.map { note.time >= $0.time ? note.time - $0.time : 0 }
    if let duration {
      let clock = opened.map { ", since \(Figures.clock($0.wallTime, offset: utcOffset))" } ?? ""
      lines.append(.fact("Open for", "\(Figures.duration(duration))\(clock)"))
    }
    add(trace)
    if let facts {
      lines.append(
        facts.unsentBytes > 0
          ? .fact("Unsent", "\(Figures.bytes(facts.unsentBytes)) were queued and never sent", .stateError)
          : .fact("Unsent", "nothing: all that was queued went out"))
    }
    let history = EndingHistory(reader, notes.history)
    // What several ends have in common says more than a code does.
    if let pattern = history.pattern {
      lines += [.blank, .fact("Try", pattern, .toastWarn)]
    } else if let facts, let advice = Self.advice(facts, trace) {
      lines += [.blank, .fact("Try", advice)]
    }
    add(history, utcOffset: utcOffset)
  }

  /// A silence before an end that nobody announced is what to look at the next time.
  private static func advice(_ facts: ConnectionFacts.Close, _ trace: EndingTrace) -> String? {
    if facts.cause == ConnectionFacts.Cause.keepaliveTimedOut.rawValue {
      return
        "No pong in time: the server hangs, or the network to it is gone. Where it is only slow, ^O, Ping, fail after gives it longer."
    }
    let idle = trace.idle ?? facts.duration
    guard facts.by == "nobody", let idle, idle >= EndingHistory.leastIdle else {
      return CloseWords.advice(for: CloseCode(rawValue: facts.code))
    }
    return
      "Nothing came or went for \(Figures.duration(idle)) before. If the next one ends after the same time, that is an idle limit, and pings keep it awake: ^O, Ping every \(EndingHistory.interval(idle)) s"
  }

  // MARK: The end itself

  private mutating func add(_ facts: ConnectionFacts.Close, _ tab: Tab) {
    let status = Closure.Status(
      code: CloseCode(rawValue: facts.code), reason: Array(tab.secrets.mask.masked(facts.reason).utf8))
    let (head, reason) = CloseWords.line(status)
    let code = DisplayText(head) + (reason.isEmpty ? .empty : DisplayText(": ") + DisplayText(bytes: reason))
    lines.append(.fact("Code", code, facts.isClean ? .dialog : .stateError))
    let who =
      switch facts.by {
      case "us": "we said Close first"
      case "peer": "the server said Close first"
      default: "nobody said Close"
      }
    lines.append(.fact("Who", who))
    lines.append(
      facts.isClean
        ? .fact("Clean", "yes: both Close frames travelled")
        : .fact("Clean", "no: \(Self.missing(facts))", .stateError))
    lines.append(.fact("Ended by", Self.cause(facts)))
    for (label, frame) in [("Sent", facts.sent), ("Came", facts.received)] {
      let words = frame.map { "Close \($0.code) \(tab.secrets.mask.masked($0.reason))" }
      lines.append(.fact(label, words ?? "no Close frame", words == nil ? .muted : .dialog))
    }
  }

  private static func missing(_ facts: ConnectionFacts.Close) -> String {
    switch (facts.sent != nil, facts.received != nil) {
    case (true, false): "the server did not answer our Close frame"
    case (false, true): "the server's Close frame was not answered in time"
    case (false, false): "no Close frame travelled"
    case (true, true): "a rule was broken"
    }
  }

  private static func cause(_ facts: ConnectionFacts.Close) -> String {
    guard let name = facts.cause else { return "not kept in this capture" }
    let detail = facts.detail.map { " (\($0))" } ?? ""
    switch ConnectionFacts.Cause(rawValue: name) {
    case .closeHandshake: return "the closing handshake, then the end of the stream"
    case .end: return "FIN: the server, or something on the way, ended the stream"
    case .endWithoutNotify:
      return "FIN without TLS's close_notify: cut short on the way, or the server does not say goodbye"
    case .reset: return "RST: the server, or something on the way, threw the connection away\(detail)"
    case .timedOut: return "no answer to anything that we sent: the network is gone\(detail)"
    case .tlsAlert: return "a TLS \(facts.detail ?? "alert") from the server"
    case .tls: return "a fault of TLS\(detail)"
    case .system: return "a fault of the network\(detail)"
    case .closeTimedOut: return "our patience: the stream did not end after our Close frame"
    case .violation: return "us: the server broke the protocol"
    case .keepaliveTimedOut: return "us: a keepalive ping was not answered in time"
    case .stalled: return "us: a message that had begun did not go on"
    case .aborted: return "us: it was cut without a handshake"
    case nil: return "\(name)\(detail)"
    }
  }

  // MARK: Before it

  private mutating func add(_ trace: EndingTrace) {
    lines.append(.fact("Idle", Self.silence("nothing came", trace.fromPeer)))
    lines.append(.fact("", Self.silence("nothing was sent", trace.fromUs)))
    guard let ping = trace.unanswered.first else {
      lines.append(.fact("Pings", trace.isCut ? "none unanswered in what the log has" : "none is unanswered"))
      return
    }
    let count = trace.unanswered.count
    let words =
      count == 1 ? "our ping #\(ping.sequence)" : "our last \(count) pings, the newest #\(ping.sequence),"
    lines.append(
      .fact(
        "Pings", "\(words) got no pong; sent \(Figures.duration(ping.before)) before the end", .stateError))
  }

  private static func silence(_ words: String, _ frame: EndingTrace.Frame?) -> String {
    guard let frame else { return "\(words) at all" }
    return
      "\(words) for \(Figures.duration(frame.before)); last was #\(frame.sequence) \(OpcodeWords.name(frame.opcode))"
  }

  // MARK: Before that

  private mutating func add(_ history: EndingHistory, utcOffset: Int) {
    guard history.entries.count > 1 else { return }
    lines += [.blank, .heading("ENDS SO FAR (\(history.entries.count))")]
    for entry in history.entries.reversed() {
      let clock = Figures.clock(entry.wallTime, offset: utcOffset)
      let open = entry.openFor.map { "open \(Figures.duration($0))" } ?? "never open"
      let idle = entry.idle.map { ", idle \(Figures.duration($0))" } ?? ""
      lines.append(.text("\(clock)  #\(entry.sequence)  \(open)\(idle)  \(entry.words)"))
    }
  }
}
