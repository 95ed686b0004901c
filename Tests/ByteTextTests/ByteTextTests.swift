import ByteText
import Testing

private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }
private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

// MARK: Base64

@Test func `base64 is written padded, in the standard alphabet`() {
  #expect(
    ["", "f", "fo", "foo", "foob", "fooba", "foobar"].map { text(Base64.encoded(bytes($0))) }
      == ["", "Zg==", "Zm8=", "Zm9v", "Zm9vYg==", "Zm9vYmE=", "Zm9vYmFy"])
  #expect(text(Base64.encoded([0xFB, 0xFF])) == "+/8=")
}

@Test func `base64 longer than what libcrypto takes at once has no padding inside`() throws {
  let long = (0..<(3 << 20) + 4).map { UInt8(truncatingIfNeeded: $0 &* 31) }
  let encoded = Base64.encoded(long)
  #expect(encoded.firstIndex(of: UInt8(ascii: "=")) == encoded.count - 2)
  #expect(try Base64.decoded(encoded) == long)
}

@Test func `base64 is read in both alphabets, with and without its end`() throws {
  #expect(try Base64.decoded(bytes("")) == [])
  #expect(try Base64.decoded(bytes("+/8=")) == [0xFB, 0xFF])
  #expect(try Base64.decoded(bytes("-_8")) == [0xFB, 0xFF])
  #expect(try Base64.decoded(bytes("aGVsbG8=")) == bytes("hello"))
  #expect(try Base64.decoded(bytes("aGVs\nbG8 ="), skippingBlanks: true) == bytes("hello"))
}

@Test(arguments: [
  ("aG!s", Base64.Fault.noDigit(at: 2)), ("aG\ns", .noDigit(at: 2)), ("aG=s", .padding(at: 3)),
  ("a=", .padding(at: 1)), ("Zg===", .padding(at: 4)), ("aGVsbG8==", .padding(at: 8)),
  ("====", .padding(at: 0)),
  ("aGVsb", .loneDigit(at: 4)), ("aR", .looseBits(at: 1)), ("Zm9=", .looseBits(at: 2)),
])
func `base64 that stands for no bytes says where`(written: String, fault: Base64.Fault) {
  #expect(throws: fault) { try Base64.decoded(bytes(written)) }
  #expect(fault.place < written.utf8.count)
}

// MARK: Hex

@Test func `hex digits are read in either case and written in lower`() {
  #expect(Hex.bytes(bytes("00fFa5")) == [0x00, 0xFF, 0xA5])
  #expect(Hex.bytes([]) == [])
  #expect(Hex.text([0x00, 0xFF, 0xA5]) == "00ffa5")
  #expect(Hex.text(10, digits: 4) == "000a")
  #expect(Hex.text(0x12345, digits: 2) == "12345")
  #expect(Hex.text(-1, digits: 2) == "00")
}

@Test(arguments: ["f", "fg", "f ", "+f", "0x0f"])
func `what is no pair of hex digits is no bytes`(written: String) {
  #expect(Hex.bytes(bytes(written)) == nil)
}

// MARK: Percent-encoding

@Test func `all but unreserved characters are percent-encoded`() {
  #expect(text(Percent.encoded(bytes("aZ09-._~ /%é"))) == "aZ09-._~%20%2F%25%C3%A9")
}

@Test func `percent-escapes are read in either case`() {
  #expect(Percent.decoded(bytes("a%2fb%2F%00")) == bytes("a/b/\0"))
  #expect(Percent.readable(bytes("a%2fb")) == bytes("a/b"))
}

@Test(arguments: ["100%", "%4", "%+f", "%%", "a%g0"])
func `what is no escape is a fault, or stays as it stands`(written: String) {
  #expect(Percent.decoded(bytes(written)) == nil)
  #expect(text(Percent.readable(bytes(written))) == written)
}

@Test func `an escape behind a lone percent sign is read`() {
  #expect(Percent.readable(bytes("%%41")) == bytes("%A"))
}

// MARK: JSON strings

@Test func `a JSON string escapes what it must, DEL and line separators too`() {
  #expect(JSONText.quoted("a\"\\/\n\r\t\u{0}\u{1B}\u{7F}é😀") == #""a\"\\/\n\r\t\u0000\u001b\u007fé😀""#)
  #expect(JSONText.quoted("\u{2028}x\u{2029}") == #""\u2028x\u2029""#)
  #expect(JSONText.quoted("") == "\"\"")
}

@Test func `a JSON string for ASCII alone has pairs of surrogates`() {
  var output: [UInt8] = []
  JSONText.append("é😀 long enough for whole words", asciiOnly: true, to: &output)
  #expect(text(output) == #""\u00e9\ud83d\ude00 long enough for whole words""#)
}

// MARK: Bytes

@Test(arguments: UInt8.min...UInt8.max)
func `letters and digits are those of ASCII alone`(byte: UInt8) {
  let scalar = Unicode.Scalar(byte)
  let isLetter = ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
  #expect(ASCII.isLetter(byte) == isLetter)
  #expect(ASCII.isDigit(byte) == ("0"..."9").contains(scalar))
  #expect(ASCII.lower(byte) == (("A"..."Z").contains(scalar) ? byte + 32 : byte))
}
