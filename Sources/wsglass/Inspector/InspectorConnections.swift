import Glibc
import InspectorModel
import Loop
import Secrets
import Sessions
import WebSocketClient
import WebSocketCore

/// What the screen orders of connections, and what they tell it.
extension Inspector {
  /// Opens a tab for an address; the connect that the model orders for it uses these settings.
  func give(_ address: String, title: String?, settings: ConnectionSettings) {
    for effect in update(&model, .addressGiven(address, title: title), now: loop.now()) {
      if case .connect(let tab, let url) = effect {
        connect(tab, url, settings: settings)
      } else {
        perform(effect)
      }
    }
    paint()
  }

  func connect(_ tab: TabID, _ address: String, settings: ConnectionSettings) {
    let target: SessionTarget
    do throws(Complaint) {
      target = try settings.target(for: address)
    } catch {
      return handle(.tabChanged(tab, StatusWords.refused(address, error)))
    }
    backings[tab, default: TabBacking()].target = target
    backings[tab]?.settings = settings
    var options = ConnectOptions(settings, url: address)
    options.script = backings[tab]?.scriptOnOpen ?? ""
    handle(.optionsKnown(tab, options))
    handle(.secretsKnown(tab, target.mask))
    // The reader is wanted now, the session lives on the other loop: it is made here and handed over.
    let title = model.index(of: tab).map { model.tabs[$0].title } ?? ""
    let session = store.makeSession(SessionID(tab.rawValue), target: target, title: title)
    if let failure = captures?.takeFailure() {
      handle(.notice(.warning, "not captured, in memory only: \(CaptureWords.words(failure))"))
    }
    backings[tab]?.session = session
    store.perform { store in
      store.adopt(session)
      store.connect(session.id)
    }
    // Scans of the log before are over; the model starts them again on the new one.
    scans.perform { $0.stopAll(of: tab) }
    handle(.logReady(tab, session.reader))
    refresh(tab, session)
  }

  /// What only the outside knows of the dialog's fields: files, the address of a proxy.
  func check(_ options: ConnectOptions, _ tab: TabID?) {
    do throws(RefusedField) {
      _ = try base(of: tab).with(options)
      try options.checkScript()
      handle(.optionsAccepted(options, tab: tab))
    } catch {
      handle(.optionsRefused(error.field, words: error.words))
    }
  }

  func readCurl(_ text: String) {
    do throws(RefusedField) {
      let paste = try CurlPaste(text, over: model.connectDefaults)
      handle(.curlRead(paste.options, leftOut: paste.leftOut))
    } catch {
      handle(.optionsRefused(error.field, words: error.words))
    }
  }

  func base(of tab: TabID?) -> ConnectionSettings {
    if let known = tab.flatMap({ backings[$0]?.settings }) { return known }
    // What a profile has and the dialog does not show is for a dialog that was filled from it.
    var mark = tab.flatMap { model.index(of: $0) }.flatMap { model.tabs[$0].profile }
    if case .connect(let dialog)? = model.overlay { mark = dialog.profile }
    if let opened = edited?.opened, opened.mark == mark { return opened.settings }
    return settings.forOtherAddresses
  }

  /// A connection that is there ends first. Its log goes on, unless there are new secrets: those of a capture are
  /// written down when it begins.
  func connect(_ tab: TabID, with options: ConnectOptions) {
    let chosen: ConnectionSettings
    do throws(RefusedField) {
      chosen = try base(of: tab).with(options)
      backings[tab, default: TabBacking()].script = options.script
      profileChanged(tab, options)
    } catch {
      let complaint = Complaint(code: .usage, what: error.words, advice: ["o has the options"])
      return handle(.tabChanged(tab, StatusWords.refused(options.url, complaint)))
    }
    let id = SessionID(tab.rawValue)
    let backing = backings[tab]
    guard backing?.session != nil, let old = backing?.target,
      let target = try? chosen.target(for: options.url),
      target.secrets.allSatisfy({ secret in old.secrets.contains { $0.bytes == secret.bytes } })
    else {
      if backing?.session != nil { store.perform { $0.remove(id) } }
      return connect(tab, options.url, settings: chosen)
    }
    var kept = target
    kept.secrets = old.secrets
    backings[tab]?.target = kept
    backings[tab]?.settings = chosen
    let next = kept
    store.perform { $0.connectAnew(id, target: next) }
  }

  func reconnect(_ tab: TabID) {
    guard backings[tab]?.session != nil else {
      // The address was refused before: it still is, and the tab says so again.
      let address = model.index(of: tab).map { model.tabs[$0].address } ?? ""
      return connect(tab, address, settings: settings.forOtherAddresses)
    }
    if reconnectProfile(tab) { return }
    store.perform { $0.connect(SessionID(tab.rawValue)) }
  }

  func send(_ tab: TabID, _ payload: ComposePayload) {
    let message: OutgoingMessage
    switch payload {
    case .text(let bytes): message = .text(String(decoding: bytes, as: UTF8.self))
    case .binary(let bytes): message = .binary(bytes)
    case .ping(let bytes): message = .ping(bytes)
    case .pong(let bytes): message = .pong(bytes)
    case .fragments(let opcode, let bytes, let size): return send(tab, opcode, bytes, size: size, payload)
    case .file(let opcode, let path, let size): return sendFile(tab, opcode, path, size, payload)
    case .close(let status):
      let reason = String(decoding: status?.reason ?? [], as: UTF8.self)
      return store.perform { $0.disconnect(SessionID(tab.rawValue), code: status?.code, reason: reason) }
    }
    store.perform { store in
      guard let refusal = store.send(SessionID(tab.rawValue), message) else { return }
      self.tellRefused(tab, payload, RefusalWords.why(refusal))
    }
  }

  private func send(
    _ tab: TabID, _ opcode: Opcode, _ bytes: [UInt8], size: Int, _ payload: ComposePayload
  ) {
    store.perform { store in
      guard let refusal = store.send(SessionID(tab.rawValue), opcode, bytes, inFragmentsOf: size) else {
        return
      }
      self.tellRefused(tab, payload, RefusalWords.why(refusal))
    }
  }

  /// Read now, not when it was chosen: what is on disk is what is sent.
  private func sendFile(
    _ tab: TabID, _ opcode: Opcode, _ path: String, _ size: Int?, _ payload: ComposePayload
  ) {
    files.execute {
      do throws(Complaint) {
        let bytes = try DraftFileReader.bytes(of: path)
        self.here { inspector in
          if let size {
            inspector.send(tab, opcode, bytes, size: size, payload)
          } else {
            inspector.send(tab, opcode == .text ? .text(bytes) : .binary(bytes))
          }
        }
      } catch {
        self.tellRefused(tab, payload, ([error.what] + error.why).joined(separator: ": "))
      }
    }
  }

  private nonisolated func tellRefused(_ tab: TabID, _ payload: ComposePayload, _ words: String) {
    here { inspector in
      inspector.handle(.sendFailed(tab, payload, words: words))
      inspector.paint()
    }
  }

  func openDemo() {
    do throws(Complaint) {
      let running: DemoHost.Running
      if let demo { running = demo } else { running = try DemoHost.start(on: net) }
      demo = running
      var settings = ConnectionSettings()
      settings.options.proxy = .direct
      for (path, title) in DemoHost.tabs {
        give("\(running.base)\(path)", title: title, settings: settings)
      }
    } catch {
      handle(.notice(.error, "the demo server can't start: \(error.what)"))
    }
  }
}
