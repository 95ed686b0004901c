/// `wsglass completions fish`.
enum FishCompletions {
  static let script = #"""
    # fish completion for wsglass, made by "wsglass completions fish"

    # The command of the line; "none" where there is no operand yet.
    function __wsglass_command
        set -l words (commandline -opc)
        set -e words[1]
        set -l skip ''
        set -l ended ''
        for word in $words
            if test -n "$skip"
                set skip ''
                continue
            end
            if test -z "$ended"
                if test "$word" = --
                    set ended 1
                    continue
                end
                if contains -- "$word" \#(longWithValue); or string match -qr -- '^-[\#(flags)]*[\#(valued)]$' "$word"
                    set skip 1
                    continue
                end
                if string match -q -- '-?*' "$word"
                    continue
                end
            end
            if contains -- "$word" \#(Command.named.map(\.rawValue).joined(separator: " "))
                echo "$word"
            else
                echo inspect
            end
            return
        end
        echo none
    end

    function __wsglass_is
        contains -- (__wsglass_command) $argv
    end

    # Hundreds of captures would hide the commands: they come once something is typed.
    function __wsglass_is_typed
        set -l token (commandline -ct)
        __wsglass_is $argv; or begin
            __wsglass_is none; and test -n "$token"
        end
    end

    function __wsglass_ask
        set -l words (commandline -opc)
        command $words[1] $argv 2>/dev/null
    end

    function __wsglass_captures
        set -l words (commandline -opc)
        set -l place
        for index in (seq (count $words))
            switch $words[$index]
                case --captures
                    set place --captures $words[(math $index + 1)]
                case '--captures=*'
                    set place $words[$index]
            end
        end
        __wsglass_ask captures --names $place
    end

    \#(lists)

    complete -c wsglass -f
    \#(lines)

    """#

  private static let longWithValue = Option.table.filter { $0.value != nil && !$0.valueIsOptional }
    .map { "--\($0.name.rawValue)" }.joined(separator: " ")
  private static let flags = String(Option.table.filter { $0.value == nil }.compactMap(\.short))
  private static let valued = String(Option.table.filter { $0.value != nil }.compactMap(\.short))

  private static var lists: String {
    var functions: [String] = []
    for option in Option.table {
      guard case .words(let words) = option.candidates else { continue }
      functions.append(function("value_\(option.name.rawValue)", words))
    }
    for command in Command.named {
      guard let words = command.candidates.words else { continue }
      functions.append(function("operand_\(command.rawValue)", words))
    }
    return functions.joined(separator: "\n\n")
  }

  private static func function(_ name: String, _ words: [Candidates.Word]) -> String {
    let rows = words.map { "        \(quoted($0.text)) \(quoted($0.help))" }
    return """
      function __wsglass_\(name)
          printf '%s\\t%s\\n' \\
      \(rows.joined(separator: " \\\n"))
      end
      """
  }

  private static var lines: String {
    var lines = Command.named.map { command in
      line("none", "-a \(command.rawValue) -d \(quoted(command.help))")
    }
    for command in Command.allCases where command.candidates != .nothing {
      let name = command == .inspect ? "none inspect" : command.rawValue
      if command.candidates == .logs {
        lines.append(
          "complete -c wsglass -n '__wsglass_is_typed \(command.rawValue)' -a '(__wsglass_captures)' -d capture"
        )
        lines.append(line(name, "-a '(__wsglass_ask profiles list --names)' -d profile"))
        lines.append(line(name, "-F"))
      } else {
        lines.append(line(name, arguments(command.candidates, "operand_\(command.rawValue)")))
      }
    }
    for option in Option.table {
      let commands = Command.allCases.filter { option.commands.contains($0) }
        .map { $0 == .inspect ? "none inspect" : $0.rawValue }
      let short = option.short.map { "-s \($0) " } ?? ""
      let value =
        option.value == nil
        ? ""
        : (option.valueIsOptional ? "" : "-r ")
          + arguments(option.candidates, "value_\(option.name.rawValue)") + " "
      lines.append(
        line(
          commands.joined(separator: " "),
          "\(short)-l \(option.name.rawValue) \(value)-d \(quoted(option.help))"))
    }
    return lines.joined(separator: "\n")
  }

  private static func line(_ commands: String, _ rest: String) -> String {
    "complete -c wsglass -n '__wsglass_is \(commands)' \(rest)"
  }

  private static func arguments(_ candidates: Candidates, _ list: String) -> String {
    switch candidates {
    case .nothing: "-f"
    case .words: "-f -a '(__wsglass_\(list))'"
    case .files, .logs: "-F"
    case .folders: "-f -a '(__fish_complete_directories)'"
    case .themes: "-f -a '(__wsglass_ask completions themes)'"
    case .profiles: "-f -a '(__wsglass_ask profiles list --names)'"
    case .profileWords: "-F -a '(__wsglass_\(list)) (__wsglass_ask profiles list --names)'"
    }
  }

  private static func quoted(_ text: String) -> String {
    "'\(text.map { $0 == "'" || $0 == "\\" ? "\\\($0)" : String($0) }.joined())'"
  }
}
