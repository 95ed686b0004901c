public import Canvas

/// Where everything of the connect dialog stands; drawing and clicking read the same places.
public struct ConnectForm: Sendable {
  public enum Row: Sendable, Equatable {
    case url, hint, headers, protocols, origin, proxy, trust, caFile, client, deflate, ping, reconnect
    case script, name
    /// What is wrong with the row above.
    case fault
    case gap, buttons
    /// In the list of headers: one of them, or the place for a new one.
    case header(Int)

    public var label: String {
      switch self {
      case .url: "URL"
      case .headers: "Headers"
      case .protocols: "Protocols"
      case .origin: "Origin"
      case .proxy: "Proxy"
      case .trust: "TLS"
      case .caFile: "CA file"
      case .client: "Client"
      case .deflate: "Deflate"
      case .ping: "Ping"
      case .reconnect: "Reconnect"
      case .script: "On open"
      case .name: "Save as"
      case .hint, .fault, .gap, .buttons, .header: ""
      }
    }
  }
  public struct Line: Sendable, Equatable {
    public var row: Row
    public var area: Rect
  }
  /// A part of a line that is a field of its own, or stands beside one.
  public struct Piece: Sendable, Equatable {
    public var text: String
    public var field: ConnectDialog.Field?
    public var x: Int
  }

  public let box: Rect
  public let lines: [Line]
  /// Columns from a line's start to its value.
  public let indent: Int

  /// 72 columns as in the design's picture; all of a small screen.
  public init(_ dialog: ConnectDialog, in area: Rect) {
    let isSmall = area.width < 60 || area.height < 13
    var rows = Self.rows(dialog)
    let isHigh = !isSmall && area.height >= rows.count + 5
    if isHigh { rows = [.gap] + rows + [.gap] }
    let wanted = Size(width: 72, height: rows.count + 2)
    let width = isSmall ? area.width : min(wanted.width, area.width - 4)
    let height = isSmall ? area.height : min(wanted.height, area.height - 1)
    box = Rect(
      x: area.x + (area.width - width) / 2, y: area.y + (isSmall ? 0 : max(0, (area.height - height) / 2)),
      width: width, height: height)
    let hasFrame = box.height >= 5 && box.width >= 10
    let margin = hasFrame ? (isSmall ? 2 : 3) : 0
    let top = box.y + (hasFrame ? 1 : 0)
    let room = max(0, box.height - (hasFrame ? 2 : 0))
    if rows.count > room { rows.removeAll { $0 == .gap } }
    let chosen = rows.firstIndex(of: Self.row(of: dialog)) ?? 0
    // The line below the chosen one may say what is wrong with it.
    let first = min(max(0, chosen + 2 - room), max(0, rows.count - room))
    indent = box.width < 50 ? 10 : 11
    let left = Rect(x: box.x + margin, y: top, width: max(0, box.width - 2 * margin), height: 1)
    lines = rows.dropFirst(first).prefix(room).enumerated().map { offset, row in
      Line(row: row, area: Rect(x: left.x, y: left.y + offset, width: left.width, height: 1))
    }
  }

  public static func row(of field: ConnectDialog.Field) -> Row {
    switch field {
    case .url: .url
    case .headers: .headers
    case .protocols: .protocols
    case .origin: .origin
    case .proxy: .proxy
    case .trust: .trust
    case .caFile: .caFile
    case .certificate, .key: .client
    case .deflate: .deflate
    case .pings, .pingInterval, .pingTimeout: .ping
    case .reconnects, .tries: .reconnect
    case .script: .script
    case .name: .name
    case .connect, .save, .cancel: .buttons
    }
  }

  private static func row(of dialog: ConnectDialog) -> Row {
    dialog.header.map { .header($0) } ?? row(of: dialog.field)
  }

  private static func rows(_ dialog: ConnectDialog) -> [Row] {
    var rows: [Row]
    if dialog.header != nil {
      rows = (0...dialog.options.headers.count).map { .header($0) }
    } else {
      rows = [.url, .hint, .headers, .protocols, .origin, .proxy, .trust]
      if dialog.options.trust == .caFile { rows.append(.caFile) }
      rows += [.client, .deflate, .ping, .reconnect, .script, .name, .gap, .buttons]
    }
    if dialog.fault != nil {
      // The URL's hint gives its place to what is wrong with it.
      if dialog.header == nil, dialog.faultField == .url {
        rows[1] = .fault
      } else if let index = rows.firstIndex(of: row(of: dialog)) {
        rows.insert(.fault, at: index + 1)
      }
    }
    return rows
  }

  /// The parts of a line that has several, from its value's place on.
  public func pieces(_ row: Row, _ dialog: ConnectDialog) -> [Piece] {
    let options = dialog.options
    func sign(_ isOn: Bool) -> String { isOn ? "(o) " : "( ) " }
    let parts: [(String, ConnectDialog.Field?)]
    switch row {
    case .trust:
      parts = ConnectOptions.Trust.allCases.flatMap { trust in
        [(sign(options.trust == trust) + trust.label, ConnectDialog.Field.trust), ("  ", nil)]
      }
    case .deflate:
      let words = box.width < 50 ? "permessage-deflate" : "offer permessage-deflate"
      parts = [("[\(options.deflates ? "x" : " ")] \(words)", .deflate)]
    case .ping:
      parts = [
        (sign(!options.pings) + "off", .pings), ("  ", nil), (sign(options.pings) + "every", .pings),
        (" ", nil), (options.pingInterval, options.pings ? .pingInterval : .pings), (" s, fail after ", nil),
        (options.pingTimeout, options.pings ? .pingTimeout : .pings), (" s", nil),
      ]
    case .reconnect:
      parts = [
        (sign(!options.reconnects) + "off", .reconnects), ("  ", nil),
        (sign(options.reconnects) + "backoff", .reconnects), (" 5 s .. 60 s, ", nil),
        (options.tries, options.reconnects ? .tries : .reconnects), (" tries", nil),
      ]
    case .buttons:
      let isNarrow = box.width < 50
      let gap = isNarrow ? " " : "   "
      let words =
        isNarrow ? ["[Connect]", "[Save]", "[Cancel]"] : ["[ Connect ]", "[ Save profile ]", "[ Cancel ]"]
      parts = [(words[0], .connect), (gap, nil), (words[1], .save), (gap, nil), (words[2], .cancel)]
    default: parts = []
    }
    var x = 0
    let pieces = parts.map { text, field in
      defer { x += DisplayText(text, limit: 64).width }
      return Piece(text: text, field: field, x: x)
    }
    let room = (lines.first?.area.width ?? 0) - (row == .buttons ? 0 : indent)
    let shift = Self.shift(pieces, dialog, of: x, to: room)
    return pieces.map { Piece(text: $0.text, field: $0.field, x: $0.x - shift) }
  }

  /// Columns by which a line too long for its place moves to the left, so that the part with the keys is seen.
  private static func shift(_ pieces: [Piece], _ dialog: ConnectDialog, of width: Int, to room: Int) -> Int {
    guard width > room, dialog.header == nil else { return 0 }
    let own = pieces.filter { $0.field == dialog.field }
    // Of a choice the part that is on.
    guard let chosen = own.first(where: { !$0.text.hasPrefix("( )") }) ?? own.first else { return 0 }
    // With a column at each end for the mark of what is hidden, where there is something.
    let end = chosen.x + DisplayText(chosen.text, limit: 64).width
    return max(0, min(chosen.x - 1, end + (end < width ? 1 : 0) - room))
  }
}

/// Clicks in the dialog.
extension InspectorModel {
  mutating func click(_ dialog: ConnectDialog, _ point: Point, in area: Rect, _ effects: inout [Effect]) {
    let form = ConnectForm(dialog, in: area)
    guard let line = form.lines.first(where: { $0.area.contains(point) }) else { return }
    var dialog = dialog
    defer { if case .connect? = overlay { overlay = .connect(dialog) } }
    if case .header(let index) = line.row { return dialog.goToHeader(index) }
    let start = line.area.x + (line.row == .buttons ? 0 : form.indent)
    let pieces = form.pieces(line.row, dialog)
    if let piece = pieces.last(where: { $0.x <= point.x - start && $0.field != nil }), let field = piece.field
    {
      let isPressed = point.x - start < piece.x + piece.text.utf8.count
      dialog.go(to: field)
      guard isPressed else { return }
      switch field {
      case .trust:
        let chosen = pieces.filter { $0.field == .trust }.firstIndex(of: piece)
        dialog.options.trust = chosen.flatMap { ConnectOptions.Trust(rawValue: $0) } ?? dialog.options.trust
      case .deflate: dialog.options.deflates.toggle()
      case .pings: dialog.options.pings = piece.x > 0
      case .reconnects: dialog.options.reconnects = piece.x > 0
      case .connect, .save, .cancel:
        overlay = .connect(dialog)
        answer(dialog, .accept, &effects)
        if case .connect(let changed)? = overlay { dialog = changed }
      default: break
      }
      return
    }
    switch line.row {
    case .client:
      let half = (line.area.width - form.indent) / 2
      dialog.go(to: dialog.fields.contains(.key) && point.x >= start + half ? .key : .certificate)
    default:
      guard let field = ConnectDialog.Field.allCases.first(where: { ConnectForm.row(of: $0) == line.row })
      else {
        return
      }
      if field == .headers, dialog.field == .headers { dialog.openHeaders() } else { dialog.go(to: field) }
    }
  }
}
