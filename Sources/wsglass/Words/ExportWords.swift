import Formats
import Glibc

/// What is said of exports and imports.
enum ExportWords {
  static func complaint(_ failure: ExportFile.Failure, path: String) -> Complaint {
    switch failure {
    case .exists:
      Complaint(
        code: .write, what: "\(path) is there already, and stays as it is",
        advice: ["--force replaces it", "-o with another name"])
    case .partExists:
      Complaint(
        code: .write, what: "\(ExportFile.part(of: path)) is there already",
        why: ["another wsglass is writing it, or one was killed while it did"],
        advice: ["look at it, and take it away", "--force replaces it"])
    case .open(let number): trouble("can't write \(path)", number)
    case .write(let number): trouble("can't write \(path == "-" ? "standard output" : path)", number)
    case .sync(let number): trouble("can't get \(path) onto the disk", number)
    case .rename(let number): trouble("can't give \(ExportFile.part(of: path)) its name", number)
    }
  }

  private static func trouble(_ what: String, _ number: Int32) -> Complaint {
    Complaint(code: .write, what: what, why: [String(cString: strerror(number))])
  }

  static func complaint(_ error: ImportError, path: String) -> Complaint {
    switch error {
    case .unreadable(let number):
      Complaint(code: .failed, what: "can't read \(path)", why: [String(cString: strerror(number))])
    case .notSeekable:
      Complaint(code: .failed, what: "a HAR is read in two passes: \(path) has to be a file")
    case .empty: Complaint(code: .failed, what: "\(path) is empty")
    case .unknownFormat:
      Complaint(
        code: .failed, what: "\(path) is neither JSON Lines of wsglass nor a HAR",
        advice: ["wsglass record URL -o FILE.jsonl writes the one, a browser's network tools the other"])
    case .malformed(let fault, let place):
      Complaint(
        code: .failed, what: "\(path), line \(place.line), column \(place.column): \(words(fault))",
        why: ["byte \(place.offset) of the file"])
    }
  }

  private static func words(_ fault: LineFault) -> String {
    switch fault {
    case .unexpectedByte(let byte):
      (0x21..<0x7F).contains(byte)
        ? "\"\(Unicode.Scalar(byte))\" can't stand here" : "byte \(byte) can't stand here"
    case .unexpectedEnd: "the file ends in the middle"
    case .badEscape: "no escape of JSON"
    case .badNumber: "no number of JSON"
    case .tooLong(let limit): "over \(limit >> 20) MiB, which nothing here may have"
    case .tooDeep: "too many brackets in brackets"
    case .missing(let field): "there is no \"\(field)\""
    case .wrong(let field): "\"\(field)\" can't have this value"
    case .sequence(let number, let before): "\"seq\" \(number) after \(before): the numbers have to go up"
    }
  }

  static func words(_ warning: ImportWarning) -> String {
    switch warning {
    case .truncated(let place): "it ends in the middle of line \(place.line); what came before is there"
    case .laterVersion(let version):
      "written by a later wsglass (version \(version)): not all may be understood"
    case .unknownEvent(let name, let line):
      "line \(line): no event \"\(name)\" is known; it is information now"
    case .unknownFlag(let name, let line): "line \(line): no flag \"\(name)\" is known; it is left out"
    case .badTime(let line): "line \(line): no time that can be read; the one before stands for it"
    case .badBase64(let line): "line \(line): no base64; the text stands for it"
    case .badFacts(let line): "line \(line): what is said of the connection makes no sense; it is left out"
    case .otherEntries(let count): "\(count) \(count == 1 ? "entry is" : "entries are") no WebSocket"
    case .noWebSocket: "there is no WebSocket in it"
    case .messagesElsewhere(let line): "line \(line): the messages of this entry are in another file"
    case .more(let count): "and \(count) more like these"
    }
  }
}
