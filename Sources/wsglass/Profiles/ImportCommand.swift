import Glibc
import ProfileFiles
import Profiles

/// `wsglass profiles import`: makes profiles of what other programs saved. Secrets in it go to files of their own, and
/// what could not be carried over is told.
enum ImportCommand {
  static func run(_ operands: [String], _ arguments: Arguments) throws(Complaint) -> ExitCode {
    guard let first = operands.first else {
      throw Complaint(
        code: .usage, what: "profiles import takes a file, a folder, or - for standard input",
        advice: [
          "wsglass profiles import - < command.txt", "wsglass profiles import collection.yaml --as feed",
        ])
    }
    var found: [ImportedProfile] = []
    if first == "curl" {
      // A shell has taken it apart already.
      do throws(CurlCommand.Fault) {
        found = [ImportedProfile(try CurlCommand(words: operands.map(Template.literal)))]
      } catch {
        throw ImportWords.complaint(ImportFault(.curl(error), file: ""))
      }
    } else {
      for source in operands {
        do throws(ImportFault) {
          found += try ProfileImport.read(try ImportFiles.read(source))
        } catch {
          throw ImportWords.complaint(error)
        }
      }
    }
    let wanted = arguments.value(.as)
    if wanted != nil, found.count > 1 {
      throw Complaint(
        code: .usage, what: "--as names one profile, and there are \(found.count) connections",
        why: [found.map(\.name).joined(separator: ", ")])
    }
    var names = Set<String>()
    for imported in found {
      let name = try name(for: imported, wanted, among: names)
      names.insert(name)
      try save(imported, as: name, overwrites: arguments.has(.force))
    }
    return .success
  }

  /// The one that is asked for, or one made of what the other program calls it.
  private static func name(for imported: ImportedProfile, _ wanted: String?, among taken: Set<String>)
    throws(Complaint) -> String
  {
    if let wanted {
      do throws(ProfileName.Fault) {
        try ProfileName.check(wanted, reserved: ProfilePlaces.reserved)
      } catch {
        throw Complaint(
          code: .usage, what: "--as \(wanted): \(ProfileWords.describe(error))", advice: ["--as prod-feed"])
      }
      return wanted
    }
    var stem = ProfileName.made(from: imported.name)
    if stem.isEmpty || ProfilePlaces.reserved.contains(stem) { stem = "imported" }
    var name = stem
    var number = 2
    while taken.contains(name) {
      name = "\(stem)-\(number)"
      number += 1
    }
    return name
  }

  private static func save(_ imported: ImportedProfile, as name: String, overwrites: Bool) throws(Complaint) {
    let saved = try ProfileSaving.save(imported.profile, as: name, overwrites: overwrites)
    writeLine(safe("\(name): \(saved.path)"))
    for secret in saved.secrets { writeLine(safe("  secret \(secret)")) }
    for leftover in imported.leftovers {
      writeLine(safe("  not carried over: \(ImportWords.describe(leftover))"))
    }
    for fault in saved.faults { writeLine(safe("  to be mended: \(fault)")) }
  }
}
