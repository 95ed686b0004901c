import Canvas
import Testing

/// What the design's mock-ups show: each of them is a scene at a size, and has its picture.
///
/// A scene without a model does not compile, and one without a picture, or a picture without a scene, fails its test; so does
/// a picture that does not say what the mock-up says.
enum Scene: String, CaseIterable {
  case main, detail, connect, profiles, filter, help, replay, failed, empty

  /// The heading in the design.
  var heading: String {
    switch self {
    case .main: "Main view, 3 tabs"
    case .detail: "Frame detail (JSON pretty; x = hex)"
    case .connect: "Connect dialog"
    case .profiles: "Profile picker"
    case .filter: "Filter bar"
    case .help: "Help overlay"
    case .replay: "Replay progress"
    case .failed: "Error / closed"
    case .empty: "Empty first run"
    }
  }
}

/// A scene at one of the sizes: the three of the design, and the two smaller ones that it gives rules for.
struct Mockup: CustomTestStringConvertible {
  var scene: Scene
  var size: Size
  var repertoire = Repertoire.ascii

  static let sizes = [(20, 5), (40, 12), (80, 24), (120, 40), (200, 60)]
    .map { Size(width: $0.0, height: $0.1) }
  static let all = Scene.allCases.flatMap { scene in sizes.map { Mockup(scene: scene, size: $0) } }

  /// The screen at the top of README.md.
  static let readme = Mockup(
    scene: .detail, size: Size(width: 100, height: 29), repertoire: .unicode)

  /// Of the file with its picture.
  var name: String {
    "\(scene.rawValue)-\(size.width)x\(size.height)\(repertoire == .unicode ? "-unicode" : "")"
  }
  var testDescription: String { "\(scene.heading), \(size.width)x\(size.height)" }
}
