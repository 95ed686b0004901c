import CLinux
import Glibc
import Locks

/// The command line, taken apart by getopt_long and checked against the option table.
struct Arguments: Sendable {
  var command: Command
  /// In the order given; an option may come more than once.
  var options: [(name: Option.Name, value: String)]
  var operands: [String]

  init(_ words: [String]) throws(Complaint) {
    let (parsed, operands) = try Arguments.parse(words)
    let named = operands.first.flatMap(Command.init(rawValue:))
    command = named == .inspect ? .inspect : named ?? .inspect
    self.operands = named == nil || named == .inspect ? operands : Array(operands.dropFirst())
    options = parsed
    for (name, _) in options {
      guard let option = Option.table.first(where: { $0.name == name }), !option.commands.contains(command)
      else {
        continue
      }
      throw Complaint(
        code: .usage, what: "--\(name.rawValue) does not go with \"wsglass \(command.rawValue)\"",
        why: ["it belongs to: \(option.commands.map(\.rawValue).sorted().joined(separator: ", "))"],
        advice: ["wsglass --help"])
    }
  }

  func has(_ name: Option.Name) -> Bool { options.contains { $0.name == name } }
  func values(_ name: Option.Name) -> [String] { options.filter { $0.name == name }.map(\.value) }
  /// The last one given counts, as with curl.
  func value(_ name: Option.Name) -> String? { values(name).last }

  /// A whole number within `range`, or a complaint that says which numbers there are.
  func number(_ name: Option.Name, in range: ClosedRange<Int>) throws(Complaint) -> Int? {
    guard let text = value(name) else { return nil }
    guard let number = Int(text), range.contains(number) else {
      throw Complaint(
        code: .usage,
        what: "--\(name.rawValue) \(text): not a number from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  /// Seconds, also with a fraction, as nanoseconds.
  func nanoseconds(_ name: Option.Name, in range: ClosedRange<Double>) throws(Complaint) -> UInt64? {
    guard let text = value(name) else { return nil }
    guard let seconds = Double(text), range.contains(seconds) else {
      throw Complaint(
        code: .usage,
        what:
          "--\(name.rawValue) \(text): not a number of seconds from \(range.lowerBound) to \(range.upperBound)"
      )
    }
    return UInt64(seconds * 1e9)
  }

  /// getopt keeps its place in variables of the whole process, so one command line is parsed at a time.
  private static let getoptIsBusy = Lock(())

  private static func parse(_ words: [String]) throws(Complaint) -> ([(Option.Name, String)], [String]) {
    try getoptIsBusy.withLock { _ throws(Complaint) in try parseAlone(words) }
  }

  private static func parseAlone(_ words: [String]) throws(Complaint) -> ([(Option.Name, String)], [String]) {
    // getopt reorders the pointers it is given and keeps some, so both tables stay allocated until the end.
    var argv = words.map { strdup($0) } + [nil]
    defer { for word in argv { free(word) } }
    let first = Int32(256)
    var long = Option.table.enumerated().map { index, option in
      optionEntry(
        strdup(option.name.rawValue),
        option.value == nil
          ? no_argument : option.valueIsOptional ? optional_argument : required_argument,
        first + Int32(index))
    }
    long.append(CLinux.option())
    defer { for entry in long { free(UnsafeMutablePointer(mutating: entry.name)) } }
    let short =
      ":"
      + Option.table.compactMap { option in
        option.short.map { String($0) + (option.value == nil ? "" : ":") }
      }.joined()

    wsglass_getopt_quietly()
    var options: [(Option.Name, String)] = []
    while true {
      let found = getopt_long(Int32(words.count), &argv, short, long, nil)
      if found == -1 { break }
      // getopt_long has stepped past the option, and its array is in its own order by now.
      let word = argv[max(0, Int(wsglass_optind()) - 1)].map { String(cString: $0) } ?? ""
      if found == 63 /* ? */ {
        throw Complaint(
          code: .usage, what: "unknown option: \(word)", why: [nearest(to: word)].compactMap(\.self),
          advice: ["wsglass --help"])
      }
      if found == 58 /* : */ {
        throw Complaint(code: .usage, what: "this option needs a value: \(word)", advice: ["wsglass --help"])
      }
      let entry = Option.table.enumerated().first { index, option in
        found == first + Int32(index) || option.short.flatMap(\.asciiValue).map(Int32.init) == found
      }
      guard let option = entry?.element else { continue }
      options.append((option.name, wsglass_optarg().map { String(cString: $0) } ?? ""))
    }
    var operands: [String] = []
    var index = Int(wsglass_optind())
    while index < words.count, let word = argv[index] {
      operands.append(String(cString: word))
      index += 1
    }
    return (options, operands)
  }

  /// "did you mean" for a mistyped long option: one that shares the first three letters.
  private static func nearest(to word: String) -> String? {
    let typed = word.drop { $0 == "-" }
    guard typed.count >= 3 else { return nil }
    let close = Option.table.map(\.name.rawValue).filter { $0.hasPrefix(typed.prefix(3)) }
    return close.isEmpty ? nil : "did you mean --\(close.joined(separator: ", --"))?"
  }
}

private func optionEntry(_ name: UnsafeMutablePointer<CChar>?, _ argument: Int32, _ value: Int32)
  -> CLinux.option
{
  CLinux.option(name: UnsafePointer(name), has_arg: argument, flag: nil, val: value)
}
