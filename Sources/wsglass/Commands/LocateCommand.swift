import Canvas
import Glibc

/// `wsglass locate`: where the user's files are, for editors and scripts. What is not there yet has a place, too.
enum LocateCommand {
  static var names: [String] { FilePlace.table.compactMap(\.name) }

  static func run(_ arguments: Arguments) throws(Complaint) -> ExitCode {
    guard arguments.operands.count < 2 else {
      throw Complaint(
        code: .usage, what: "locate takes one name", why: ["there are \(names.joined(separator: ", "))"])
    }
    for line in try lines(arguments.operands.first) { writeLine(line) }
    return .success
  }

  /// The path alone of one, `$(wsglass locate config)`; names and paths of all.
  static func lines(_ name: String?) throws(Complaint) -> [String] {
    guard let name else {
      return FilePlace.table.compactMap { place in
        guard let name = place.name else { return nil }
        let pad = String(repeating: " ", count: max(1, 12 - name.utf8.count))
        return safe("\(name)\(pad)\(place.place)\(access(place.place, F_OK) == 0 ? "" : "  (not there)")")
      }
    }
    guard let place = FilePlace.table.first(where: { $0.name == name }) else {
      throw Complaint(
        code: .usage, what: "locate knows no \"\(name)\"" + ThemeWords.guess(NearestName.of(name, in: names)),
        why: ["there are \(names.joined(separator: ", "))"])
    }
    return [safe(place.place)]
  }
}
