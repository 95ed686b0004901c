// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
]
/// Pure modules decide and never act, so a warning there is a question nobody has answered.
let pure: [SwiftSetting] = strict + [.treatAllWarnings(as: .error)]

func room(_ name: String, _ dependencies: [Target.Dependency] = [], _ settings: [SwiftSetting] = strict)
  -> Target
{ .target(name: name, dependencies: dependencies, swiftSettings: settings) }

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .testTarget(name: name, dependencies: dependencies, swiftSettings: strict)
}

let package = Package(
  name: "wsglass",
  products: [
    .executable(name: "wsglass", targets: ["wsglass"]),
    .executable(name: "wsglass-bench", targets: ["wsglass-bench"]),
    .executable(name: "wsglass-fuzz", targets: ["wsglass-fuzz"]),
    .library(name: "WebSocketClient", targets: ["WebSocketClient", "WebSocketCore"]),
  ],
  targets: [
    .systemLibrary(name: "CLinux"),
    .systemLibrary(name: "CNcurses"),
    .systemLibrary(name: "COpenSSL"),
    .systemLibrary(name: "CZlib"),
    room("ByteText", ["COpenSSL"], pure),
    room("Secrets", ["ByteText"], pure),
    room("WebSocketCore", ["ByteText", "COpenSSL", "CZlib"], pure),
    room("Locks"),
    room("Loop", ["CLinux", "Locks"]),
    room("Transport", ["ByteText", "Loop", "Locks", "CLinux", "COpenSSL"]),
    room("WebSocketClient", ["ByteText", "WebSocketCore", "Transport", "Loop"]),
    room("WebSocketServer", ["ByteText", "WebSocketCore", "Transport", "Loop"]),
    room("FrameLog", ["WebSocketCore", "Locks", "CLinux"]),
    room("JSONBytes", ["ByteText"], pure),
    room("JSON5", ["ByteText"], pure),
    room("FrameFilter", ["ByteText", "JSONBytes", "FrameLog", "WebSocketCore", "Locks"]),
    room(
      "Formats",
      ["ByteText", "Canvas", "Secrets", "FrameLog", "FrameFilter", "WebSocketCore", "Locks", "COpenSSL"]),
    room(
      "Scripts", ["ByteText", "JSONBytes", "Secrets", "Canvas", "FrameFilter", "Formats", "WebSocketCore"],
      pure),
    room(
      "Sessions",
      [
        "ByteText", "Secrets", "Scripts", "FrameLog", "Locks", "WebSocketClient", "WebSocketCore",
        "Transport", "Loop",
      ]),
    room("Profiles", ["ByteText", "JSON5", "Secrets"], pure),
    room("ProfileFiles", ["Profiles", "Secrets", "FrameLog", "Locks", "CLinux"]),
    room("Canvas", [], pure),
    room("CursesTerminal", ["Canvas", "CNcurses", "CLinux"]),
    room(
      "InspectorModel",
      [
        "ByteText", "Secrets", "Profiles", "Canvas", "JSON5", "JSONBytes", "Scripts", "FrameFilter",
        "FrameLog", "WebSocketCore",
      ],
      pure),
    room(
      "InspectorUI",
      [
        "InspectorModel", "ByteText", "Secrets", "Profiles", "Canvas", "FrameFilter", "FrameLog",
        "WebSocketCore",
      ], pure),
    .executableTarget(
      name: "wsglass",
      dependencies: [
        "InspectorUI", "InspectorModel", "Canvas", "CursesTerminal", "Sessions", "Scripts", "JSON5",
        "JSONBytes", "ByteText",
        "Formats",
        "Secrets",
        "FrameFilter",
        "FrameLog", "WebSocketClient", "WebSocketServer", "WebSocketCore", "Transport", "Loop", "Locks",
        "CLinux", "Profiles", "ProfileFiles",
      ],
      swiftSettings: strict),
    .executableTarget(
      name: "wsglass-bench",
      dependencies: [
        "ByteText", "Sessions", "Scripts", "Formats", "Secrets", "FrameFilter", "FrameLog", "WebSocketClient",
        "WebSocketServer", "WebSocketCore", "Transport", "Loop", "Locks", "CLinux",
        "Canvas", "CursesTerminal", "InspectorModel", "InspectorUI",
      ],
      swiftSettings: strict),
    .executableTarget(
      name: "wsglass-fuzz",
      dependencies: [
        "Scripts", "Profiles", "JSON5", "Formats", "Secrets", "FrameFilter", "FrameLog", "WebSocketClient",
        "WebSocketCore",
        "Transport",
        "Loop",
      ],
      swiftSettings: strict),
    // What tests of several modules share.
    .target(name: "TestSupport", dependencies: ["Loop"], path: "Tests/TestSupport", swiftSettings: strict),
    tests("ByteTextTests", ["ByteText"]),
    tests("SecretsTests", ["Secrets"]),
    tests("WebSocketCoreTests", ["TestSupport", "WebSocketCore"]),
    tests("LoopTests", ["TestSupport", "Loop", "Locks"]),
    tests("TransportTests", ["TestSupport", "Transport", "Loop", "Locks", "COpenSSL"]),
    tests(
      "WebSocketClientTests",
      ["TestSupport", "WebSocketClient", "WebSocketServer", "WebSocketCore", "Transport", "Loop", "Locks"]),
    tests("WebSocketServerTests", ["WebSocketServer", "WebSocketCore", "Transport", "Loop"]),
    tests("FrameLogTests", ["TestSupport", "FrameLog", "WebSocketCore", "CLinux"]),
    tests("FrameFilterTests", ["TestSupport", "FrameFilter", "FrameLog", "WebSocketCore"]),
    tests("FormatsTests", ["TestSupport", "Formats", "Secrets", "FrameLog", "WebSocketCore"]),
    tests("JSONBytesTests", ["JSONBytes"]),
    tests("JSON5Tests", ["JSON5"]),
    tests("ScriptsTests", ["TestSupport", "Scripts", "JSONBytes", "WebSocketCore"]),
    tests(
      "SessionsTests",
      [
        "Sessions", "Scripts", "FrameLog", "WebSocketServer", "WebSocketClient", "WebSocketCore", "Transport",
        "Loop", "Locks",
      ]),
    tests(
      "wsglassTests",
      [
        "TestSupport",
        "wsglass", "CursesTerminal", "InspectorModel", "Canvas", "Sessions", "Scripts", "JSON5", "JSONBytes",
        "Formats",
        "Secrets", "FrameFilter", "FrameLog", "Transport", "Profiles", "ProfileFiles",
        "WebSocketClient", "WebSocketCore", "Loop",
      ]),
    tests(
      "HostileServerTests",
      [
        "TestSupport",
        "wsglass", "ByteText", "InspectorUI", "InspectorModel", "Canvas", "Sessions", "FrameLog",
        "WebSocketClient",
        "WebSocketCore", "Transport", "Loop", "Locks",
      ]),
    tests("ProfilesTests", ["TestSupport", "Profiles", "JSON5", "Secrets"]),
    tests(
      "ProfileFilesTests",
      ["TestSupport", "ProfileFiles", "Profiles", "JSON5", "Secrets", "FrameLog", "Locks"]),
    tests("CanvasTests", ["TestSupport", "Canvas"]),
    tests("CursesTerminalTests", ["CursesTerminal", "Canvas", "Locks"]),
    tests(
      "InspectorModelTests",
      [
        "InspectorModel", "Secrets", "Profiles", "Canvas", "JSON5", "Scripts", "FrameFilter", "FrameLog",
        "WebSocketCore",
      ]),
    tests(
      "InspectorUITests",
      [
        "TestSupport",
        "InspectorUI", "InspectorModel", "Secrets", "Profiles", "Canvas", "JSON5", "FrameFilter", "FrameLog",
        "WebSocketCore",
      ]),
  ]
)
