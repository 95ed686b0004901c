import Canvas
import Profiles
import Secrets

/// Choosing, opening, making and saving profiles.
extension InspectorModel {
  mutating func showProfiles(_ profiles: [ProfileSummary], now: Int64, _ effects: inout [Effect]) {
    if case .profiles(var picker)? = overlay {
      // Read again after a change: what was typed and marked stays.
      let name = picker.chosen?.name
      picker.profiles = profiles
      picker.marked.formIntersection(profiles.map(\.name))
      picker.selected = picker.found.firstIndex { $0.name == name } ?? 0
      overlay = .profiles(picker)
      return
    }
    guard overlay == nil else { return }
    guard !profiles.isEmpty else {
      return say(
        .info, "no profiles yet: :save-profile NAME keeps this connection, :new-profile NAME makes one",
        &effects)
    }
    overlay = .profiles(ProfilePicker(profiles, now: now))
  }

  mutating func answer(_ picker: ProfilePicker, _ command: Command, _ effects: inout [Effect]) {
    var picker = picker
    if let selected = moved(picker.selected, in: picker.found.count, by: command, page: size.height / 4) {
      picker.selected = selected
      overlay = .profiles(picker)
      return
    }
    switch command {
    case .accept: return open(picker, &effects)
    case .profileMark:
      guard let name = picker.chosen?.name else { return }
      if picker.marked.remove(name) == nil { picker.marked.insert(name) }
      picker.selected = min(max(0, picker.found.count - 1), picker.selected + 1)
    case .profileEnvironment:
      guard let profile = picker.chosen else { return }
      guard profile.variants.count > 1 else {
        return say(.info, "\(profile.name) has no other environment", &effects)
      }
      picker.variants[profile.name] = ((picker.variants[profile.name] ?? 0) + 1) % profile.variants.count
    case .profileEdit, .profileEditFirst, .profileDuplicate, .profileDelete:
      guard let profile = picker.chosen else { return }
      return look(after: profile, picker, command, &effects)
    case .profileNew:
      overlay = nil
      return openPrompt(Prompt(.profileName(.new)))
    default:
      overlay = nil
      return
    }
    overlay = .profiles(picker)
  }

  /// The marked ones, or the one that is chosen.
  private mutating func open(_ picker: ProfilePicker, _ effects: inout [Effect]) {
    let marked = picker.profiles.filter { picker.marked.contains($0.name) }
    let wanted = marked.isEmpty ? picker.chosen.map { [$0] } ?? [] : marked
    guard !wanted.isEmpty else { return }
    if let faulty = wanted.first(where: { $0.fault != nil }) {
      return say(.error, faulty.fault ?? "", &effects)
    }
    overlay = nil
    effects.append(.openProfiles(wanted.map { picker.choice(of: $0) }))
  }

  private mutating func look(
    after profile: ProfileSummary, _ picker: ProfilePicker, _ command: Command, _ effects: inout [Effect]
  ) {
    switch command {
    case .profileEdit: effects.append(.editProfile(profile.name))
    case .profileEditFirst:
      if let fault = profile.fault { return say(.error, fault, &effects) }
      overlay = nil
      effects.append(.dialogForProfile(picker.choice(of: profile)))
    case .profileDuplicate:
      overlay = nil
      openPrompt(Prompt(.profileName(.duplicate(profile.name)), text: "\(profile.name)-2", isOffered: true))
    case .profileDelete:
      overlay = .confirm(
        Confirmation(.deleteProfile(profile.name), question: "Delete the profile \(profile.name)?"))
    default: break
    }
  }

  // MARK: Names and questions

  /// Enter in the field of a name.
  mutating func acceptName(_ name: String, _ use: Prompt.NameUse, _ prompt: Prompt, _ effects: inout [Effect])
  {
    if let fault = Self.nameFault(name) {
      var faulty = prompt
      faulty.fault = fault
      overlay = .prompt(faulty)
      return
    }
    overlay = nil
    switch use {
    case .new: effects.append(.newProfile(name))
    case .duplicate(let other): effects.append(.duplicateProfile(other, as: name))
    case .save(let tab): effects.append(.saveProfile(tab, name: name, overwrites: false))
    }
  }

  static func nameFault(_ name: String) -> String? {
    do throws(ProfileName.Fault) {
      try ProfileName.check(name)
      return nil
    } catch {
      return "letters, digits and - _ . + make a name, 64 at most; no dot or hyphen first"
    }
  }

  /// `:save-profile`: under the name of its own profile, where it has one.
  mutating func saveProfile(_ name: String, _ effects: inout [Effect]) {
    guard let tab = activeTab else { return }
    guard !tab.isReadOnly else { return sayReadOnly(&effects) }
    let prompt = Prompt(.profileName(.save(tab.id)), text: tab.profile?.name ?? "", isOffered: true)
    guard !name.isEmpty else { return openPrompt(prompt) }
    acceptName(name, .save(tab.id), Prompt(.profileName(.save(tab.id)), text: name), &effects)
  }

  /// The answer to `saveProfile` where one of that name is there.
  mutating func askToOverwrite(_ name: String, _ tab: TabID) {
    guard overlay == nil else { return }
    overlay = .confirm(
      Confirmation(
        .overwriteProfile(tab, name), question: "Change the profile \(name)? Comments and variables stay."))
  }

  /// A secret is typed without being shown; whatever lay over the panes makes room.
  mutating func ask(_ question: String) {
    openPrompt(Prompt(.secret(question: question)))
  }

  // MARK: Tabs

  mutating func openProfile(
    _ address: String, _ mark: ProfileMark, _ variables: [String: String], activates: Bool,
    _ effects: inout [Effect]
  ) {
    openTab(address, title: mark.title, activates: activates || tabs.isEmpty, &effects)
    guard let index = tabs.indices.last else { return }
    tabs[index].profile = mark
    tabs[index].composer.variables.values = variables
  }

  /// The connect dialog with what a profile says; the tab that it opens is one of the profile.
  mutating func openDialog(_ options: ConnectOptions, _ mark: ProfileMark, hiding mask: SecretMask) {
    remember(mask)
    var dialog = ConnectDialog(options)
    dialog.profile = mark
    dialog.name = mark.name
    overlay = .connect(dialog)
  }
}
