/// Finding the colour that a poorer terminal has.
extension RGB {
  /// `#rgb` or `#rrggbb`.
  init?(hex: String) {
    let digits = hex.utf8.dropFirst()
    guard hex.utf8.first == 0x23, digits.count == 3 || digits.count == 6 else { return nil }
    guard let value = UInt32(Substring(digits), radix: 16), digits.first != 0x2B else { return nil }
    if digits.count == 3 {
      self.init(
        red: UInt8(value >> 8 & 0xF) * 17, green: UInt8(value >> 4 & 0xF) * 17, blue: UInt8(value & 0xF) * 17)
    } else {
      self.init(red: UInt8(value >> 16 & 0xFF), green: UInt8(value >> 8 & 0xFF), blue: UInt8(value & 0xFF))
    }
  }

  /// What xterm shows for one of its 256; the first 16 belong to the user, so these are only usual.
  public init(indexed index: UInt8) {
    switch index {
    case 0..<16: self = RGB.usual16[Int(index)]
    case 16..<232:
      let cube = Int(index) - 16
      self.init(
        red: RGB.cube[cube / 36], green: RGB.cube[cube / 6 % 6], blue: RGB.cube[cube % 6])
    default:
      let grey = 8 + (index - 232) * 10
      self.init(red: grey, green: grey, blue: grey)
    }
  }

  private static let cube: [UInt8] = [0, 95, 135, 175, 215, 255]
  private static let usual16: [RGB] =
    ([
      0x000000, 0xCD0000, 0x00CD00, 0xCDCD00, 0x0000EE, 0xCD00CD, 0x00CDCD, 0xE5E5E5,
      0x7F7F7F, 0xFF0000, 0x00FF00, 0xFFFF00, 0x5C5CFF, 0xFF00FF, 0x00FFFF, 0xFFFFFF,
    ] as [UInt32]).map {
      RGB(red: UInt8($0 >> 16 & 0xFF), green: UInt8($0 >> 8 & 0xFF), blue: UInt8($0 & 0xFF))
    }

  /// Squared distance, weighted as the eye weighs it ("redmean").
  func distance(to other: RGB) -> Int {
    let mean = (Int(red) + Int(other.red)) / 2
    let red = Int(red) - Int(other.red)
    let green = Int(green) - Int(other.green)
    let blue = Int(blue) - Int(other.blue)
    let redPart = ((512 + mean) * red * red) >> 8
    let bluePart = ((767 - mean) * blue * blue) >> 8
    return redPart + 4 * green * green + bluePart
  }

  /// The nearest of 16 to 255 that has at least this contrast with a background; without one, the nearest.
  func nearest256(on background: RGB? = nil, contrast needed: Double = 0) -> UInt8 {
    var best: (index: UInt8, distance: Int)?
    for index in UInt8(16)...255 {
      let candidate = RGB(indexed: index)
      if let background, candidate.contrast(with: background) < needed { continue }
      let distance = distance(to: candidate)
      if distance < best?.distance ?? .max { best = (index, distance) }
    }
    // White or black always has 4.5 to 1, so only a higher demand leaves none.
    return best?.index ?? nearest256()
  }

  func nearest16() -> UInt8 {
    let distances = RGB.usual16.map { distance(to: $0) }
    return UInt8(distances.indices.min { distances[$0] < distances[$1] } ?? 7)
  }

  /// WCAG 2.1, success criteria 1.4.6 (enhanced), 1.4.3 (text) and 1.4.11 (lines).
  static let levels = [7, 4.5, 3]

  /// WCAG 2.1's contrast ratio, 1 to 21.
  public func contrast(with other: RGB) -> Double {
    let lighter = max(luminance, other.luminance)
    let darker = min(luminance, other.luminance)
    return (lighter + 0.05) / (darker + 0.05)
  }

  private var luminance: Double {
    // A polynomial for sRGB's curve, within 0.003 of it: the standard library has no pow.
    func linear(_ channel: UInt8) -> Double {
      let value = Double(channel) / 255
      return value * (value * (value * 0.305306011 + 0.682171111) + 0.012522878)
    }
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
  }
}
