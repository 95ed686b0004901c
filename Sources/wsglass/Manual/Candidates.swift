import Formats
import FrameFilter

/// What can stand in a place of a command line, for the shells to offer.
enum Candidates: Equatable {
  case nothing
  case words([Word])
  case files
  case folders
  /// Asked for when they are needed: `wsglass completions themes`.
  case themes
  /// Names of captures (`wsglass captures --names`) and files.
  case logs
  /// Names of profiles: `wsglass profiles list --names`.
  case profiles
  /// The same, behind words.
  case profileWords([Word])

  struct Word: Equatable {
    var text: String
    var help: String
  }
}

extension Candidates {
  /// Those that are known beforehand.
  var words: [Word]? {
    switch self {
    case .words(let words), .profileWords(let words): words
    default: nil
    }
  }
}

extension Option {
  /// For its value.
  var candidates: Candidates {
    switch name {
    case .format:
      .words(ExportFormat.allCases.map { .init(text: $0.rawValue, help: ManualFormats.words($0)) })
    case .theme: .themes
    case .profile: .profiles
    case .tolerate: .words(ToleranceOption.names.map { .init(text: $0.name, help: "") })
    case .deflate: .words(DeflateOption.names.map { .init(text: $0, help: "") })
    case .filter:
      .words(
        FrameFilter.terms.filter { $0.name.hasSuffix(":") }.flatMap { term in
          // A shell would take "*" for itself.
          term.values.filter { $0.text != "*" }.map { .init(text: term.name + $0.text, help: $0.help) }
        })
    case .speed: .words(["0.5", "1", "2", "10", "max"].map { .init(text: $0, help: "") })
    case .includeSecrets: .words([.init(text: "yes", help: "do not ask")])
    default:
      switch value {
      case "FILE", "PATH": .files
      case "DIR": .folders
      default: .nothing
      }
    }
  }

  static func takenBy(_ command: Command) -> [Option] { table.filter { $0.commands.contains(command) } }
}

extension Command {
  /// For its operands; without a command, the commands themselves come first.
  var candidates: Candidates {
    switch self {
    case .inspect, .export: .logs
    case .replay: .files
    case .man: .words(ManualCommand.topics.map { .init(text: $0, help: "") })
    case .completions: .words(Shell.allCases.map { .init(text: $0.rawValue, help: "") })
    case .record: .profiles
    case .profiles:
      .profileWords(ProfilesCommand.Verb.allCases.map { .init(text: $0.rawValue, help: $0.help) })
    case .locate:
      .words(FilePlace.table.compactMap { place in place.name.map { .init(text: $0, help: place.help) } })
    case .demo, .serve, .captures, .check, .doctor: .nothing
    }
  }

  /// Those that are named; the inspector is what there is without a name.
  static let named = allCases.filter { $0 != .inspect }
}
