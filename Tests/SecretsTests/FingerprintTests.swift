import Secrets
import Testing

private let secret = Array("S3CR3T-0b/4+ \"é\\9f".utf8)
private let base: UInt64 = 0x1234_5678_9ABC_DEF1

private func prints(_ values: [UInt8]..., base: UInt64 = base) -> SecretFingerprints? {
  SecretFingerprints(of: values.map { SecretValue(name: "token", bytes: $0) }, base: base)
}

private func hidden(_ text: String, _ mask: SecretMask, isCut: Bool = false) -> String {
  let bytes = Array(text.utf8)
  return String(
    decoding: SecretMask.hiding(mask.places(in: bytes, isCut: isCut), of: bytes), as: UTF8.self)
}

private func hex(_ bytes: [UInt8]) -> String {
  bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
}

private func base64(_ bytes: [UInt8]) -> String {
  let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
  var text = ""
  for start in stride(from: 0, to: bytes.count, by: 3) {
    let three = bytes[start..<min(start + 3, bytes.count)]
    let bits = three.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - three.count))
    for place in 0...three.count { text.append(digits[bits >> (18 - 6 * place) & 63]) }
  }
  return text
}

private let forms: [(String, String)] = [
  ("raw", String(decoding: secret, as: UTF8.self)),
  ("base64", base64(secret)),
  ("base64 after one byte", base64([1] + secret + [2])),
  ("base64 after two bytes", base64([1, 2] + secret)),
  ("base64url", base64(secret + [3]).replacing("+", with: "-").replacing("/", with: "_")),
  ("percent", "S3CR3T-0b%2F4%2B%20%22%C3%A9%5c9f"),
  ("form", "S3CR3T-0b%2F4%2B+%22%C3%A9%5C9f"),
  ("all percent", secret.map { "%" + hex([$0]) }.joined()),
  ("JSON", #"S3CR3T-0b\/4+ \"é\\9f"#),
  ("JSON in ASCII", #"S3CR3T-0b/4+ \"\u00e9\\9f"#),
  ("JSON in JSON", #"S3CR3T-0b/4+ \\\"\\u00e9\\\\9f"#),
  ("percent of percent", "S3CR3T-0b%252F4%252B%2520%2522%25C3%25A9%255c9f"),
  ("hex", hex(secret)),
  ("upper hex", hex(secret).uppercased()),
  ("hex after a digit", "7" + hex(secret) + "a"),
]

@Suite struct FingerprintTests {
  @Test(arguments: forms) func `a secret is found in each of its forms by its fingerprint`(
    _ form: (String, String)
  ) throws {
    let mask = SecretMask([], [try #require(prints(secret))])
    for text in [form.1, "a:\(form.1)", "xx \(form.1) ", "<\(form.1)>"] {
      let shown = hidden(text, mask)
      #expect(shown.utf8.filter { $0 == 0x2A }.count >= form.1.utf8.count - 4, "\(form.0): \(shown)")
      #expect(shown.utf8.count == text.utf8.count)
    }
  }

  @Test(arguments: forms) func `a secret is found in each of its forms by its value`(_ form: (String, String))
  {
    let mask = SecretMask([SecretValue(name: "token", bytes: secret)])
    for text in [form.1, "a:\(form.1)", "xx \(form.1) "] {
      let shown = hidden(text, mask)
      #expect(shown.utf8.filter { $0 == 0x2A }.count >= form.1.utf8.count - 4, "\(form.0): \(shown)")
    }
  }

  @Test func `what stands around it stays`() throws {
    let mask = SecretMask([], [try #require(prints(Array("hunter2222".utf8)))])
    #expect(hidden(#"{"a":"hunter2222","b":1}"#, mask) == #"{"a":"**********","b":1}"#)
    #expect(hidden("hunter222 hunter22222", mask) == "hunter222 **********2")
    #expect(hidden("hunter2222hunter2222", mask) == "********************")
    #expect(hidden("68756e74657232323232!", mask) == "********************!")
  }

  @Test func `several secrets of several lengths are found beside each other`() throws {
    let mask = SecretMask(
      [], [try #require(prints(Array("first-1".utf8), Array("other-1".utf8), Array("longer-one".utf8)))])
    #expect(hidden("first-1 longer-one other-1 first-2", mask) == "******* ********** ******* first-2")
  }

  @Test func `what is kept says nothing but name, length and hash, and is read again as it was`() throws {
    let kept = try #require(prints(Array("hunter2222".utf8)))
    #expect(
      String(decoding: kept.bytes, as: UTF8.self)
        == "wsglass secrets 1\n123456789abcdef1\n10 8fbd9508 token\n")
    #expect(SecretFingerprints(parsing: kept.bytes) == kept)
    let again = try #require(SecretFingerprints(parsing: kept.bytes))
    #expect(hidden("hunter2222", SecretMask([], [again])) == "**********")
  }

  @Test func `the same secret has another fingerprint in another capture`() throws {
    let one = try #require(prints(secret, base: 99_999_999_999))
    let other = try #require(prints(secret, base: 99_999_999_998))
    #expect(one.bytes.suffix(20) != other.bytes.suffix(20))
  }

  @Test func `a short secret has none, and of broken files only what makes sense counts`() throws {
    #expect(prints(Array("12345".utf8)) == nil)
    for text in [
      "", "wsglass secrets 1\n", "wsglass secrets 2\n1\n10 1 a\n", "wsglass secrets 1\nx\n10 1 a\n",
    ] {
      #expect(SecretFingerprints(parsing: Array(text.utf8)) == nil)
    }
    let text =
      "wsglass secrets 1\n123456789abcdef1\n-1 1 a\n99999999 1 a\n5 1 a\nten 1 a\n10 8fbd9508 token\n"
    #expect(SecretFingerprints(parsing: Array(text.utf8)) == prints(Array("hunter2222".utf8)))
  }

  @Test func `no secret is seen in 1,000,000 random frames`() throws {
    let mask = SecretMask([], [try #require(prints(Array("correct horse".utf8)))])
    var state: UInt64 = 42
    var payload = [UInt8](repeating: 0, count: 24)
    var hits = 0
    for _ in 0..<1_000_000 {
      for start in stride(from: 0, to: 24, by: 8) {
        // Marsaglia's xorshift: the same frames in every run.
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        for index in 0..<8 {
          payload[start + index] = UInt8(truncatingIfNeeded: state >> (8 * UInt64(index)))
        }
      }
      hits += mask.places(in: payload).count
    }
    #expect(hits == 0)
  }

  @Test func `the beginning of a value at the end of what has come is hidden`() {
    let mask = SecretMask([SecretValue(name: "token", bytes: Array("hunter2222".utf8))])
    #expect(hidden("is hunt", mask, isCut: true) == "is ****")
    #expect(hidden("is hunt", mask) == "is hunt")
    #expect(hidden("is hunt ", mask, isCut: true) == "is hunt ")
    #expect(hidden("is 68756e7", mask, isCut: true) == "is *******")
    #expect(hidden("is aHVudGV", mask, isCut: true) == "is *******")
    #expect(hidden("is %68%75%6", mask, isCut: true) == "is ********")
  }

  @Test func `words get eight signs, whatever is hidden`() {
    let mask = SecretMask([SecretValue(name: "token", bytes: Array("hunter2222".utf8))])
    #expect(mask.masked("wss://a/?x=hunter2222&y=é") == "wss://a/?x=********&y=é")
    #expect(mask.masked("nothing") == "nothing")
    #expect(mask.reach == 70)
  }
}
