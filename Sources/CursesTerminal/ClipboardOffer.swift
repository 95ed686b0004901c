/// Text for the terminal's own clipboard (OSC 52). Anything but Base64's own characters is left out, so nothing else can
/// be written this way.
struct ClipboardOffer {
  let sequence: String

  init(base64: String) {
    let letters = base64.utf8.filter { byte in
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "+"), UInt8(ascii: "/"), UInt8(ascii: "="):
        true
      default: false
      }
    }
    sequence = "\u{1B}]52;c;" + String(decoding: letters, as: UTF8.self) + "\u{1B}\\"
  }
}
