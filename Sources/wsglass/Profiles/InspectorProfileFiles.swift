import InspectorModel
import ProfileFiles
import Profiles

/// Profiles' files, as the screen looks after them.
extension Inspector {
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

  // MARK: Saving a connection

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
    let edition = try ProfileEdition(settings, address: address, script: script, from: known)
    let saved =
      overwrites
      ? try ProfileSaving.save(edition.profile, over: name, keeping: edition.kept)
      : try ProfileSaving.save(edition.profile, as: name, overwrites: false)
    let secrets = saved.secrets.isEmpty ? "" : "; \(saved.secrets.count) secrets in files of their own"
    handle(.notice(.info, "saved: wsglass \(name) connects like this\(secrets)"))
    return true
  }
}
