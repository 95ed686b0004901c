private import Canvas

/// What keys do in the log and in the detail: move, see, mark, and take a payload elsewhere.
enum PaneKeys {
  static let table = moving + seeing + marking + payload

  private static let moving: [KeyBinding] = [
    KeyBinding(.cursorDown, ["j", .down], in: .panes, .move, help: "next row"),
    KeyBinding(.cursorUp, ["k", .up], in: .panes, .move, help: "previous row"),
    KeyBinding(.pageDown, [.pageDown, " ", .control("f")], in: .panes, .move, help: "page down"),
    KeyBinding(.pageUp, [.pageUp, "b", .control("b")], in: .panes, .move, help: "page up"),
    KeyBinding(.halfPageDown, [.control("d")], in: .panes, .move, help: "half a page down"),
    KeyBinding(.halfPageUp, [.control("u")], in: .panes, .move, help: "half a page up"),
    KeyBinding(.lineDown, [.control("e")], in: .panes, .move, help: "scroll, cursor stays"),
    KeyBinding(.lineUp, [.control("y")], in: .panes, .move, help: "scroll back a line"),
    KeyBinding(.top, ["g", .home], in: .panes, .move, help: "top"),
    KeyBinding(.bottom, ["G", .end], in: .panes, .move, help: "bottom; log: follow"),
    KeyBinding(.left, ["h", .left], in: .panes, .move, help: "scroll left; fold"),
    KeyBinding(.right, ["l", .right], in: .panes, .move, help: "unfold; scroll right"),
  ]

  private static let seeing: [KeyBinding] = [
    KeyBinding(.follow, ["F"], in: .panes, .see, hint: "Follow", help: "follow on/off"),
    KeyBinding(.searchOpen, ["/", .function(3)], in: .panes, .see, hint: "Search", help: "search"),
    KeyBinding(.searchNext, ["n"], in: .panes, .see, help: "next hit"),
    KeyBinding(.searchPrevious, ["N"], in: .panes, .see, help: "previous hit"),
    KeyBinding(.searchValue, ["*"], in: .panes, .see, help: "search this value"),
    KeyBinding(.filterOpen, ["f", "&"], in: .panes, .see, hint: "Filter", help: "filter the rows"),
    KeyBinding(.eventNext, ["}"], in: .panes, .see, help: "next event row"),
    KeyBinding(.eventPrevious, ["{"], in: .panes, .see, help: "previous event row"),
    KeyBinding(.timeMode, ["t"], in: .panes, .see, help: "time: UTC, open, DT"),
    KeyBinding(.timeZero, ["T"], in: .panes, .see, help: "count time from here"),
    KeyBinding(.hidePings, ["H"], in: .panes, .see, help: "hide ping and pong"),
    KeyBinding(.columns, ["W"], in: .panes, .see, help: "choose columns"),
    KeyBinding(.escape, [.escape], in: .panes, .see, help: "clear, close; no quit"),
  ]

  private static let marking: [KeyBinding] = [
    KeyBinding(.mark, ["m"], in: .panes, .mark, hint: "Mark", help: "mark the row"),
    KeyBinding(.markNext, ["u"], in: .panes, .mark, help: "next marked row"),
    KeyBinding(.markPrevious, ["U"], in: .panes, .mark, help: "previous marked row"),
    KeyBinding(.markList, ["'"], in: .panes, .mark, help: "list of marks, notes"),
    KeyBinding(.markedOnly, ["M"], in: .panes, .mark, help: "only marked rows"),
    KeyBinding(.selectRange, ["V"], in: .panes, .mark, help: "select from here"),
    KeyBinding(.selectDown, [Key(.down, .shift)], in: .panes, .mark, help: "select down"),
    KeyBinding(.selectUp, [Key(.up, .shift)], in: .panes, .mark, help: "select up"),
    KeyBinding(.removeMark, [.delete], in: .marks, .mark, hint: "Remove", help: "remove the mark"),
    KeyBinding(.editNote, ["e"], in: .marks, .mark, hint: "Note", help: "change the note"),
  ]

  private static let payload: [KeyBinding] = [
    KeyBinding(.detail, [.enter], in: .panes, .payload, hint: "Detail", help: "open, close detail"),
    KeyBinding(
      .otherDown, ["J"], in: .panes, .payload, hint: "Frame", help: "next frame in detail", hintKey: "J/K"),
    KeyBinding(.otherUp, ["K"], in: .panes, .payload, help: "previous in detail"),
    KeyBinding(.hex, ["x"], in: .panes, .payload, hint: "Hex", help: "hex in the detail"),
    KeyBinding(.pretty, ["P"], in: .panes, .payload, hint: "Pretty", help: "pretty or as sent"),
    KeyBinding(.wrap, ["w"], in: .panes, .payload, hint: "Wrap", help: "wrap in the detail"),
    KeyBinding(.copy, ["y", "c"], in: .panes, .payload, hint: "Copy", help: "copy the payload"),
    KeyBinding(.copyAs, ["Y"], in: .panes, .payload, hint: "Copy as", help: "copy as..."),
    KeyBinding(.editAndResend, ["e"], in: .panes, .payload, hint: "Resend", help: "edit and send again"),
    KeyBinding(.export, ["s"], in: .panes, .payload, hint: "Export", help: "export to a file"),
    KeyBinding(.foldAll, ["A"], in: .detail, .payload, hint: "All", help: "fold, unfold all"),
    KeyBinding(.pager, ["v"], in: .panes, .payload, hint: "Pager", help: "payload in the pager"),
    KeyBinding(.editor, [.function(4)], in: .panes, .payload, help: "payload in the editor"),
    KeyBinding(.detailClose, ["q"], in: .detail, .payload, hint: "Close", help: "close the detail"),
  ]
}
