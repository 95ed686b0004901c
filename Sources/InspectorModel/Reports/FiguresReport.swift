import Canvas
import FrameLog
import WebSocketCore

/// Rates, sizes, round trips and kinds of messages of a connection.
struct FiguresReport {
  private(set) var lines: [ReportLine] = []

  init(_ traffic: Traffic, _ tab: Tab) {
    let total = tab.range.upperBound
    if traffic.next < total {
      let share = total > 0 ? traffic.next * 100 / total : 0
      lines.append(.text("counting, \(share) % of the log so far", .toastInfo))
      lines.append(.blank)
    }
    guard traffic.sent.frames + traffic.received.frames > 0 else {
      lines.append(.text("No frames yet.", .muted))
      return
    }
    addWays(traffic)
    addRates(tab)
    addRoundTrips(traffic)
    addOpcodes(traffic)
    addSizes(traffic)
    addTypes(traffic)
  }

  // MARK: Parts

  private mutating func addWays(_ traffic: Traffic) {
    let span = (traffic.last ?? 0) &- (traffic.first ?? 0)
    for (label, way) in [("Received", traffic.received), ("Sent", traffic.sent)] {
      let rate = Self.rate(way.frames, in: span)
      lines.append(
        .fact(
          label,
          "\(Figures.plural(way.frames, "frame")), \(Figures.bytes(way.bytes)) of payload, \(Figures.bytes(way.wire)) on the wire\(rate)"
        ))
      guard way.messages > 0 else { continue }
      lines.append(
        .fact("", "\(Figures.plural(way.messages, "message")): \(Self.sizes(way))", .muted))
    }
    lines.append(.fact("Span", "\(Figures.duration(span)) from the first frame to the last"))
    if traffic.compressed > 0 {
      let plain = traffic.received.inflated + traffic.sent.inflated
      let wire = traffic.received.deflated + traffic.sent.deflated
      lines.append(
        .fact(
          "Deflate",
          "\(Figures.plural(traffic.compressed, "message")) compressed, \(Figures.ratio(plain, to: wire))"
        ))
    }
    if traffic.violations > 0 {
      lines.append(
        .fact("Faults", Figures.plural(traffic.violations, "frame") + " against RFC 6455", .stateError))
    }
  }

  /// "37 B", "7 B to 512 B, 157 B on average".
  private static func sizes(_ way: Traffic.Way) -> String {
    let least = way.smallest ?? 0
    guard least < way.largest else { return Figures.bytes(least) + (way.messages > 1 ? " each" : "") }
    let mean = way.dataBytes / max(1, way.messages)
    return "\(Figures.bytes(least)) to \(Figures.bytes(way.largest)), \(Figures.bytes(mean)) on average"
  }

  private static func rate(_ frames: Int, in span: UInt64) -> String {
    guard span >= 1_000_000_000, frames > 1 else { return "" }
    let tenths = Int(Double(frames) * 1e10 / Double(span))
    return ", \(tenths / 10).\(tenths % 10)/s"
  }

  private mutating func addRates(_ tab: Tab) {
    let counts = tab.rateHistory.counts
    guard let most = counts.max(), most > 0 else { return }
    lines += [.blank, .heading("ROWS A SECOND, THE LAST \(counts.count) S")]
    for (index, count) in counts.enumerated() {
      let back = counts.count - 1 - index
      lines.append(
        .bar(
          ReportBar(
            back == 0 ? "now" : "-\(back) s", words: Figures.count(count), from: 0, to: UInt64(count),
            of: UInt64(most), least: count == 0 ? 0 : 1)))
    }
  }

  private mutating func addRoundTrips(_ traffic: Traffic) {
    let sorted = traffic.roundTrips.sorted()
    guard let least = sorted.first, let most = sorted.last else { return }
    func at(_ percent: Int) -> String {
      Figures.roundTrip(sorted[min(sorted.count - 1, sorted.count * percent / 100)])
    }
    lines += [.blank, .heading("ROUND TRIPS, \(Figures.plural(sorted.count, "PING"))")]
    lines.append(
      .fact(
        "Pong after",
        "\(Figures.roundTrip(least)) at best, \(at(50)) half of them, \(at(90)) 90 %, \(at(99)) 99 %, \(Figures.roundTrip(most)) at worst"
      ))
  }

  private mutating func addOpcodes(_ traffic: Traffic) {
    lines += [.blank, .heading("FRAMES BY KIND")]
    let all = traffic.received.frames + traffic.sent.frames
    for (sign, way) in [("<", traffic.received), (">", traffic.sent)] {
      for (opcode, count) in way.opcodes.sorted(by: { $0.key < $1.key }) {
        lines.append(
          .bar(
            ReportBar(
              "\(sign) \(OpcodeWords.name(Opcode(rawValue: opcode)))", words: Figures.count(count), from: 0,
              to: UInt64(count), of: UInt64(all))))
      }
    }
  }

  private mutating func addSizes(_ traffic: Traffic) {
    let sizes = zip(traffic.received.sizes, traffic.sent.sizes).map { $0 + $1 }
    guard let most = sizes.max(), most > 0 else { return }
    lines += [.blank, .heading("MESSAGES BY SIZE")]
    for (power, count) in sizes.enumerated() where count > 0 {
      let words = power == 0 ? "empty" : "< \(Figures.size(power < 63 ? 1 << power : .max))"
      lines.append(
        .bar(
          ReportBar(words, words: Figures.count(count), from: 0, to: UInt64(count), of: UInt64(most))))
    }
  }

  private mutating func addTypes(_ traffic: Traffic) {
    guard !traffic.types.isEmpty else { return }
    let sorted = traffic.types.sorted { $0.value != $1.value ? $0.value > $1.value : $0.key < $1.key }
    let all = UInt64(sorted.reduce(traffic.untyped) { $0 + $1.value })
    lines += [.blank, .heading("MESSAGES BY TYPE")]
    for (type, count) in sorted.prefix(30) {
      lines.append(
        .bar(
          ReportBar(
            String(type.prefix(12)), words: Figures.count(count), from: 0, to: UInt64(count), of: all,
            detail: type.count > 12 ? type : "")))
    }
    let rest = sorted.dropFirst(30).reduce(0) { $0 + $1.value } + traffic.untyped
    if rest > 0 { lines.append(.fact("", "\(Figures.count(rest)) of other types, or without one", .muted)) }
  }
}

extension InspectorModel {
  /// Counts a step further, and comes back where there is more: a long log is gone through beside everything else.
  mutating func countFigures(_ effects: inout [Effect]) {
    guard case .report(let report)? = overlay, report.page == .figures,
      let index = report.tab.flatMap({ index(of: $0) }), let reader = tabs[index].reader
    else { return }
    if tabs[index].traffic.take(reader, tabs[index].range) {
      effects.append(.startTimer(.figures, milliseconds: 20))
    }
    renewReport()
  }
}
