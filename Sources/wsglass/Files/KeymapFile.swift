import InspectorModel

/// `$XDG_CONFIG_HOME/wsglass/keymap.json`: other keys than the standard ones. A fault in it is told, and never stops the
/// start; what is not at fault holds.
enum KeymapFile {
  static func read(over standard: Keymap = .standard) -> (keymap: Keymap, warnings: [String]) {
    do throws(Complaint) {
      guard let file = try UserFile.keymap.read() else { return (standard, []) }
      let (keymap, faults) = standard.changed(by: file)
      return (keymap, faults.map { KeymapWords.describe($0, in: UserFile.keymap.name) })
    } catch {
      return (standard, ["\(error.what): the standard keys hold"])
    }
  }
}
