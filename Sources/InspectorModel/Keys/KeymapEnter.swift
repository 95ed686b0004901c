import Canvas

extension Keymap {
  /// Enter begins a line in compose, and what began one sends.
  public static let enterIsNewline: Keymap = {
    let send = standard.binding(of: .send, in: .compose)
    let newline = standard.binding(of: .newline, in: .compose)
    return Keymap(
      bindings: standard.bindings.map { binding in
        switch binding.command {
        case .send: binding.with(newline?.keys ?? binding.keys, in: binding.contexts)
        case .newline: binding.with(send?.keys ?? binding.keys, in: binding.contexts)
        default: binding
        }
      })
  }()
}
