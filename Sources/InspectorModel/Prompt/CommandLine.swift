import FrameFilter

/// A line after `:`, understood or not.
public enum CommandLine: Sendable, Equatable {
  case nothing
  case quit
  case quitNow
  case connect(String)
  case closeTab
  case clear
  case reconnect
  case disconnect(code: UInt16, reason: String)
  case demo
  case theme(String)
  /// The one that is on, for an empty name.
  case saveTheme(String)
  case help
  case goTo(Int)
  case tab(Int)
  /// A frame that is no text, as compose would take it.
  case send(ComposeType, String)
  case filter(String)
  case note(String)
  case marks
  case export(format: String, file: String)
  case captures
  case replay(String)
  case script(String)
  case profiles
  case profile(name: String, environment: String)
  case newProfile(String)
  case saveProfile(String)
  case secrets(isShown: Bool)
  case options
  case snippet(String)
  case saveSnippet(String)
  case sendFragments(String)
  case broadcast(String)
  case split(String)
  case resetLayout
  case report(Report.Page)
  case difference([String])
  case tips(isOn: Bool)
  case unknown(String)

  /// What there is, for help and for the message about a word that is not there.
  public static let words: [(word: String, help: String)] = [
    (":42", "go to frame 42"), (":connect URL", "connect in a new tab"), (":reconnect", "connect again"),
    (":disconnect [CODE [REASON]]", "send Close, 1000 by default"), (":close", "close the tab; asks if open"),
    (":clear", "clear the log"), (":demo", "start the demo"),
    (":theme [NAME] [save]", "another look, for good; without NAME a list"),
    (":filter EXPR", "show what matches; without EXPR all"),
    (":note TEXT", "a note on the row, which marks it"),
    (":marks", "list of marks"), (":export [FORMAT] [FILE]", "jsonl, har, csv, text, pcapng or raw"),
    (":replay FILE", "play a script here"), (":script FILE", "selected or marked rows as a script"),
    (":captures", "captures on disk"), (":profiles", "saved connections"),
    (":profile NAME [ENV]", "connect by a profile"), (":new-profile NAME", "make one in your editor"),
    (":save-profile [NAME]", "keep how this tab connects"),
    (":secrets show", "secrets of this tab in payloads; :secrets hide"),
    (":options", "how this tab connects; changes and connects"),
    (":split [N | swap]", "tab N beside this one; again for one tab"),
    (":reset-layout", "columns, panes, theme as they were at first"),
    (":broadcast [all | off | 1 3]", "tabs that messages go to"),
    (":snippet [NAME]", "a saved message into compose"),
    (":save-snippet NAME", "keep the draft under a name"),
    (":send-fragments N", "send the draft in frames of N bytes"),
    (":frame", "all that is known of the row"), (":handshake", "how the row's connection was made"),
    (":why", "why it ended"),
    (":stats", "rates, sizes, round trips, types"), (":messages", "what was said in the bottom line"),
    (":tips on | off", "a hint at the right moment, each once"),
    (":diff [A [B]]", "what differs of two messages: marked, of a split, #A and #B, or 2:B of tab 2"),
    (":mono", "no colours"), (":tab N", "go to tab N"),
    (":ping [TEXT]", "send a ping"), (":pong [TEXT]", "send a pong"), (":binary HEX", "send bytes"),
    (":help", "keys and help"),
    (":q", "quit; asks if open"), (":q!", "quit now"),
  ]

  /// Those that mean something without a screen.
  public static var plainWords: [(word: String, help: String)] {
    let screen = [":clear", ":theme", ":mono", ":tips", ":q!", ":reset-layout"]
    return words.filter { line in !screen.contains { line.word == $0 || line.word.hasPrefix($0 + " ") } }
  }

  public init(_ line: String) {
    let parts = line.split(maxSplits: 1, omittingEmptySubsequences: true) { $0 == " " }.map(String.init)
    let rest = parts.count > 1 ? parts[1].trimmedLine : ""
    guard let word = parts.first else {
      self = .nothing
      return
    }
    switch word {
    case "q", "quit": self = .quit
    case "q!", "quit!": self = .quitNow
    case "connect", "open", "o": self = .connect(rest)
    case "close": self = .closeTab
    case "clear": self = .clear
    case "reconnect", "r": self = .reconnect
    case "disconnect": self = Self.disconnect(rest)
    case "demo": self = .demo
    case "mono": self = .theme("mono")
    case "theme" where rest == "save": self = .saveTheme("")
    case "theme" where rest.hasSuffix(" save"): self = .saveTheme(String(rest.dropLast(5)).trimmedLine)
    case "theme": self = .theme(rest)
    case "help", "h": self = .help
    case "filter", "f": self = .filter(rest)
    case "note": self = .note(rest)
    case "marks": self = .marks
    // A command's name with a blank for its hyphen is no file's.
    case "save" where Self.isInTwoWords("save \(rest)"): self = .unknown("save \(rest)")
    case "export", "save": self = Self.export(rest)
    case "captures": self = .captures
    case "replay": self = .replay(rest)
    case "script": self = .script(rest)
    case "profiles": self = .profiles
    case "profile" where !rest.isEmpty:
      let words = rest.split(separator: " ", maxSplits: 1).map(String.init)
      self = .profile(name: words[0], environment: words.count > 1 ? words[1].trimmedLine : "")
    case "profile": self = .profiles
    case "new-profile": self = .newProfile(rest)
    case "save-profile": self = .saveProfile(rest)
    case "options": self = .options
    case "snippet": self = .snippet(rest)
    case "save-snippet": self = .saveSnippet(rest)
    case "send-fragments": self = .sendFragments(rest)
    case "broadcast": self = .broadcast(rest)
    case "split": self = .split(rest)
    case "reset-layout": self = .resetLayout
    case "tab": self = Int(rest).map { .tab($0) } ?? .unknown("tab \(rest)")
    case "ping": self = .send(.ping, rest)
    case "pong": self = .send(.pong, rest)
    case "binary": self = .send(.binaryHex, rest)
    case "secrets" where rest == "show" || rest == "hide": self = .secrets(isShown: rest == "show")
    case "secrets": self = .unknown("secrets \(rest)")
    case "tips" where rest == "on" || rest == "off": self = .tips(isOn: rest == "on")
    case "tips": self = .unknown("tips \(rest)")
    case "diff": self = .difference(rest.split(separator: " ").map(String.init))
    case "frame": self = .report(.frame)
    case "handshake": self = .report(.handshake)
    case "why": self = .report(.ending)
    case "stats": self = .report(.figures)
    case "messages": self = .report(.messages)
    default: self = Int(word).map { .goTo($0) } ?? .unknown(rest.isEmpty ? word : "\(word) \(rest)")
    }
  }

  /// A first word that is no format is the file's name.
  private static func export(_ rest: String) -> CommandLine {
    let parts = rest.split(maxSplits: 1, omittingEmptySubsequences: true) { $0 == " " }.map(String.init)
    guard let first = parts.first else { return .export(format: "", file: "") }
    guard ExportOrder.Format(rawValue: first) != nil else { return .export(format: "", file: rest) }
    return .export(format: first, file: parts.count > 1 ? parts[1].trimmedLine : "")
  }

  private static func disconnect(_ rest: String) -> CommandLine {
    let parts = rest.split(maxSplits: 1, omittingEmptySubsequences: true) { $0 == " " }
    guard let first = parts.first else { return .disconnect(code: 1000, reason: "") }
    guard let code = UInt16(first) else { return .unknown("disconnect \(rest)") }
    return .disconnect(code: code, reason: parts.count > 1 ? String(parts[1]) : "")
  }
}

extension InspectorModel {
  mutating func run(_ command: CommandLine, _ effects: inout [Effect]) {
    switch command {
    case .nothing: break
    case .quit: quit(&effects)
    case .quitNow: effects.append(.quit)
    case .connect(let address): connect(to: address, &effects)
    case .closeTab: withTab(&effects) { $0.askToCloseTab(&$1) }
    case .clear:
      withTab(&effects) { model, effects in
        guard !model.tabs[model.active].isReadOnly else { return model.sayReadOnly(&effects) }
        model.clearLog(model.tabs[model.active].id, &effects)
      }
    case .reconnect: withTab(&effects) { $0.reconnect(&$1) }
    case .disconnect(let code, let reason):
      do {
        let text = reason.isEmpty ? String(code) : "\(code) \(reason)"
        _ = try ComposeCheck.payload(Array(text.unicodeScalars), as: .close)
        withTab(&effects) { $0.disconnect(code: code, reason: reason, &$1) }
      } catch {
        say(.error, "\(error.words); not sent", &effects)
      }
    case .demo: effects.append(.openDemo)
    case .theme(let name):
      guard !name.isEmpty else {
        effects.append(.listThemes)
        return
      }
      effects.append(.setTheme(name))
    case .saveTheme(let name):
      if !name.isEmpty { effects.append(.setTheme(name)) }
      effects.append(.saveTheme(name))
    case .help: overlay = .help(HelpState(context: keyContext))
    case .goTo(let number): withTab(&effects) { $0.goToFrame(number, &$1) }
    case .tab(let number):
      if tabs.indices.contains(number - 1) {
        activate(number - 1)
      } else {
        say(.info, "there is no tab \(number)", &effects)
      }
    case .send(let type, let text): withTab(&effects) { $0.send(text, as: type, &$1) }
    case .filter(let text): withTab(&effects) { $0.runFilter(text, &$1) }
    case .note(let text): withTab(&effects) { $0.setNote(text, &$1) }
    case .marks: withTab(&effects) { $0.openMarks(&$1) }
    case .export(let format, let file):
      withTab(&effects) { $0.openExport(format: ExportOrder.Format(rawValue: format), file: file, &$1) }
    case .captures: effects.append(.listCaptures)
    case .replay(let file): withTab(&effects) { $0.startReplay(file, &$1) }
    case .script(let file): withTab(&effects) { $0.writeScript(to: file, &$1) }
    case .profiles: effects.append(.listProfiles)
    case .profile(let name, let environment):
      let choice = ProfileChoice(name: name, environment: environment.isEmpty ? nil : environment)
      effects.append(.openProfiles([choice]))
    case .newProfile(let name):
      let prompt = Prompt(.profileName(.new), text: name)
      if name.isEmpty { openPrompt(prompt) } else { acceptName(name, .new, prompt, &effects) }
    case .saveProfile(let name): withTab(&effects) { $0.saveProfile(name, &$1) }
    case .options: withTab(&effects) { $0.editOptions(&$1) }
    case .snippet(let name): withTab(&effects) { $1.append(.listSnippets(wanted: name)) }
    case .saveSnippet(let name): withTab(&effects) { $0.saveSnippet(name, &$1) }
    case .sendFragments(let size): withTab(&effects) { $0.sendFragments(size, &$1) }
    case .broadcast(let words): withTab(&effects) { $0.runBroadcast(words, &$1) }
    case .resetLayout: resetLayout(&effects)
    case .split(let words): withTab(&effects) { $0.runSplit(words, &$1) }
    case .secrets(let isShown): withTab(&effects) { $0.showSecrets(isShown, &$1) }
    case .difference(let words): withTab(&effects) { $0.openDifference(words, &$1) }
    case .tips(let isOn): turnTips(on: isOn, &effects)
    case .report(.messages): openReport(.messages, &effects)
    case .report(let page): withTab(&effects) { $0.openReport(page, &$1) }
    case .unknown(let line): say(.error, CommandLine.refusal(of: line), &effects)
    }
  }

  private mutating func withTab(
    _ effects: inout [Effect], _ body: (inout InspectorModel, inout [Effect]) -> Void
  ) {
    guard tabs.indices.contains(active) else {
      say(.info, "no connection; o connects", &effects)
      return
    }
    body(&self, &effects)
  }

  private mutating func connect(to address: String, _ effects: inout [Effect]) {
    guard let fault = AddressCheck.fault(in: address) else {
      remember(.address, address, &effects)
      openTab(address, title: nil, &effects)
      return
    }
    openConnect(to: address)
    if !address.isEmpty { optionsRefused(.url, fault) }
  }

  private mutating func runFilter(_ text: String, _ effects: inout [Effect]) {
    guard !text.isEmpty else { return setFilter(nil, tab: active, &effects) }
    do {
      setFilter(try FrameFilter(parsing: text), tab: active, &effects)
      remember(.filter, text, &effects)
    } catch {
      // The field shows where it is wrong.
      tabs[active].viewBefore = tabs[active].view
      var prompt = Prompt(.filter, text: text)
      prompt.tab = tabs[active].id
      prompt.error = error
      openPrompt(prompt)
    }
  }

  /// Past compose, whose draft stays.
  private mutating func send(_ text: String, as type: ComposeType, _ effects: inout [Effect]) {
    guard tabs[active].status.phase.isOpen else { return say(.warning, "not sent: not connected", &effects) }
    do throws(ComposePayload.Fault) {
      effects.append(.send(tabs[active].id, try ComposePayload.checked(text, as: type)))
    } catch {
      say(.error, error.words, &effects)
    }
  }

  mutating func goToFrame(_ number: Int, _ effects: inout [Effect]) {
    guard var rows = LogRows(tabs[active]), let row = rows.nearest(RowID(number)) else {
      say(.info, "the log is empty", &effects)
      return
    }
    jump(to: row)
    if row.sequence != number { say(.info, "#\(number) is not shown; this is #\(row.sequence)", &effects) }
  }
}
