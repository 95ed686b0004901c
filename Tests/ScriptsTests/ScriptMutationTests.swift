import Scripts
import TestSupport
import Testing
import WebSocketCore

@Suite struct ScriptMutationTests {
  private static let seed = q(
    #"""
    {'script':1,'name':'all','url':'ws://h/','needs':{'token':'x'},'set':{'a':'1'}}
    // a comment
    {'send':{'op':'login','t':'${token}','n':'${a:raw}'},'after':'10ms'}
    {'expect':{'json':{'ok':true,'at':'${any:time}'},'at':{'user.id':7}},'within':'50ms','capture':{'id':'user.id','w':{'regex':'(w+)','group':1}},'p95':'1s'}
    {'send':'//4=','as':'base64','fragment':1}
    {'ping':'${seq} ${uuid} ${random:1-9} ${now:iso}'}
    {'repeat':3,'rate':100,'steps':[{'send':'${iteration}'},{'never':{'contains':'err'},'within':1}]}
    {'repeat':null,'over':'r.csv','steps':[{'send':'${user}'}]}
    {'parallel':2,'spread':5,'steps':[{'wait':1},{'expect':['a',{'hex':'00ff'}],'within':2,'soft':true,'next':false}]}
    {'include':'i.jsonl'}
    {'capture':{'x':'a[0].*'}}
    {'seq':3,'time':'2026-11-22T12:00:00.1Z','dir':'out','op':'text','fin':true,'rsv':0,'length':9,'mono':1100,'data':'x'}
    {'expect':{'code':['1000-1002',4001],'reason':'done'},'within':3}
    {'close':1000,'reason':'bye'}
    """#)
  private static let files = ["r.csv": "user,x\nanna,\"1,2\"\n", "i.jsonl": #"{"pong":""}"#]

  @Test func `ten thousand mutations are read, or told of by their places, and what is read can be played`() {
    var mutator = Mutator(
      seed: 20_261_127, signs: #"{}[]":,\0123456789.-eE$#/*tfnu "# + "\u{0}\n\r", most: 2)
    var options = ScriptOptions()
    options.expectsReplies = true
    options.limits.repetitions = 1000
    let files: ScriptFiles = { request throws(ScriptFileError) in
      guard let text = Self.files[request.name] else { throw ScriptFileError("no such file") }
      return Array(text.utf8)
    }
    // A line at a time: the fault of another line would hide what this one does.
    let lines = Self.seed.split(separator: "\n").map { Array($0.utf8) }
    options.given = ["token", "a"]
    var (read, refused) = (0, 0)
    for index in 0..<10_000 {
      let bytes = mutator.mutated(lines[index % lines.count]) + Array("\n{\"send\":\"x\"}".utf8)
      let count = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).count
      do throws(ScriptErrors) {
        let script = try Script(parsing: bytes, named: "m", options: options, files: files)
        read += 1
        var player = Player(script) {
          $0.goesOn = true
          $0.variables = ["token": "t", "a": "1"]
        }
        player.comes(#"{"ok":true,"at":"2026-11-22T12:00:00Z","user":{"id":7},"w":"www"}"#, after: 1)
        player.comes([0, 255], after: 2, as: .binary)
        _ = player.play(limit: 50)
        _ = player.run.progress(now: player.now)
      } catch {
        refused += 1
        for fault in error.all {
          let isInside = fault.place.file != "m" || (1...count).contains(fault.place.line)
          #expect(
            isInside && fault.place.column >= 1 && fault.place.column <= bytes.count + 1, "\(fault.words)")
        }
      }
    }
    #expect(read > 1000 && refused > 5000, "\(read) read, \(refused) refused")
  }

  @Test func `the seed itself has no fault, cut at any byte it is read or refused`() {
    #expect(faults(Self.seed, files: Self.files) == [])
    let bytes = Array(Self.seed.utf8)
    var refused = 0
    for end in stride(from: 0, to: bytes.count, by: 7) {
      if !faults(String(decoding: bytes[..<end], as: UTF8.self), files: Self.files).isEmpty { refused += 1 }
    }
    #expect(refused > 100)
  }
}
