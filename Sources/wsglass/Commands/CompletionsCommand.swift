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
