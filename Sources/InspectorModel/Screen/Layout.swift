public import Canvas

/// Where everything stands. Update needs it for pages and clicks, the panes for drawing.
public struct Layout: Sendable {
  public private(set) var tabBar = Rect(x: 0, y: 0, width: 0, height: 0)
  public private(set) var head = Rect(x: 0, y: 0, width: 0, height: 0)
  /// Rows only.
  public private(set) var log = Rect(x: 0, y: 0, width: 0, height: 0)
  /// The panel of an ended connection, with its frame where it is 3 rows or more.
  public private(set) var panel = Rect(x: 0, y: 0, width: 0, height: 0)
  /// Between log and detail where they stand side by side.
  public private(set) var divider = Rect(x: 0, y: 0, width: 0, height: 0)
  /// With its title row.
  public private(set) var detail = Rect(x: 0, y: 0, width: 0, height: 0)
  /// The panel of a script that is played, with its title row.
  public private(set) var replay = Rect(x: 0, y: 0, width: 0, height: 0)
  /// The search or command line, with its title row where there are two.
  public private(set) var prompt = Rect(x: 0, y: 0, width: 0, height: 0)
  /// With its title row unless it is one row high.
  public private(set) var compose = Rect(x: 0, y: 0, width: 0, height: 0)
  public private(set) var status = Rect(x: 0, y: 0, width: 0, height: 0)
  public private(set) var hints = Rect(x: 0, y: 0, width: 0, height: 0)
  /// The log of the tab beside the active one, where two are on screen, with a title row above each.
  public private(set) var beside = Rect(x: 0, y: 0, width: 0, height: 0)
  public private(set) var besideHead = Rect(x: 0, y: 0, width: 0, height: 0)
  public private(set) var besideTitle = Rect(x: 0, y: 0, width: 0, height: 0)
  public private(set) var logTitle = Rect(x: 0, y: 0, width: 0, height: 0)
  /// Between tab bar and status: where overlays go.
  public private(set) var body = Rect(x: 0, y: 0, width: 0, height: 0)

  /// Heights below which bands go.
  static let hintsFrom = 12
  static let headFrom = 10
  static let composeFrom = 8
  static let leastLog = 3

  public init(_ model: InspectorModel) {
    let width = max(0, model.size.width)
    var bottom = max(0, model.size.height)
    let height = bottom
    func row(_ y: Int, _ count: Int = 1) -> Rect { Rect(x: 0, y: y, width: width, height: count) }

    if height >= Self.hintsFrom {
      bottom -= 1
      hints = row(bottom)
    }
    if height >= 1 {
      bottom -= 1
      status = row(bottom)
    }
    var top = 0
    if height >= 3 {
      tabBar = row(0)
      top = 1
    }
    body = row(top, bottom - top)
    guard let tab = model.activeTab else { return }

    let zoomed = model.isZoomed ? model.focus : nil
    if zoomed == .compose {
      compose = row(top, bottom - top)
      return
    }
    if zoomed == nil, !tab.isReadOnly {
      let rows = Self.composeRows(model, tab: tab, height: height)
      bottom -= min(rows, max(0, bottom - top - 1))
      compose = row(bottom, min(rows, status.y - bottom))
    }
    if model.fieldPrompt != nil {
      let rows = min(height >= Self.hintsFrom ? 2 : 1, bottom - top)
      bottom -= rows
      prompt = row(bottom, rows)
    }
    if zoomed == nil {
      let rows = Self.replayRows(model, tab: tab, room: bottom - top)
      bottom -= rows
      replay = row(bottom, rows)
    }
    placeLog(model, tab: tab, top: top, bottom: bottom)
  }

  private mutating func placeLog(_ model: InspectorModel, tab: Tab, top: Int, bottom: Int) {
    let room = bottom - top
    var detailRows = 0
    if tab.detail != nil, model.detailIsRight {
      detailRows = 0
    } else if tab.detail != nil {
      detailRows = max(9, model.size.height * model.layout.detailShare / 100)
      // The log keeps what the focused pane of the two can do without.
      detailRows = min(detailRows, max(9, room - Self.leastLog - 1))
      if model.isZoomed { detailRows = model.focus == .detail ? room : 0 }
      // A pane of less than three rows shows nothing: the focused one takes all.
      if room - detailRows < Self.leastLog + 1 {
        let shared = room - Self.leastLog - 1
        detailRows = shared >= 5 && !model.isZoomed ? shared : (model.focus == .detail ? room : 0)
      }
    }
    var width = body.width
    detail = Rect(x: 0, y: bottom - detailRows, width: width, height: detailRows)
    if tab.detail != nil, model.detailIsRight {
      width = body.width - model.detailWidth - 1
      detail = Rect(x: width + 1, y: top, width: model.detailWidth, height: room)
      divider = Rect(x: width, y: top, width: 1, height: room)
    }
    var logTop = top
    let logBottom = bottom - detailRows
    if model.size.height >= Self.headFrom, logBottom - logTop > 1 {
      head = Rect(x: 0, y: logTop, width: width, height: 1)
      logTop += 1
    }
    var panelRows = 0
    if tab.detail == nil, !tab.isOutcomeDismissed, let words = OutcomePanel(tab) {
      let wanted = words.wrapped(to: width - 4, repertoire: model.terminal.repertoire).count + 2
      let most = logBottom - logTop - Self.leastLog
      panelRows = most >= 3 ? min(wanted, most) : (logBottom - logTop > 1 ? 1 : 0)
    }
    panel = Rect(x: 0, y: logBottom - panelRows, width: width, height: panelRows)
    log = Rect(x: 0, y: logTop, width: width, height: logBottom - panelRows - logTop)
    if model.besideActive != nil, log.height > 1 { divide(isActiveRight: model.isActiveRight) }
  }

  /// Two logs in the place of one, with a line between them.
  private mutating func divide(isActiveRight: Bool) {
    // Of the same width, so that both have the same columns.
    let side = (log.width - 1) / 2
    let sides = [(x: 0, width: side), (x: log.width - side, width: side)]
    func halves(_ band: Rect, down: Int) -> (own: Rect, other: Rect) {
      let rects = sides.map { Rect(x: $0.x, y: band.y + down, width: $0.width, height: band.height) }
      return isActiveRight ? (rects[1], rects[0]) : (rects[0], rects[1])
    }
    let top = head.isEmpty ? log.y : head.y
    let titles = halves(Rect(x: 0, y: top, width: log.width, height: 1), down: 0)
    (logTitle, besideTitle) = titles
    (head, besideHead) = halves(head, down: 1)
    log = Rect(x: log.x, y: log.y, width: log.width, height: log.height - 1)
    (log, beside) = halves(log, down: 1)
  }

  /// The same with the neighbour's log in the place of the active tab's.
  public var ofNeighbour: Layout {
    var layout = self
    layout.log = beside
    layout.head = besideHead
    return layout
  }

  /// The whole panel, or what leaves the log its least; its title alone where there is room for nothing else.
  private static func replayRows(_ model: InspectorModel, tab: Tab, room: Int) -> Int {
    guard tab.isReplayShown else { return 0 }
    let wanted = tab.replay?.failure == nil ? 7 : 8
    let spare = room - leastLog - 1
    if spare >= wanted { return wanted }
    return max(min(spare, wanted), model.focus == .replay ? min(2, room) : 0)
  }

  /// Rows of the compose pane with its title: 3, 4 or 6, more for a long draft that is being written.
  private static func composeRows(_ model: InspectorModel, tab: Tab, height: Int) -> Int {
    let isFocused = model.focus == .compose
    guard height >= composeFrom else { return isFocused && height >= 3 ? 1 : 0 }
    guard height >= hintsFrom else { return 2 }
    let rows = height < 30 ? 2 : height < 50 ? 3 : 5
    guard isFocused else { return rows + 1 }
    return min(max(rows, tab.composer.editor.lines.count), max(rows, height / 3)) + 1
  }

  /// The first line of a draft that is on screen: the cursor's is among them.
  public static func firstLine(of editor: TextEditor, rows: Int) -> Int {
    min(max(0, editor.cursorPlace.line - rows + 1), max(0, editor.lines.count - rows))
  }
  /// Columns from which the detail can stand at the right.
  static let sideFrom = 160

  /// Lines of text that the detail pane shows.
  public var detailLines: Int { max(0, detail.height - 1) }
}
