import Canvas
import InspectorModel

/// Says what themes there are, and which of them cannot be used.
enum ThemeList {
  static func summaries() -> [ThemeSummary] {
    ThemeFile.names.map { name in
      do throws(Complaint) {
        let theme = try ThemeFile.find(name).theme
        let details = [theme.license, theme.source].compactMap { $0 }.joined(separator: ", ")
        return ThemeSummary(name: name, variant: theme.variant.rawValue, details: details)
      } catch {
        return ThemeSummary(name: name, variant: "", details: error.what, isUsable: false)
      }
    }
  }
}
