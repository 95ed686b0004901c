import FrameFilter
import FrameLog
import InspectorModel
import Secrets
import Sessions
import WebSocketClient
import WebSocketCore

/// What lines behind `:` do in line mode: the same as in the full screen, as far as it is not about the screen.
extension PlainInspector {
  func run(_ command: CommandLine) async {
    switch command {
    case .nothing: break
    case .quit, .quitNow: leave()
    case .connect(let address): connect(address)
    case .closeTab, .disconnect(code: _, reason: _): disconnect(command)
    case .reconnect: reconnect()
    case .demo: openDemo()
    case .goTo(let number): show(number)
    case .filter(let text): filter(text)
    case .export(let format, let file): await export(format, to: file)
    case .note(let text): note(text)
    case .marks: listMarks()
    case .captures: for capture in settings.captures.folder.list() { tell(capture.name) }
    case .secrets(let isShown): showSecrets(isShown)
    case .tab(let number): chooseTab(number)
    case .send(let type, let text):
      do throws(ComposePayload.Fault) {
        await send(try ComposePayload.checked(text, as: type))
      } catch {
        notSent(error.words)
      }
    case .help: help()
    case .unknown(let word): tell("\":\(word)\" is not a command; :help lists them")
    default: tell("this has no meaning in plain mode; :help lists what has")
    }
  }

  private var tab: PlainTab? { tabs.indices.contains(active) ? tabs[active] : nil }

  private func connect(_ address: String) {
    do throws(Complaint) {
      try open(address, settings.connections.forOtherAddresses)
      active = tabs.count - 1
    } catch {
      tell(error.oneLine)
    }
  }

  private func disconnect(_ command: CommandLine) {
    guard let tab, let id = tab.session?.id else { return tell("no connection") }
    var code: UInt16 = 1000
    var words = ""
    if case .disconnect(let given, let reason) = command { (code, words) = (given, reason) }
    do throws(ComposePayload.Fault) {
      _ = try ComposePayload.checked(words.isEmpty ? String(code) : "\(code) \(words)", as: .close)
    } catch {
      return tell(error.words)
    }
    tab.isLeft = true
    let reason = words
    let number = code
    store.perform { $0.disconnect(id, code: CloseCode(rawValue: number), reason: reason) }
  }

  private func reconnect() {
    guard let tab, let id = tab.session?.id else { return tell("no connection") }
    tab.isLeft = false
    store.perform { $0.connect(id) }
  }

  func openDemo() {
    do throws(Complaint) {
      let running: DemoHost.Running
      if let demo { running = demo } else { running = try DemoHost.start(on: loop) }
      demo = running
      var settings = ConnectionSettings()
      settings.options.proxy = .direct
      for (path, title) in DemoHost.tabs { try open("\(running.base)\(path)", title: title, settings) }
    } catch {
      tell("the demo server can't start: \(error.what)")
    }
  }

  /// One record again, to standard error: it is an answer.
  private func show(_ number: Int) {
    guard let tab, let record = tab.reader.record(number) else { return tell("there is no #\(number)") }
    tell(tab.line.text(of: record, in: tab.reader))
  }

  private func filter(_ text: String) {
    guard let tab else { return tell("no connection") }
    do throws(FilterError) {
      tab.show(text.isEmpty ? nil : try FrameFilter(parsing: text))
      tell(text.isEmpty ? "all frames are written" : "only \(text) is written")
    } catch {
      tell("filter: \(error.words), at character \(error.range.lowerBound + 1)")
    }
  }

  /// On the newest frame.
  private func note(_ text: String) {
    guard let tab, tab.reader.range.upperBound > tab.reader.range.lowerBound else {
      return tell("the log is empty")
    }
    let newest = tab.reader.range.upperBound - 1
    tab.reader.marks.set(newest, note: text)
    tell("#\(newest) is marked")
  }

  private func listMarks() {
    let all = tab?.reader.marks.all ?? []
    if all.isEmpty { tell("nothing is marked") }
    for mark in all { tell("#\(mark.sequence) \(mark.note)") }
  }

  private func showSecrets(_ areShown: Bool) {
    guard let tab else { return tell("no connection") }
    tab.line.mask = areShown ? .init() : tab.target?.mask ?? .init()
    tell(areShown ? "secrets are written as they are" : "secrets are hidden")
  }

  private func chooseTab(_ number: Int) {
    guard tabs.indices.contains(number - 1) else { return tell("there is no tab \(number)") }
    active = number - 1
    tell("lines go to \(number) \(tabs[active].title)")
  }

  private func help() {
    tell("A line is sent as text; \"::\" begins one that begins with a colon. Lines behind a colon:")
    for (word, help) in CommandLine.plainWords { tell("\(word)  \(help)") }
  }
}
