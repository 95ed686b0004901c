import Canvas
import FrameLog
import InspectorModel
import Secrets
import Testing
import WebSocketCore

private let secret = "hunter2-S3CR3T-0123456789"
private let hex = secret.utf8.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
private let value = SecretValue(name: "token", bytes: Array(secret.utf8))

/// Eight characters of it are a leak.
private func leaks(_ text: String) -> Bool {
  let bytes = Array(secret)
  return (0...bytes.count - 8).contains { text.contains(String(bytes[$0..<$0 + 8])) }
}

private func screen(
  width: Int, height: Int = 24, _ mask: SecretMask = SecretMask([value]), _ fill: (LogBuilder) -> Void
) -> InspectorModel {
  let log = LogBuilder()
  fill(log)
  var model = pictured(width: width, height: height, log: log)
  _ = update(&model, .secretsKnown(model.tabs[0].id, mask), now: 0)
  return model
}

private func fingerprints() throws -> SecretMask {
  SecretMask([], [try #require(SecretFingerprints(of: [value], base: 0x1234_5678_9ABC_DEF1))])
}

@Suite struct SecretScreenTests {
  @Test func `a secret in a payload is hidden in its row, and all around it stays`() {
    let model = screen(width: 100) {
      $0.text(.received, #"{"a":"\#(secret)","b":1}"#, at: 0)
    }
    #expect(picture(model).contains(#"{"a":"*************************","b":1}"#))
    #expect(!leaks(picture(model)))
  }

  @Test func `wherever the end of the row cuts it, no half of it shows`() throws {
    for mask in [SecretMask([value]), try fingerprints()] {
      for width in 40..<110 {
        let model = screen(width: width, mask) {
          $0.text(.received, "twelve chars " + secret + " and what follows", at: 0)
          $0.frame(.received, .binary, [0, 1] + Array(secret.utf8) + [2], at: 1)
        }
        #expect(!leaks(picture(model)), "\(width)")
      }
    }
  }

  @Test func `a secret that fragments cut is hidden in each of them`() throws {
    for mask in [SecretMask([value]), try fingerprints()] {
      var model = screen(width: 100, mask) {
        $0.frame(.received, .text, Array("begin hunter2-S3CR".utf8), at: 0, final: false, fragment: 1)
        $0.frame(.received, .continuation, Array("3T-01234".utf8), at: 1, final: false, fragment: 2)
        $0.frame(.received, .continuation, Array("56789 end".utf8), at: 2, fragment: 3)
      }
      press(&model, Key(.home), Key("l"))
      let text = picture(model)
      #expect(text.contains("FIN=0  begin ************") && text.contains("FIN=0  ********"))
      #expect(text.contains("FIN=1  ***** end"))
      press(&model, Key("j"), Key("j"), Key(.enter))
      #expect(!picture(model).contains("3T-01234"))
    }
  }

  @Test func `the beginning of a secret that still arrives is hidden`() {
    let model = screen(width: 100) { $0.part("is hunter2-S3", of: 40, isFirst: true, isLast: false) }
    #expect(picture(model).contains("is **********") && !picture(model).contains("hunter"))
  }

  @Test func `the detail hides it laid out, as sent and in hex`() {
    var model = screen(width: 120) {
      $0.text(.received, #"{"a":"\#(secret)","hex":"\#(hex)"}"#, at: 0)
    }
    press(&model, Key(.enter))
    #expect(picture(model).contains(#""a": "*************************""#))
    #expect(picture(model).contains("7b 22 61 22 3a 22 ** **"))
    for key in [Key("P"), Key("x"), Key("w")] {
      press(&model, key)
      let text = picture(model)
      #expect(!leaks(text) && !text.contains("68 75 6e") && !text.contains("68756e"))
    }
  }

  @Test func `what is copied is exact, and that a secret goes along is said`() {
    var model = screen(width: 100) { $0.text(.received, "is \(secret)", at: 0) }
    let effects = update(&model, .input(.key(Key("y"))), now: 0)
    #expect(
      effects == [
        .copy(Array("is \(secret)".utf8), description: "payload of #1, 28 B, with a secret in it")
      ])
  }

  @Test func `secrets show on demand, and the status line says so`() {
    var model = screen(width: 100) { $0.text(.received, "is \(secret)", at: 0) }
    func run(_ line: String) {
      press(&model, Key(":"))
      write(line, in: &model)
      press(&model, Key(.enter))
    }
    run("secrets show")
    #expect(picture(model).contains("is \(secret)") && picture(model).contains("SECRETS SHOWN"))
    run("secrets hide")
    #expect(!leaks(picture(model)) && !picture(model).contains("SECRETS SHOWN"))
  }

  @Test func `words have none: notices, titles, addresses, outcomes, fields`() {
    var model = screen(width: 100) { $0.text(.received, "is", at: 0) }
    _ = update(&model, .notice(.error, "no such thing: \(secret)"), now: 0)
    #expect(picture(model).contains("no such thing: ********"))
    var status = TabStatus(phase: .failed, url: "wss://a/?x=\(secret)")
    status.outcome = .failed(
      FailureReport(what: "refused \(secret)", why: [secret], tries: [hex], responseHead: [secret]))
    _ = update(&model, .tabChanged(model.tabs[0].id, status), now: 0)
    press(&model, Key("/"))
    write(secret, in: &model)
    let text = picture(model)
    #expect(text.contains("refused ********") && text.contains("/*************************"))
    #expect(!leaks(text) && !text.contains(hex.prefix(16)))
  }
}
