/// `wsglass completions bash`: needs bash 4.3 and nothing else.
enum BashCompletions {
  static let script = #"""
    # bash completion for wsglass, made by "wsglass completions bash"

    # The words that begin with what is typed.
    _wsglass_offer() {
      local word
      for word; do
        [[ $word == "$part"* ]] && COMPREPLY+=("$before$word")
      done
    }

    # compgen -f or -d, and what the shell itself finds where that is nothing.
    _wsglass_files() {
      local name
      compopt -o filenames -o "$2" 2>/dev/null
      while IFS= read -r name; do
        COMPREPLY+=("$before$name")
      done < <(compgen "$1" -- "$part")
    }

    _wsglass_ask() {
      local name names=()
      while IFS= read -r name; do
        names+=("$name")
      done < <("${COMP_WORDS[0]}" "$@" 2>/dev/null)
      _wsglass_offer "${names[@]}"
    }

    _wsglass_logs() {
      _wsglass_ask profiles list --names
      _wsglass_ask captures --names ${folder:+--captures "$folder"}
      _wsglass_files -f default
    }

    _wsglass_value() {
      case $1 in
    \#(values)
      esac
    }

    _wsglass() {
      local before= part= pending= ended= command= folder= kept= rest word blank sign i
      local words=()
      COMPREPLY=()
      # Bash takes words apart at "=" and ":" too; what has no blank between is put together again.
      rest=${COMP_LINE:0:COMP_POINT}
      for ((i = 0; i <= COMP_CWORD; i++)); do
        blank=${rest%%[![:blank:]]*}
        rest=${rest#"$blank"}
        word=${COMP_WORDS[i]}
        ((i < COMP_CWORD)) || word=$rest
        if ((i > 0)) && [[ -z $blank ]]; then
          words[-1]+=$word
        else
          words+=("$word")
        fi
        rest=${rest#"$word"}
      done
      for ((i = 1; i < ${#words[@]} - 1; i++)); do
        word=${words[i]}
        if [[ -n $pending ]]; then
          [[ $pending == --captures ]] && folder=$word
          pending=
        elif [[ -n $ended || $word != -?* ]]; then
          [[ -n $command ]] && continue
          case $word in
            \#(commands.joined(separator: "|"))) command=$word ;;
            *) command=inspect ;;
          esac
        elif [[ $word == -- ]]; then
          ended=1
        elif [[ $word == --captures=* ]]; then
          folder=${word#*=}
        elif [[ $word == --* ]]; then
          case $word in
            \#(longWithValue.joined(separator: "|"))) pending=$word ;;
          esac
        else
          # Letters one after the other; one with a value takes the rest, or the next word.
          while word=${word:1}; [[ -n $word ]]; do
            case ${word:0:1} in
    \#(letters)
            esac
            [[ -n $pending ]] || continue
            ((${#word} == 1)) || pending=
            break
          done
        fi
      done
      word=${words[-1]}
      part=$word
      if [[ -n $pending ]]; then
        _wsglass_value "$pending"
      elif [[ -z $ended && $word == --*=* ]]; then
        before=${word%%=*}=
        part=${word#*=}
        _wsglass_value "${word%%=*}"
      elif [[ -z $ended && $word == -* ]]; then
        case $command in
    \#(options)
        esac
      else
        case $command in
    \#(operands)
        esac
      fi
      [[ ${#COMPREPLY[@]} == 1 && $COMPREPLY == *= ]] && compopt -o nospace 2>/dev/null
      for sign in = :; do
        [[ $COMP_WORDBREAKS == *"$sign"* && $word == *"$sign"* ]] || continue
        rest=${word%"${word##*"$sign"}"}
        ((${#rest} > ${#kept})) && kept=$rest
      done
      COMPREPLY=("${COMPREPLY[@]#"$kept"}")
    }

    complete -F _wsglass wsglass

    """#

  private static let commands = Command.named.map(\.rawValue)
  private static let longWithValue = Option.table.filter { $0.value != nil && !$0.valueIsOptional }
    .map { "--\($0.name.rawValue)" }

  private static var letters: String {
    let valued = Option.table.filter { $0.value != nil }
    return valued.compactMap { option in
      option.short.map { "          \($0)) pending=--\(option.name.rawValue) ;;" }
    }.joined(separator: "\n")
  }

  private static var values: String {
    Option.table.filter { $0.candidates != .nothing }.map { option in
      "    --\(option.name.rawValue)) \(offer(option.candidates)) ;;"
    }.joined(separator: "\n")
  }

  private static var options: String {
    Command.allCases.map { command in
      let words = Option.takenBy(command).flatMap { option in
        (option.short.map { ["-\($0)"] } ?? []) + ["--\(option.name.rawValue)"]
      }
      let name = command == .inspect ? "inspect | ''" : command.rawValue
      return "      \(name)) _wsglass_offer \(words.joined(separator: " ")) ;;"
    }.joined(separator: "\n")
  }

  private static var operands: String {
    let named = Command.allCases.filter { $0.candidates != .nothing }.map { command in
      "      \(command.rawValue)) \(offer(command.candidates)) ;;"
    }
    // Hundreds of captures would hide the commands: they come once something is typed.
    let first = """
            '')
              _wsglass_offer \(commands.joined(separator: " "))
              if [[ -n $part ]]; then _wsglass_logs; else _wsglass_files -f default; fi
              ;;
      """
    return ([first] + named).joined(separator: "\n")
  }

  private static func offer(_ candidates: Candidates) -> String {
    switch candidates {
    case .nothing: ":"
    case .words(let words): "_wsglass_offer \(words.map { quoted($0.text) }.joined(separator: " "))"
    case .files: "_wsglass_files -f default"
    case .folders: "_wsglass_files -d dirnames"
    case .themes: "_wsglass_ask completions themes"
    case .logs: "_wsglass_logs"
    case .profiles: "_wsglass_ask profiles list --names"
    case .profileWords(let words):
      "\(offer(.words(words))); _wsglass_ask profiles list --names; _wsglass_files -f default"
    }
  }

  private static func quoted(_ text: String) -> String {
    text.allSatisfy { $0.isLetter || $0.isNumber || "-_.:=".contains($0) }
      ? text : "'\(text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: #"'\''"#))'"
  }
}
