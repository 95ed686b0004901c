import Loop

/// Passes readiness of the terminal on. A class because the loop calls one.
final class InputHandler: IOHandler {
  private let action: () -> Void
  init(_ action: @escaping () -> Void) { self.action = action }
  func ready(_ events: IOEvents) { action() }
}
