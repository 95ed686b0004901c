import Glibc
import InspectorModel
import Loop
import ProfileFiles
import Profiles
import Secrets
import Sessions

/// Profiles on screen: from a choice to a tab, step by step. Files are read and programs run beside the screen.
extension Inspector {
  /// Opens a tab for a profile that is resolved.
  func give(_ profile: OpenedProfile, from awaited: AwaitedProfile? = nil, activates: Bool = false) {
    let message = InspectorModel.Message.profileGiven(
      address: profile.address, profile.mark, variables: profile.variables, activates: activates)
    for effect in update(&model, message, now: loop.now()) {
      if case .connect(let tab, let url) = effect {
        backings[tab, default: TabBacking()].profile = ProfileTab(
          awaited: awaited ?? AwaitedProfile(profile), opened: profile)
        connect(tab, url, settings: profile.settings)
      } else {
        perform(effect)
      }
    }
    paint()
  }

  func listProfiles() {
    onFiles {
      ProfileSummaries.all()
    } then: {
      $0.handle(.profiles($1, now: ProfileSummaries.now()))
    }
  }

  // MARK: Opening

  func openProfiles(_ choices: [ProfileChoice], for purpose: AwaitedProfile.Purpose) {
    let isIdle = awaited.isEmpty
    awaited += choices.map { AwaitedProfile($0, for: purpose) }
    if isIdle { beginProfile() }
  }

  /// Reads the first one that is on its way.
  private func beginProfile() {
    guard let first = awaited.first else { return }
    onFiles {
      var next = first
      do throws(Complaint) {
        let name = first.choice.name
        let profile = try ProfileOpening.load(name)
        next.profile = profile
        next.references = try ProfileOpening.references(of: profile, name, first.choice.environment)
        return Result<AwaitedProfile, Complaint>.success(next)
      } catch {
        return .failure(error)
      }
    } then: {
      $0.profileMoved($1)
    }
  }

  private func profileMoved(_ result: Result<AwaitedProfile, Complaint>) {
    guard !awaited.isEmpty else { return }
    switch result {
    case .failure(let error): endProfile(error)
    case .success(let next):
      awaited[0] = next
      if case .ask(let question)? = next.question {
        return handle(.profileAsks(question: ProfileWords.question(question, profile: next.choice.name)))
      }
      resolveProfile(next)
    }
  }

  func answerProfile(_ text: String?) {
    guard var first = awaited.first, let question = first.question else { return }
    guard let text else {
      awaited = []
      return handle(.notice(.info, "nothing was typed: \(first.choice.name) is not opened"))
    }
    first.secrets[question] = Array(text.utf8)
    profileMoved(.success(first))
  }

  private func resolveProfile(_ next: AwaitedProfile) {
    let arguments = arguments
    onFiles {
      Inspector.resolved(next, arguments)
    } then: {
      $0.profileResolved($1)
    }
  }

  /// May take seconds.
  private static func resolved(_ awaited: AwaitedProfile, _ arguments: Arguments) -> Result<
    AwaitedProfile, Complaint
  > {
    var next = awaited
    let name = awaited.choice.name
    guard let profile = awaited.profile else { return .success(next) }
    do throws(Complaint) {
      try ProfileOpening.resolve(next.references, of: name, into: &next.secrets)
      next.opened = try ProfileOpening.open(profile, name, next.choice.environment, next.secrets, arguments)
      return .success(next)
    } catch {
      return .failure(error)
    }
  }

  private func profileResolved(_ result: Result<AwaitedProfile, Complaint>) {
    guard !awaited.isEmpty else { return }
    let next: AwaitedProfile
    switch result {
    case .failure(let error): return endProfile(error)
    case .success(let resolved): next = resolved
    }
    awaited.removeFirst()
    guard let opened = next.opened else { return beginProfile() }
    switch next.purpose {
    case .connecting:
      // Of several the first one is looked at.
      give(opened, from: next, activates: awaited.isEmpty || model.tabs.isEmpty)
    case .editing:
      edited = next
      var options = ConnectOptions(opened.settings, url: opened.address)
      options.script = opened.script ?? ""
      handle(.profileToEdit(options, opened.mark, (try? opened.target().mask) ?? SecretMask()))
    }
    beginProfile()
  }

  /// The one that can't be opened keeps the others from nothing.
  private func endProfile(_ error: Complaint) {
    awaited.removeFirst()
    handle(
      .notice(.error, ([error.what] + error.advice.prefix(1).map { "try: \($0)" }).joined(separator: "; ")))
    beginProfile()
  }

  // MARK: Tabs of profiles

  /// The dialog's options are in force: the tab is one of the profile behind the dialog, but not as it stands in its file.
  func profileChanged(_ tab: TabID, _ options: ConnectOptions) {
    if backings[tab]?.profile != nil {
      backings[tab]?.profile?.isChanged = true
    } else if let edited, let opened = edited.opened,
      model.index(of: tab).flatMap({ model.tabs[$0].profile }) == opened.mark
    {
      // Its script is none of how it connects.
      var before = ConnectOptions(opened.settings, url: opened.address)
      before.script = options.script
      let isChanged = before != options
      backings[tab]?.profile = ProfileTab(awaited: edited, opened: opened, isChanged: isChanged)
      self.edited = nil
    }
  }

  /// References are resolved anew: a token may have run out. What was typed is not asked for again.
  func reconnectProfile(_ tab: TabID) -> Bool {
    guard let known = backings[tab]?.profile, !known.isChanged, !known.awaited.references.isEmpty else {
      return false
    }
    var again = known.awaited
    var kept = ProfileSecrets()
    for reference in again.references {
      if case .ask = reference { kept[reference] = again.secrets[reference] }
    }
    again.secrets = kept
    let arguments = arguments
    let start = again
    onFiles {
      Inspector.resolved(start, arguments)
    } then: {
      $0.reconnect(tab, $1)
    }
    return true
  }

  private func reconnect(_ tab: TabID, _ result: Result<AwaitedProfile, Complaint>) {
    guard backings[tab]?.profile != nil else { return }
    do throws(Complaint) {
      switch result {
      case .failure(let error): throw error
      case .success(let next):
        guard let opened = next.opened else { return }
        let target = try opened.target()
        backings[tab]?.profile = ProfileTab(awaited: next, opened: opened)
        let id = SessionID(tab.rawValue)
        let isKnown = backings[tab]?.target.map { old in
          target.secrets.allSatisfy { secret in old.secrets.contains { $0.bytes == secret.bytes } }
        }
        guard isKnown == true else {
          // The secrets of a capture are written down when it begins.
          store.perform { $0.remove(id) }
          return connect(tab, opened.address, settings: opened.settings)
        }
        store.perform { $0.connect(id, target: target) }
      }
    } catch {
      handle(.tabChanged(tab, StatusWords.refused(backings[tab]?.profile?.opened.name ?? "", error)))
    }
  }

  /// What became of it, for the list.
  func noteProfile(_ tab: TabID, _ status: TabStatus) {
    guard let known = backings[tab]?.profile, let words = ProfileWords.outcome(status), words != known.outcome
    else {
      return
    }
    backings[tab]?.profile?.outcome = words
    let masked = model.masked(words)
    let entry = ProfileHistory.Entry(used: ProfileSummaries.now(), outcome: String(masked.prefix(120)))
    let name = known.opened.name
    onFiles {
      ProfileHistory().note(name, entry)
    } then: { _, _ in
    }
  }

  // MARK: Looking after them

  func editProfile(_ name: String) {
    let path = ProfilePlaces.folder.path(of: name)
    let result: Result<Void, Complaint> = lendTerminal {
      do throws(Complaint) { return .success(try OutsideProgram(.editor).run(on: path)) } catch {
        return .failure(error)
      }
    }
    if case .failure(let error) = result {
      handle(.notice(.error, ([error.what] + error.why).joined(separator: "; ")))
    } else {
      do throws(Complaint) {
        _ = try ProfileOpening.load(name)
        handle(.notice(.info, "\(name) is saved"))
      } catch {
        handle(.notice(.error, error.what))
      }
    }
    listProfiles()
    paint()
  }

  func newProfile(_ name: String) {
    do throws(Complaint) {
      try ProfileSaving.create(name)
    } catch {
      return handle(.notice(.error, ([error.what] + error.advice.prefix(1)).joined(separator: "; ")))
    }
    editProfile(name)
  }

  func duplicateProfile(_ name: String, as copy: String) {
    do throws(Complaint) {
      try ProfileSaving.duplicate(name, as: copy)
      handle(.notice(.info, "\(copy) is there"))
    } catch {
      handle(.notice(.error, error.what))
    }
    listProfiles()
  }

  func deleteProfile(_ name: String) {
    do throws(ProfileFileError) {
      try ProfilePlaces.folder.remove(name)
      handle(.notice(.info, "\(name) is deleted; files of its secrets stay"))
    } catch {
      handle(.notice(.error, ProfileWords.complaint(error, name: name).what))
    }
    onFiles {
      ProfileHistory().forget(name)
    } then: { inspector, _ in
      inspector.listProfiles()
    }
  }

  // MARK: Saving

  func saveProfile(_ tab: TabID, _ name: String, overwrites: Bool) {
    guard let index = model.index(of: tab), let backing = backings[tab], let settings = backing.settings
    else {
      return handle(.notice(.info, "this tab has no connection that could be saved"))
    }
    do throws(Complaint) {
      let isSaved = try save(
        settings, model.tabs[index].address, script: backing.scriptOnOpen, from: backing.profile?.opened,
        as: name,
        overwrites: overwrites)
      if !isSaved { handle(.profileExists(tab, name: name)) }
    } catch {
      handle(.notice(.error, ([error.what] + error.advice.prefix(1)).joined(separator: "; ")))
    }
  }

  /// What the connect dialog says, without connecting.
  func saveProfile(_ options: ConnectOptions, _ tab: TabID?, _ name: String, overwrites: Bool) {
    var known = tab.flatMap { backings[$0]?.profile?.opened }
    if case .connect(let dialog)? = model.overlay, let mark = dialog.profile, edited?.opened?.mark == mark {
      known = edited?.opened
    }
    do throws(RefusedField) {
      let settings = try base(of: tab).with(options)
      try options.checkScript()
      do throws(Complaint) {
        _ = try settings.target(for: options.url)
        let isSaved = try save(
          settings, options.url, script: options.script, from: known, as: name, overwrites: overwrites)
        if !isSaved { handle(.optionsExist) }
      } catch {
        throw RefusedField(
          field: .name, words: ([error.what] + error.advice.prefix(1)).joined(separator: "; "))
      }
    } catch {
      handle(.optionsRefused(error.field, words: error.words))
    }
  }

  /// False: a profile of that name is there, and nothing is written.
  private func save(
    _ settings: ConnectionSettings, _ address: String, script: String, from known: OpenedProfile?,
    as name: String, overwrites: Bool
  ) throws(Complaint) -> Bool {
    try ProfileSaving.check(name)
    if ProfilePlaces.folder.has(name), !overwrites { return false }
    let now = try Profile(settings, address: address)
    var profile = now
    var kept = Profile.ownKeys
    if let known {
      // What nobody has changed stays as its profile has it: references, variables.
      let before = try Profile(known.settings, address: known.address)
      profile = known.profile.taking(
        now.restoringReferences(known.secrets), where: before.restoringReferences(known.secrets))
      kept = []
    }
    if script != (known?.script ?? "") {
      profile.onOpen = Profile.absolute(script.isEmpty ? nil : UserPath.resolved(script)).map { .script($0) }
      kept.remove("onopen")
    }
    let saved =
      overwrites
      ? try ProfileSaving.save(profile, over: name, keeping: kept)
      : try ProfileSaving.save(profile, as: name, overwrites: false)
    let secrets = saved.secrets.isEmpty ? "" : "; \(saved.secrets.count) secrets in files of their own"
    handle(.notice(.info, "saved: wsglass \(name) connects like this\(secrets)"))
    return true
  }
}
