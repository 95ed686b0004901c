/// Takes a script in pieces, so that a long one need not be in memory twice.
public struct ScriptLoader {
  /// For scripts that name no files.
  public static var noFiles: ScriptFiles {
    { _ throws(ScriptFileError) in throw ScriptFileError("files are not read here") }
  }

  private var builder: ScriptBuilder
  private var lines = LineSplitter()

  public init(
    named file: String, options: ScriptOptions = ScriptOptions(),
    files: @escaping ScriptFiles = ScriptLoader.noFiles
  ) {
    builder = ScriptBuilder(file: file, options: options, files: files)
  }

  /// The next bytes of the file, in any pieces.
  public mutating func add(_ bytes: UnsafeRawBufferPointer) {
    lines.split(bytes, limit: builder.options.limits.lineBytes) { line, number in
      builder.line(line, number, file: 0)
    }
  }

  /// The end of the file.
  public consuming func finish() throws(ScriptErrors) -> Script {
    lines.finish { line, number in builder.line(line, number, file: 0) }
    return try builder.finish()
  }
}

/// Cuts bytes that come in pieces into lines.
struct LineSplitter {
  private var rest: [UInt8] = []
  private var number = 1
  /// The line in hand is too long: what there is of it was handed on already.
  private var isOver = false

  /// A line that is longer than `limit` is handed on once it is, and the rest of it is passed over.
  mutating func split(
    _ bytes: UnsafeRawBufferPointer, limit: Int, _ body: (UnsafeRawBufferPointer, Int) -> Void
  ) {
    var start = 0
    while start < bytes.count {
      let tail = UnsafeRawBufferPointer(rebasing: bytes[start...])
      let length = Self.lineLength(tail)
      let piece = UnsafeRawBufferPointer(rebasing: tail.prefix(length ?? tail.count))
      if length == nil || !rest.isEmpty { keep(piece, limit: limit, body) }
      guard let length else { return }
      if !isOver {
        if rest.isEmpty { body(piece, number) } else { rest.withUnsafeBytes { body($0, number) } }
      }
      rest.removeAll(keepingCapacity: true)
      isOver = false
      number += 1
      start += length + 1
    }
  }

  private mutating func keep(
    _ piece: UnsafeRawBufferPointer, limit: Int, _ body: (UnsafeRawBufferPointer, Int) -> Void
  ) {
    if isOver { return }
    rest.append(contentsOf: piece)
    guard rest.count > limit else { return }
    rest.withUnsafeBytes { body($0, number) }
    isOver = true
    rest.removeAll()
  }

  mutating func finish(_ body: (UnsafeRawBufferPointer, Int) -> Void) {
    if !isOver, !rest.isEmpty { rest.withUnsafeBytes { body($0, number) } }
    rest = []
  }

  private static func lineLength(_ bytes: UnsafeRawBufferPointer) -> Int? {
    bytes.firstIndex(of: 0x0A)
  }
}
