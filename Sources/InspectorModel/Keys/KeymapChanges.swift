import Canvas
public import JSON5

/// A user's keymap file: `{"log": {"ctrl-x": "detail.hex", "q": null}}`. What is at fault in it is left out, the rest holds.
struct KeymapChanges {
  private struct Place: Hashable {
    var context: KeyContext
    var key: Key
  }
  private struct Line {
    var name: String
    var value: JSON5Value
    var place: TextPlace

    init(_ member: JSON5Value.Member, _ place: TextPlace) {
      (name, value, self.place) = (member.name, member.value, place)
    }
  }
  private struct Order {
    var command: Command?
    var line: Int
    /// Place in the file, among all orders.
    var index: Int
    /// Contexts that were named together: fewer go before more.
    var breadth: Int
  }

  private var orders: [Place: Order] = [:]
  private var count = 0
  private(set) var faults: [KeymapFault] = []
  private let standard: Keymap

  init(_ file: JSON5Document, over standard: Keymap) {
    self.standard = standard
    guard let members = file.root.members else {
      faults = [KeymapFault(place: file.place(of: file.root), kind: .noObject(place: ""))]
      return
    }
    for member in members {
      guard let contexts = KeyContext.keyed.first(where: { $0.key == member.name })?.contexts else {
        let suggestion = NearestName.of(member.name, in: KeyContext.keyed.map(\.key))
        note(file.place(of: member), .unknownContext(member.name, suggestion: suggestion))
        continue
      }
      guard let lines = member.value.members else {
        note(file.place(of: member), .noObject(place: member.name))
        continue
      }
      for line in lines {
        take(Line(line, file.place(of: line)), in: contexts, named: member.name)
      }
    }
    faults.sort { $0.place < $1.place }
  }

  private mutating func note(_ place: TextPlace, _ kind: KeymapFault.Kind) {
    faults.append(KeymapFault(place: place, kind: kind))
  }

  private mutating func take(_ line: Line, in contexts: KeyContext, named context: String) {
    guard let key = Key(named: line.name) else {
      let suggestion = NearestName.of(line.name.lowercased(), in: Key.names)
      return note(line.place, .unknownKey(line.name, suggestion: suggestion))
    }
    if let other = key.arrivesAs { return note(line.place, .arrivesAs(line.name, other: other.label)) }
    if key == Key("c", .control) { return note(line.place, .stays(line.name)) }
    var command: Command?
    if !line.value.isNull {
      guard let name = line.value.string else { return note(line.place, .noCommand(key: line.name)) }
      command = Command(rawValue: name)
      guard command != nil else {
        let suggestion = NearestName.of(name, in: Command.allCases.map(\.rawValue))
        return note(line.place, .unknownCommand(key: line.name, name: name, suggestion: suggestion))
      }
    }
    let isText = if case .character = key.code { key.modifiers.isEmpty } else { false }
    if isText, command != nil, KeyContext.typing.contains(contexts) {
      return note(line.place, .isText(line.name, context: context))
    }
    // Of several contexts, those that it fits.
    let places = contexts.each.filter { place in
      guard let command else { return true }
      return !(isText && KeyContext.typing.contains(place)) && standard.fits(command, in: place)
    }
    if places.isEmpty, let command {
      let fits = KeyContext.all.filter { standard.fits(command, in: $0) }.map(\.key)
      note(line.place, .elsewhere(key: line.name, command: command.rawValue, context: context, fits: fits))
    }
    for place in places { order(command, key, in: place, breadth: contexts.each.count, line) }
  }

  private mutating func order(
    _ command: Command?, _ key: Key, in context: KeyContext, breadth: Int, _ line: Line
  ) {
    let place = Place(context: context, key: key)
    if let before = orders[place] {
      if before.breadth < breadth { return }
      if before.breadth == breadth {
        guard before.command != command else { return }
        return note(line.place, .twice(key: line.name, context: context.key, line: before.line))
      }
    }
    orders[place] = Order(command: command, line: line.place.line, index: count, breadth: breadth)
    count += 1
  }

  /// The table with the changes in it: a line whose keys differ from context to context becomes several.
  var keymap: Keymap {
    guard !orders.isEmpty else { return standard }
    var rows: [KeyBinding] = []
    var placed: Set<Place> = []
    for binding in standard.bindings {
      var groups: [(keys: [Key], contexts: KeyContext)] = []
      for context in binding.contexts.each {
        var keys = binding.keys.filter { orders[Place(context: context, key: $0)] == nil }
        if standard.binding(of: binding.command, in: context)?.keys == binding.keys {
          keys += added(binding.command, in: context, &placed)
        }
        if let index = groups.firstIndex(where: { $0.keys == keys }) {
          groups[index].contexts.formUnion(context)
        } else {
          groups.append((keys, context))
        }
      }
      rows += groups.filter { !$0.keys.isEmpty }.map { binding.with($0.keys, in: $0.contexts) }
    }
    // Commands in contexts where they had no line.
    for context in KeyContext.all {
      for command in Command.allCases {
        let keys = added(command, in: context, &placed)
        guard !keys.isEmpty, let model = standard.bindings.first(where: { $0.command == command }) else {
          continue
        }
        rows.append(model.with(keys, in: context))
      }
    }
    return Keymap(bindings: rows)
  }

  private func added(_ command: Command, in context: KeyContext, _ placed: inout Set<Place>) -> [Key] {
    let found = orders.filter { place, order in
      place.context == context && order.command == command && !placed.contains(place)
    }
    placed.formUnion(found.keys)
    return found.sorted { $0.value.index < $1.value.index }.map(\.key.key)
  }
}

extension Keymap {
  /// A line for each command, the first that it has.
  public static let named: [KeyBinding] = Command.allCases.compactMap { command in
    standard.bindings.first { $0.command == command }
  }

  /// With a user's file over it.
  public func changed(by file: JSON5Document) -> (keymap: Keymap, faults: [KeymapFault]) {
    let changes = KeymapChanges(file, over: self)
    return (changes.keymap, changes.faults)
  }

  /// Whether a command means something in one context: it has a key there, or it is one of the panes' own.
  func fits(_ command: Command, in context: KeyContext) -> Bool {
    if binding(of: command, in: context) != nil { return true }
    let wide: KeyContext = [.log, .detail, .compose, .firstRun]
    guard wide.contains(context) else { return false }
    return bindings.contains {
      $0.command == command && $0.group != .editing && !$0.contexts.isDisjoint(with: wide)
    }
  }
}
