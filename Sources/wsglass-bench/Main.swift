import Glibc

/// wsglass-bench: drivers that do one thing as fast as the library does it, and print one JSON line about it.
///
///     wsglass-bench recv URL [FOLDER]      take everything until close 1000, each frame into a log, or a capture too
///     wsglass-bench echo URL N SIZE        N round trips of SIZE bytes, one after the other
///     wsglass-bench many URL K             K connections at once, each frame into a log
///     wsglass-bench parse SIZE             frames of SIZE bytes from memory, without and with a log
///     wsglass-bench append N FOLDER        N records of 125 bytes into a log: in memory, and with a capture's files
///     wsglass-bench capture N FOLDER       makes a capture of N frames and prints where
///     wsglass-bench open CAPTURE...        opens captures, jumps about in them, scans the first
///     wsglass-bench log FOLDER PROGRESS    50,000 frames a second into a capture, until it is killed
///     wsglass-bench verify FOLDER PROGRESS...
///                                          what such kills have left: prefixes, and how much is missing
///     wsglass-bench flips N FOLDER         N times bytes are flipped or missing in what is read back
///     wsglass-bench scan N [FOLDER]        search and filter through a log of N messages, or a capture
///     wsglass-bench attack PERCENT         memory of eight connections under attack; 100 is a million frames each
///     wsglass-bench autobahn URL AGENT [OFFER]
///                                          the cases of an Autobahn fuzzing server, echoed; OFFER is what is offered of
///                                          permessage-deflate: "server_max_window_bits=9; server_no_context_takeover"
///     wsglass-bench export N [FOLDER]      a log of N frames of 125 bytes in each format, and JSON Lines back
///     wsglass-bench send N                 a script of N messages of 125 bytes, played as fast as it goes
///     wsglass-bench replay K SECONDS       a script on K connections, ten messages a second each, replies expected
///     wsglass-bench script N               loads scripts of N steps and runs them against nobody
///     wsglass-bench fields REPORT N M [NAME...]
///                                          every scalar in every field of the screen, part N of M, on standard output
///     wsglass-bench protocol               byte streams from standard input through the core; what came of each
@main
enum Main {
  static func main() async {
    signal(SIGPIPE, SIG_IGN)
    let words = Array(CommandLine.arguments.dropFirst())
    do {
      switch (words.first, words.count) {
      case ("recv", 2): try await ReceiveBench.run(words[1])
      case ("recv", 3): try await ReceiveBench.run(words[1], folder: words[2])
      case ("echo", 4): try await EchoBench.run(words[1], count: number(words[2]), size: number(words[3]))
      case ("many", 3): try await ManyBench.run(words[1], count: number(words[2]))
      case ("parse", 2): ParseBench.run(size: try number(words[1]))
      case ("append", 3): try CaptureBench.append(count: number(words[1]), folder: words[2])
      case ("capture", 3): try CaptureBench.make(count: number(words[1]), folder: words[2])
      case ("open", 2...): try CaptureBench.open(Array(words.dropFirst()))
      case ("log", 3): try CaptureBench.log(folder: words[1], progress: words[2])
      case ("verify", 3...): try CaptureBench.verify(Array(words.dropFirst()))
      case ("flips", 3): try FlipBench.run(rounds: number(words[1]), folder: words[2])
      case ("scan", 2): try ScanBench.run(count: number(words[1]))
      case ("scan", 3): try ScanBench.run(count: number(words[1]), folder: words[2])
      case ("attack", 2): try await AttackBench.run(scale: number(words[1]))
      case ("autobahn", 3): try await Autobahn.run(words[1], agent: words[2])
      case ("autobahn", 4):
        try await Autobahn.run(words[1], agent: words[2], offer: DeflateText.offer(words[3]))
      case ("export", 2): try ExportBench.run(count: number(words[1]))
      case ("export", 3): try ExportBench.run(count: number(words[1]), folder: words[2])
      case ("send", 2): try await ReplayBench.send(count: number(words[1]))
      case ("replay", 3):
        try await ReplayBench.many(connections: number(words[1]), seconds: number(words[2]))
      case ("script", 2): try ScriptBench.run(count: number(words[1]))
      case ("fields", 4...):
        try FieldBench.run(
          report: words[1], part: number(words[2]), of: number(words[3]), named: Array(words.dropFirst(4)))
      case ("protocol", 1): try ProtocolReplay.run()
      default: throw BenchError.usage
      }
    } catch {
      fflush(nil)
      let words = Array("wsglass-bench: \(error)\n".utf8)
      _ = words.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
      _exit(error as? BenchError == .usage ? 2 : 1)
    }
    // Not exit: the loop's thread still runs.
    fflush(nil)
    _exit(0)
  }

  private static func number(_ text: String) throws(BenchError) -> Int {
    guard let number = Int(text), number > 0 else { throw .usage }
    return number
  }
}

enum BenchError: Error, Equatable {
  case usage
  case notClean(String)
  /// Attacks under which a connection held over 1 MiB.
  case tooLarge([String])
  case noMemoryCount
}

/// CPU seconds, user and system, of this process so far.
func cpuSeconds() -> Double {
  var usage = rusage()
  getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
  func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
  return seconds(usage.ru_utime) + seconds(usage.ru_stime)
}

/// Microseconds at a share of the sorted nanoseconds.
func percentile(_ sorted: [UInt64], _ share: Double) -> Double {
  guard !sorted.isEmpty else { return 0 }
  return Double(sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))]) / 1e3
}

/// "key":value pairs as one line of JSON.
func printJSON(_ fields: [(String, any CustomStringConvertible)]) {
  print("{" + fields.map { "\"\($0)\":\($1)" }.joined(separator: ",") + "}")
}
