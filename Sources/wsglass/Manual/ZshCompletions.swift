/// `wsglass completions zsh`: as a file `_wsglass` of $fpath, or sourced.
enum ZshCompletions {
  static let script = #"""
    #compdef wsglass
    # zsh completion for wsglass, made by "wsglass completions zsh"

    _wsglass_captures() {
      local -a names place
      [[ -n ${opt_args[--captures]} ]] && place=(--captures ${(Q)opt_args[--captures]})
      names=(${(f)"$(_call_program captures $words[1] captures --names ${(q)place} 2>/dev/null)"})
      local expl
      _wanted captures expl capture compadd -a names
    }

    _wsglass_profiles() {
      local -a names
      names=(${(f)"$(_call_program profiles $words[1] profiles list --names 2>/dev/null)"})
      local expl
      _wanted profiles expl profile compadd -a names
    }

    _wsglass_logs() {
      _alternative 'profiles:profile:_wsglass_profiles' 'captures:capture:_wsglass_captures' 'files:file:_files'
    }

    _wsglass_profile_words() {
      _alternative 'words:word:_wsglass_operand_profiles' 'profiles:profile:_wsglass_profiles' 'files:file:_files'
    }

    _wsglass_themes() {
      local -a names
      names=(${(f)"$(_call_program themes $words[1] completions themes 2>/dev/null)"})
      local expl
      _wanted themes expl theme compadd -a names
    }

    \#(lists)

    _wsglass_first() {
      _alternative 'commands:command:_wsglass_commands' 'profiles:profile:_wsglass_profiles' 'captures:capture:_wsglass_captures' 'files:file:_files'
    }

    _wsglass() {
      local -A opt_args
      local curcontext=$curcontext state line command=inspect word skip ended i
      for ((i = 2; i < CURRENT; i++)); do
        word=$words[i]
        if [[ -n $skip ]]; then
          skip=
        elif [[ -z $ended && $word == -- ]]; then
          ended=1
        elif [[ -z $ended && $word == -?* ]]; then
          case $word in
            (\#(longWithValue)|-[\#(flags)]#[\#(valued)]) skip=1 ;;
          esac
        else
          case $word in
            (\#(Command.named.map(\.rawValue).joined(separator: "|"))) command=$word ;;
          esac
          break
        fi
      done
      case $command in
    \#(commands)
      esac
    }

    if [[ $funcstack[1] == _wsglass ]]; then
      _wsglass "$@"
    else
      compdef _wsglass wsglass
    fi

    """#

  private static let longWithValue = Option.table.filter { $0.value != nil && !$0.valueIsOptional }
    .map { "--\($0.name.rawValue)" }.joined(separator: "|")
  private static let flags = String(Option.table.filter { $0.value == nil }.compactMap(\.short))
  private static let valued = String(Option.table.filter { $0.value != nil }.compactMap(\.short))

  /// A function for each list of words, with their meanings.
  private static var lists: String {
    var functions = [
      function("commands", Command.named.map { .init(text: $0.rawValue, help: $0.help) }, what: "command")
    ]
    for option in Option.table {
      guard case .words(let words) = option.candidates else { continue }
      functions.append(function("value_\(option.name.rawValue)", words, what: "value"))
    }
    for command in Command.named {
      guard let words = command.candidates.words else { continue }
      functions.append(function("operand_\(command.rawValue)", words, what: "word"))
    }
    return functions.joined(separator: "\n\n")
  }

  private static func function(_ name: String, _ words: [Candidates.Word], what: String) -> String {
    let rows = words.map { word in
      let text = word.text.split(separator: ":", omittingEmptySubsequences: false).joined(separator: #"\:"#)
      return "    " + quoted(word.help.isEmpty ? text : "\(text):\(word.help)")
    }
    return """
      _wsglass_\(name)() {
        local -a list=(
      \(rows.joined(separator: "\n"))
        )
        _describe -t values \(what) list
      }
      """
  }

  private static var commands: String {
    Command.allCases.map { command in
      var specs = Option.takenBy(command).flatMap(specs)
      if command == .inspect {
        specs += ["1: :_wsglass_first", "*: :_wsglass_logs"]
      } else {
        specs.append("1: :(\(command.rawValue))")
        if command.candidates != .nothing {
          specs.append("*: :\(action(command.candidates, "operand_\(command.rawValue)"))")
        }
      }
      return "    (\(command.rawValue))\n      _arguments -s -S : \\\n"
        + specs.map { "        \(quoted($0))" }.joined(separator: " \\\n") + " ;;"
    }.joined(separator: "\n")
  }

  private static func specs(_ option: Option) -> [String] {
    let help = escaped(option.help, "[]")
    guard let value = option.value else {
      return (option.short.map { ["*-\($0)[\(help)]"] } ?? []) + ["*--\(option.name.rawValue)[\(help)]"]
    }
    let label = escaped(String(value.filter { $0 != "'" }), ":")
    let rest =
      "[\(help)]\(option.valueIsOptional ? "::" : ":")\(label):"
      + action(option.candidates, "value_\(option.name.rawValue)")
    return (option.short.map { ["*-\($0)+\(rest)"] } ?? [])
      + ["*--\(option.name.rawValue)=\(option.valueIsOptional ? "-" : "")\(rest)"]
  }

  private static func action(_ candidates: Candidates, _ list: String) -> String {
    switch candidates {
    case .nothing: " "
    case .words: "_wsglass_\(list)"
    case .files: "_files"
    case .folders: "_files -/"
    case .themes: "_wsglass_themes"
    case .logs: "_wsglass_logs"
    case .profiles: "_wsglass_profiles"
    case .profileWords: "_wsglass_profile_words"
    }
  }

  private static func escaped(_ text: String, _ signs: String) -> String {
    text.map { signs.contains($0) || $0 == "\\" ? "\\\($0)" : String($0) }.joined()
  }

  private static func quoted(_ text: String) -> String {
    "'\(text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: #"'\''"#))'"
  }
}
