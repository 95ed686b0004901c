import Glibc
import InspectorModel
import Loop
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
    given[tab] = target
    handle(.secretsKnown(tab, target.mask))
    // The reader is wanted now, the session lives on the other loop: it is made here and handed over.
    let title = model.index(of: tab).map { model.tabs[$0].title } ?? ""
    let session = store.makeSession(SessionID(tab.rawValue), target: target, title: title)
    if let failure = captures?.takeFailure() {
      handle(.notice(.warning, "not captured, in memory only: \(CaptureWords.words(failure))"))
    }
    sessions[tab] = session
    store.perform { store in
      store.adopt(session)
      store.connect(session.id)
    }
    // Scans of the log before are over; the model starts them again on the new one.
    scans.perform { $0.stopAll(of: tab) }
    handle(.logReady(tab, session.reader))
    refresh(tab, session)
  }

  func reconnect(_ tab: TabID) {
    guard sessions[tab] != nil else {
      // The address was refused before: it still is, and the tab says so again.
      let address = model.index(of: tab).map { model.tabs[$0].address } ?? ""
      return connect(tab, address, settings: settings.forOtherAddresses)
    }
    store.perform { $0.connect(SessionID(tab.rawValue)) }
  }

  func send(_ tab: TabID, _ payload: ComposePayload) {
    let message: OutgoingMessage
    switch payload {
    case .text(let bytes): message = .text(String(decoding: bytes, as: UTF8.self))
    case .binary(let bytes): message = .binary(bytes)
    case .ping(let bytes): message = .ping(bytes)
    case .pong(let bytes): message = .pong(bytes)
    case .close(let status):
      let reason = String(decoding: status?.reason ?? [], as: UTF8.self)
      return store.perform { $0.disconnect(SessionID(tab.rawValue), code: status?.code, reason: reason) }
    }
    store.perform { store in
      guard let refusal = store.send(SessionID(tab.rawValue), message) else { return }
      self.loop.execute {
        self.assumeIsolated { inspector in
          inspector.handle(.sendFailed(tab, payload, words: RefusalWords.why(refusal)))
          inspector.paint()
        }
      }
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
