import InspectorModel

extension InspectorModel {
  /// Takes over what config.json says of the screen.
  mutating func prefer(_ configuration: Configuration) {
    isMouseOn = configuration.flag(.mouse) ?? true
    switch configuration.word(.time) {
    case "utc"?: firstTimeMode = .utc
    case "since-open"?: firstTimeMode = .sinceOpen
    default: firstTimeMode = .local
    }
    let questions: [(ConfigurationKey, Question)] = [
      (.confirmQuit, .quit), (.confirmClose, .close), (.confirmClear, .clear),
    ]
    unasked = Set(questions.filter { configuration.flag($0.0) == false }.map(\.1))
  }
}
