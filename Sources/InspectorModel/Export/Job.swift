/// Work that goes on beside the screen: what the status line tells of, and what Ctrl-C stops.
public struct Job: Sendable, Equatable {
  public enum Kind: Sendable, Equatable {
    case scan(ScanPurpose)
    case export
  }
  public let kind: Kind
  public let tab: TabID
  /// Records behind it, and to do in all.
  public var done = 0
  public var total = 0
  public var hits = 0
  /// Nanoseconds since it began.
  public var elapsed: UInt64 = 0

  /// 200 ms: what takes no longer is not worth a line.
  public static let quietTime: UInt64 = 200_000_000

  public init(_ kind: Kind, tab: TabID) {
    self.kind = kind
    self.tab = tab
  }

  /// "Searching 412k/1.0M  41%  88 hits  ETA 3.2 s  ^C stop", or less of it where there is no room for that. Ctrl-C stops
  /// the newest job, so only that one tells of it.
  public func words(room: Int, isNewest: Bool = true) -> String {
    let verb =
      switch kind {
      case .scan(.search): "Searching"
      case .scan: "Filtering"
      case .export: "Exporting"
      }
    let percent = total > 0 ? min(100, done * 100 / total) : 0
    let place = "\(Figures.count(done))/\(Figures.count(total))"
    let found =
      switch kind {
      case .scan(.search): hits == 1 ? "1 hit" : "\(Figures.count(hits)) hits"
      case .scan: "\(Figures.count(hits)) shown"
      case .export: "\(Figures.count(rate))/s"
      }
    let rest = remaining.map { "  ETA \(Figures.duration($0))" } ?? ""
    let key = isNewest ? "  ^C stop" : ""
    let forms = [
      "\(verb) \(place)  \(percent)%  \(found)\(rest)\(key)", "\(verb) \(percent)%  \(found)\(rest)\(key)",
      "\(verb) \(percent)%  \(found)\(key)", "\(verb) \(percent)%\(key)", "\(percent)%\(key)",
    ]
    return forms.first { $0.utf8.count <= room } ?? "\(percent)%"
  }

  /// Nanoseconds until the end at the pace so far; nil where that is nothing to wait for, or not known yet.
  private var remaining: UInt64? {
    guard done > 0, total > done, elapsed >= Self.quietTime else { return nil }
    let rest = Double(elapsed) * Double(total - done) / Double(done)
    return rest >= 1e9 && rest < 1e15 ? UInt64(rest) : nil
  }

  private var rate: Int { elapsed > 0 ? Int(Double(done) * 1e9 / Double(elapsed)) : 0 }
}

extension InspectorModel {
  /// The newest job that has taken long enough to be told of.
  public var shownJob: Job? { toldJobs.last }
  /// All that have, the newest last: the list of tabs has them below.
  public var toldJobs: [Job] { jobs.filter { $0.elapsed >= Job.quietTime } }

  mutating func startJob(_ kind: Job.Kind, tab: TabID) {
    endJob(kind, tab: tab)
    jobs.append(Job(kind, tab: tab))
  }

  mutating func endJob(_ kind: Job.Kind, tab: TabID) {
    jobs.removeAll { $0.kind == kind && $0.tab == tab }
  }

  mutating func endJobs(ofTab id: TabID) { jobs.removeAll { $0.tab == id } }

  mutating func moveJob(_ kind: Job.Kind, tab: TabID, _ change: (inout Job) -> Void) {
    guard let index = jobs.firstIndex(where: { $0.kind == kind && $0.tab == tab }) else { return }
    change(&jobs[index])
  }

  /// True if there was one to stop.
  mutating func stopNewestJob(_ effects: inout [Effect]) -> Bool {
    guard let job = jobs.popLast() else { return false }
    switch job.kind {
    case .scan(.search):
      effects.append(.scan(job.tab, .search, nil))
      search?.isStopped = true
      search?.waitingFrom = nil
      say(.info, "search stopped: \(Figures.plural(job.hits, "hit")) so far", &effects)
    case .scan(.preview): cancelFilter(&effects)
    case .scan(.filter):
      guard let index = index(of: job.tab) else { return true }
      setFilter(nil, tab: index, &effects)
      say(.info, "filter stopped and taken away", &effects)
    case .export: effects.append(.cancelExport(job.tab))
    }
    return true
  }
}
