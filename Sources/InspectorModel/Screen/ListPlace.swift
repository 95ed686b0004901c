public import Canvas
import FrameFilter

/// Where the lines of the list on screen are, for the mouse; the panes draw them there.
struct ListPlace {
  let inner: Rect
  let first: Int
  let count: Int
  let selected: Int

  func index(at point: Point) -> Int? {
    guard inner.contains(point) else { return nil }
    let index = first + point.y - inner.y
    return index < count ? index : nil
  }
}

extension InspectorModel {
  var listPlace: ListPlace? {
    let body = Layout(self).body
    func place(_ size: Size, count: Int, selected: Int) -> ListPlace {
      let inner = OverlayBox(size, in: body).inner
      let first = min(max(0, selected - inner.height + 1), max(0, count - inner.height))
      return ListPlace(inner: inner, first: first, count: count, selected: selected)
    }
    switch overlay {
    case .tabList(let selected)?:
      let box = OverlayBox(tabListSize, in: body).inner
      let inner = Rect(x: box.x, y: box.y, width: box.width, height: tabListRows(in: box))
      let first = min(max(0, selected - inner.height + 1), max(0, tabs.count - inner.height))
      return ListPlace(inner: inner, first: first, count: tabs.count, selected: selected)
    case .marks(let list)?:
      let count = list.entries.count
      return place(
        Size(width: min(120, body.width - 4), height: count + 2), count: count, selected: list.selected)
    case .captures(let picker)?:
      let count = picker.captures.count
      return place(Size(width: 76, height: count + 2), count: count, selected: picker.selected)
    case .filterTerms(let terms)?:
      let count = FrameFilter.terms.count
      return place(Size(width: 96, height: count + 2), count: count, selected: terms.selected)
    case .themes(let picker)?: return themePlace(picker, in: body)
    case .copyMenu(let menu)?:
      return place(
        CopyMenu.size(of: menu.items.count), count: menu.items.count, selected: menu.selected)
    case .columns(let picker)?:
      return place(
        Size(width: 72, height: ColumnPicker.count + 2), count: ColumnPicker.count, selected: picker.selected)
    case .broadcast(let picker)?:
      return place(
        Size(width: 76, height: picker.tabs.count + 2), count: picker.tabs.count, selected: picker.selected)
    case .drafts(let picker)?:
      // Below the line to type in.
      let inner = OverlayBox(Size(width: 76, height: max(8, picker.choices.count + 4)), in: body).inner
      let rows = Rect(x: inner.x, y: inner.y + 1, width: inner.width, height: max(0, inner.height - 1))
      let first = min(max(0, picker.selected - rows.height + 1), max(0, picker.found.count - rows.height))
      return ListPlace(inner: rows, first: first, count: picker.found.count, selected: picker.selected)
    default: return nil
    }
  }

  /// A line for each tab, and one for each job below them.
  public var tabListSize: Size { Size(width: 76, height: tabs.count + toldJobs.count + 2) }
  /// Of the box, those for tabs.
  public func tabListRows(in box: Rect) -> Int { max(min(1, box.height), box.height - toldJobs.count) }

  /// At the right where there is room.
  private func themePlace(_ picker: ThemePicker, in body: Rect) -> ListPlace {
    let count = picker.themes.count
    var inner = OverlayBox(Size(width: 76, height: count + 2), in: body).inner
    if body.width >= 60, body.height >= 3 {
      let height = min(body.height, count + 2)
      inner = Rect(x: body.x + body.width - 34, y: body.y + 1, width: 32, height: height - 2)
    }
    let first = min(max(0, picker.selected - inner.height + 1), max(0, count - inner.height))
    return ListPlace(inner: inner, first: first, count: count, selected: picker.selected)
  }

  /// The first click chooses, the next one on the same line does what Enter does.
  mutating func clickList(_ point: Point, now: UInt64, _ effects: inout [Effect]) {
    if case .confirm(let question)? = overlay {
      let box = ConfirmationBox(question, in: Layout(self).body, repertoire: terminal.repertoire)
      let command: Command? =
        box.yes.contains(point) ? .confirmYes : box.no.contains(point) ? .confirmNo : nil
      if let command { answer(command, key: Key(.enter), now: now, &effects) }
      return
    }
    guard let place = listPlace, let index = place.index(at: point) else { return }
    let isTicked = if case .columns? = overlay { true } else { false }
    let isTickedBySpace = if case .broadcast? = overlay { true } else { false }
    for _ in 0..<abs(index - place.selected) {
      answer(index > place.selected ? .chooseNext : .choosePrevious, key: Key(.down), now: now, &effects)
    }
    if isTickedBySpace {
      answer(.toggle, key: Key(" "), now: now, &effects)
    } else if index == place.selected || isTicked {
      answer(.accept, key: Key(.enter), now: now, &effects)
    }
  }
}
