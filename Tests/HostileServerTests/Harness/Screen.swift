import Canvas
import InspectorModel
import InspectorUI
import Sessions

@testable import wsglass

/// What the inspector shows of a session.
enum Screen {
  static func text(_ session: Session, _ target: SessionTarget) -> String {
    var model = InspectorModel(size: Size(width: 200, height: 60))
    _ = update(&model, .addressGiven("ws://127.0.0.1/hostile", title: "hostile"), now: 0)
    let id = model.tabs[0].id
    _ = update(&model, .logReady(id, session.reader), now: 0)
    let status = StatusWords.status(session.status, tenths: 0, target: target, at: 0)
    _ = update(&model, .tabChanged(id, status), now: 0)
    _ = update(&model, .logGrew(id), now: 0)
    var canvas = Canvas(size: model.size, repertoire: .unicode)
    drawInspector(model, on: &canvas)
    return canvas.text
  }

  /// What must never reach a terminal: C0, DEL, C1, and what turns or hides text.
  static func unsafe(_ text: String) -> [Unicode.Scalar] {
    text.unicodeScalars.filter { scalar in
      switch scalar.value {
      case 0x0A: false
      case 0..<0x20, 0x7F..<0xA0, 0x200B...0x200F, 0x202A...0x202E, 0x2066...0x2069, 0xFEFF, 0xAD, 0x61C: true
      case 0xE000...0xF8FF, 0xE0000...0xE007F, 0xFFFC: true
      default: false
      }
    }
  }
}
