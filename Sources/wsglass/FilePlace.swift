import FrameLog

/// Every file that the program reads or writes without being told its name.
struct FilePlace {
  let path: String
  let help: String

  static let table: [FilePlace] = [
    FilePlace(
      path: "$XDG_CONFIG_HOME/wsglass/config.json",
      help:
        "how much is kept. A fault in it is told and never stops the start; what is not in it, or is faulty,"
        + " is as it would be without the file"),
    FilePlace(
      path: "$XDG_CONFIG_HOME/wsglass/themes/NAME.json",
      help: "a theme, for --theme NAME; goes before one of the same name elsewhere"),
    FilePlace(path: "$XDG_DATA_DIRS/wsglass/themes/NAME.json", help: "themes for everybody on the machine"),
    FilePlace(
      path: "share/wsglass/themes/NAME.json",
      help: "beside the folder that the program is in: the themes that it came with"),
    FilePlace(
      path: "$XDG_STATE_HOME/wsglass/captures",
      help:
        "a folder for each connection, readable by its owner alone; wsglass-formats(5) tells what is in it"),
  ]

  /// What `config.json` may say.
  static let configuration: [(key: String, standard: Int, help: String)] = {
    let standard = CaptureFolder.Retention()
    return [
      ("captures.count", standard.count, "how many captures are kept"),
      ("captures.gigabytes", standard.bytes >> 30, "how many GiB of them, all together"),
      ("captures.days", standard.days, "for how many days after a capture was last written"),
    ]
  }()
}
