import ProfileFiles

/// `wsglass check`: reads every file of the user's and connects to nothing.
enum CheckCommand {
  static func run(_ arguments: Arguments) throws(Complaint) -> ExitCode {
    guard arguments.operands.isEmpty else {
      throw Complaint(
        code: .usage, what: "check takes no name: it reads all of the user's files",
        advice: ["wsglass profiles check NAME", "wsglass replay SCRIPT --check"])
    }
    let report = report()
    report.write()
    return report.isWell ? .success : .configuration
  }

  static func report() -> DoctorReport {
    var report = DoctorReport()
    Doctor.look(atSettings: &report)
    Doctor.look(atThemes: &report)
    look(atSnippets: &report)
    look(atProfiles: &report)
    return report
  }

  private static func look(atSnippets report: inout DoctorReport) {
    let file = SnippetFile()
    do throws(Complaint) {
      let count = try file.read().count
      report.add("snippets", count == 0 ? "\(file.path): none are saved" : "\(file.path): \(count)")
    } catch {
      report.add("snippets", error.what, advice: error.advice.first ?? "correct \(file.path)")
    }
  }

  private static func look(atProfiles report: inout DoctorReport) {
    let folder = ProfilePlaces.folder
    let names = folder.names()
    if names.isEmpty { report.add("profiles", "\(folder.path): none are saved") }
    for name in names {
      let faults = ProfilesCommand.faults(of: name, folder, environment: nil)
      if faults.isEmpty { report.add("profile", name) }
      for fault in faults { report.add("profile", fault, advice: "correct \(folder.path(of: name))") }
    }
  }
}
