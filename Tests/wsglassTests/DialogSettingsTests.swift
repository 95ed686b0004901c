import Foundation
import InspectorModel
import Sessions
import TestSupport
import Testing
import Transport
import WebSocketClient
import WebSocketCore

@testable import wsglass

@Suite(.serialized) struct DialogSettingsTests {
  private func settings(_ words: String...) throws(Complaint) -> ConnectionSettings {
    try ConnectionSettings(Arguments(["wsglass"] + words))
  }

  @Test func `the dialog shows what the command line said`() throws {
    let options = ConnectOptions(
      try settings(
        "-H", "X: y", "-s", "a,b", "--origin", "https://o", "-x", "http://u:p@p:1", "-k", "--no-compression",
        "--ping-interval", "1.5", "--reconnect", "--reconnect-tries", "3"), url: "wss://h/")
    var wanted = ConnectOptions(url: "wss://h/")
    wanted.headers = ["X: y"]
    wanted.protocols = "a, b"
    wanted.origin = "https://o"
    wanted.proxy = "http://********@p:1"
    wanted.trust = .nobody
    wanted.deflates = false
    wanted.pings = true
    wanted.pingInterval = "1.5"
    wanted.reconnects = true
    wanted.tries = "3"
    #expect(options == wanted)
  }

  @Test func `what nobody changed stays, what the dialog has no field for too`() throws {
    let before = try settings(
      "-x", "http://u:p@p:1", "--resolve", "h:1:127.0.0.1", "--sni", "other", "-H", "X: y")
    let after = try before.with(ConnectOptions(before))
    guard case .proxy(let proxy, except: _) = after.options.proxy else {
      Issue.record("the proxy is gone")
      return
    }
    #expect(proxy.credentials?.user.bytes == Array("u".utf8))
    #expect(after.options.resolve == ["h:1": ["127.0.0.1"]])
    #expect(after.tls.serverNameIndication == "other")
    #expect(after.headers == before.headers)
  }

  @Test func `each field reaches the connection`() throws {
    var options = ConnectOptions(url: "wss://h/")
    options.headers = ["A: 1", "B: two "]
    options.protocols = "v1"
    options.origin = "https://o"
    options.proxy = "none"
    options.trust = .nobody
    options.deflates = false
    options.pings = true
    options.pingInterval = "0.5"
    options.reconnects = true
    options.tries = "4"
    let made = try ConnectionSettings().with(options)
    #expect(made.headers.map(\.name) == ["A", "B"])
    #expect(made.protocols == ["v1"])
    #expect(made.origin == "https://o")
    #expect(!made.tls.verify)
    #expect(made.compression == nil)
    #expect(made.options.keepalive?.interval == 500_000_000)
    #expect(made.reconnect.attempts == 4)
    let target = try made.target(for: options.url)
    #expect(target.options.tls?.verify == false)
  }

  @Test(arguments: [
    (ConnectDialog.Field.proxy, "ftp://p"), (.caFile, "/no/such/file"), (.certificate, "/no/such/file"),
    (.proxy, "http://********@p:1"),
  ])
  func `what can't be used is told at its field`(field: ConnectDialog.Field, text: String) throws {
    var options = ConnectOptions(url: "wss://h/")
    switch field {
    case .proxy: options.proxy = text
    case .caFile:
      options.trust = .caFile
      options.caFile = text
    default: options.certificate = text
    }
    let fault = #expect(throws: RefusedField.self) { try ConnectionSettings().with(options) }
    #expect(fault?.field == field)
  }

  @Test func `a script that is not there is told at its field`() throws {
    var options = ConnectOptions(url: "wss://h/")
    #expect(throws: Never.self) { try options.checkScript() }
    options.script = "/no/such/script.jsonl"
    let fault = #expect(throws: RefusedField.self) { try options.checkScript() }
    #expect(fault?.field == .script)
    #expect(fault?.words == "can't read /no/such/script.jsonl: No such file or directory")
  }
}

@Suite struct DraftFilesTests {
  private let temporary = TemporaryFolder()
  private var folder: String { temporary.path }

  private func write(_ bytes: [UInt8], _ name: String) { temporary.write(bytes, to: name) }

  @Test func `snippets come back by their names, in a file for the owner alone`() throws {
    let file = SnippetFile(path: folder + "/config/snippets.json")
    #expect(try file.read() == [])
    let greet = DraftChoice(name: "greet", entry: Composer.Entry(text: "héllo", type: .text))
    let bytes = DraftChoice(name: "a-bin", entry: Composer.Entry(text: "08 96", type: .binaryHex))
    try file.save(greet)
    try file.save(bytes)
    #expect(try file.read() == [bytes, greet])
    let facts = try FileManager.default.attributesOfItem(atPath: file.path)
    #expect(facts[.posixPermissions] as? Int == 0o600)
  }

  @Test func `a faulty file of snippets is named and not replaced`() throws {
    write(Array("{\"x\":1}".utf8), "snippets.json")
    let file = SnippetFile(path: folder + "/snippets.json")
    let snippet = DraftChoice(name: "n", entry: Composer.Entry(text: "t", type: .text))
    let fault = #expect(throws: Complaint.self) { try file.save(snippet) }
    #expect(fault?.what == "\(folder)/snippets.json is not as it should be")
    #expect(try String(contentsOfFile: folder + "/snippets.json", encoding: .utf8) == "{\"x\":1}")
  }

  @Test func `a short file is read for the draft, a long one stays where it is`() throws {
    write(Array("hello".utf8), "short")
    write([UInt8](repeating: 0x61, count: 300_000), "text")
    write([UInt8](repeating: 0xFF, count: 300_000), "bytes")
    #expect(DraftFileReader.content(of: folder + "/short") == .bytes(Array("hello".utf8)))
    #expect(DraftFileReader.content(of: folder + "/text") == .long(bytes: 300_000, isText: true))
    #expect(DraftFileReader.content(of: folder + "/bytes") == .long(bytes: 300_000, isText: false))
    #expect(
      DraftFileReader.content(of: folder + "/none")
        == .failed(words: "can't read \(folder)/none: No such file or directory"))
  }

  @Test func `a pipe, a folder and a device are no files to send`() throws {
    write([], "empty")
    #expect(mkfifo(folder + "/pipe", 0o600) == 0)
    for path in [folder + "/pipe", folder, "/dev/zero"] {
      #expect(DraftFileReader.content(of: path) == .failed(words: "\(path) is no file"))
    }
  }

  @Test func `paths are completed by what is in their folder`() throws {
    for name in ["body.json", "body.txt", ".hidden", "other"] { write([], name) }
    try FileManager.default.createDirectory(atPath: folder + "/books", withIntermediateDirectories: true)
    #expect(
      DraftFileReader.paths(folder + "/bo")
        == [folder + "/body.json", folder + "/body.txt", folder + "/books/"])
    #expect(DraftFileReader.paths(folder + "/.h") == [folder + "/.hidden"])
    #expect(DraftFileReader.paths(folder + "/none/x") == [])
  }

  @Test func `what was sent comes back with its type`() throws {
    let file = HistoryFile(path: folder + "/state/history.jsonl")
    let entries = [HistoryEntry(.message, "08", type: .binaryHex), HistoryEntry(.message, "a\nb")]
    for entry in entries { #expect(file.add(entry) == nil) }
    #expect(file.read() == entries)
  }
}
