import Glibc
import InspectorModel
import Loop
import ProfileFiles
import Profiles
import Secrets
import Sessions

/// Profiles on their way to the screen: from a choice to a tab, step by step. Files are read and programs run beside it.
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
  static func resolved(_ awaited: AwaitedProfile, _ arguments: Arguments) -> Result<
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
}
