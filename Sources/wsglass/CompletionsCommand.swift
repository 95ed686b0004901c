import Glibc

/// The shells that completions are made for.
enum Shell: String, CaseIterable {
  case bash, zsh, fish

  var script: String {
    switch self {
    case .bash: BashCompletions.script
    case .zsh: ZshCompletions.script
    case .fish: FishCompletions.script
    }
  }
}

/// `wsglass completions`: a script for a shell. It asks `wsglass captures --names` and `wsglass completions themes` for
/// what only the machine knows.
enum CompletionsCommand {
  /// How the scripts come to their shells.
  static let uses = [
    "source <(wsglass completions bash)",
    "wsglass completions bash > ~/.local/share/bash-completion/completions/wsglass",
    "source <(wsglass completions zsh)",
    "wsglass completions zsh > ~/.zfunc/_wsglass   # a folder of $fpath",
    "wsglass completions fish | source",
    "wsglass completions fish > ~/.config/fish/completions/wsglass.fish",
  ]

  static func run(_ arguments: Arguments) throws(Complaint) -> ExitCode {
    if arguments.operands == ["themes"] {
      for name in ThemeFile.names { writeLine(name) }
      return .success
    }
    guard arguments.operands.count == 1, let shell = Shell(rawValue: arguments.operands[0]) else {
      throw Complaint(
        code: .usage,
        what: "which shell? There are \(Shell.allCases.map(\.rawValue).joined(separator: ", "))",
        advice: [uses[0]])
    }
    writeLine(String(shell.script.dropLast()))
    return .success
  }
}

extension ThemeFile {
  /// Every theme that is there, by its name; those with names that could not be given back are left out.
  static var names: [String] {
    var found: Set<String> = []
    for directory in directories {
      guard let folder = opendir(directory) else { continue }
      defer { closedir(folder) }
      while let entry = readdir(folder) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) {
          $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
        guard name.hasSuffix(".json"), safe(name) == name else { continue }
        found.insert(String(name.dropLast(5)))
      }
    }
    return found.sorted()
  }
}
