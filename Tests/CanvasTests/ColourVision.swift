import Foundation

@testable import Canvas

/// How a colour reaches somebody's eye; by whoever lacks one kind of cones wholly.
enum ColourVision: CaseIterable {
  case whole, deuteranopia, protanopia, tritanopia

  /// Machado, Oliveira and Fernandes, 2009, at full severity; on linear RGB.
  private var matrix: [[Double]] {
    switch self {
    case .whole: [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
    case .deuteranopia:
      [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    case .protanopia:
      [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    case .tritanopia:
      [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    }
  }

  /// CIEDE2000 between two colours as they are seen; 1 is just to be noticed side by side.
  func difference(_ left: RGB, _ right: RGB) -> Double { lab(left).difference(lab(right)) }

  private func lab(_ colour: RGB) -> Lab {
    let linear = [colour.red, colour.green, colour.blue].map { channel in
      let value = Double(channel) / 255
      return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }
    let seen = matrix.map { row in min(1, max(0, zip(row, linear).map { $0 * $1 }.reduce(0, +))) }
    return Lab(linear: seen)
  }
}

/// CIE L*a*b*, white D65.
struct Lab {
  var lightness: Double
  var a: Double
  var b: Double

  init(lightness: Double, a: Double, b: Double) {
    self.lightness = lightness
    self.a = a
    self.b = b
  }

  init(linear rgb: [Double]) {
    let rows: [[Double]] = [
      [0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750],
      [0.0193339, 0.1191920, 0.9503041],
    ]
    let white: [Double] = [0.95047, 1, 1.08883]
    let xyz = zip(rows, white).map { row, white in zip(row, rgb).map { $0 * $1 }.reduce(0, +) / white }
    let bent = xyz.map { $0 > 216.0 / 24389 ? cbrt($0) : (24389.0 / 27 * $0 + 16) / 116 }
    self.init(lightness: 116 * bent[1] - 16, a: 500 * (bent[0] - bent[1]), b: 200 * (bent[1] - bent[2]))
  }

  /// CIEDE2000 after Sharma, Wu and Dalal, 2005.
  func difference(_ other: Lab) -> Double {
    func degrees(_ angle: Double) -> Double { angle * 180 / .pi }
    func radians(_ angle: Double) -> Double { angle * .pi / 180 }
    let seventh = pow(25.0, 7.0)
    let meanChroma = pow((hypot(a, b) + hypot(other.a, other.b)) / 2, 7.0)
    let stretch = 1.5 - 0.5 * (meanChroma / (meanChroma + seventh)).squareRoot()
    let chroma = [hypot(a * stretch, b), hypot(other.a * stretch, other.b)]
    let hue = [(a, b), (other.a, other.b)].map { pair -> Double in
      let angle = degrees(atan2(pair.1, pair.0 * stretch))
      return angle < 0 ? angle + 360 : angle
    }
    let isGrey = chroma[0] * chroma[1] == 0
    var turn = isGrey ? 0 : hue[1] - hue[0]
    if turn > 180 { turn -= 360 } else if turn < -180 { turn += 360 }
    var middle = hue[0] + hue[1]
    if !isGrey {
      if abs(hue[0] - hue[1]) > 180 { middle += middle < 360 ? 360 : -360 }
      middle /= 2
    }
    let deltaHue = 2 * (chroma[0] * chroma[1]).squareRoot() * sin(radians(turn / 2))
    let meanLightness = (lightness + other.lightness) / 2
    let mean = (chroma[0] + chroma[1]) / 2
    let slow: Double = 1 - 0.17 * cos(radians(middle - 30)) + 0.24 * cos(radians(2 * middle))
    let waves: Double = slow + 0.32 * cos(radians(3 * middle + 6)) - 0.2 * cos(radians(4 * middle - 63))
    let fromMiddle = (meanLightness - 50) * (meanLightness - 50)
    let light = (other.lightness - lightness) / (1 + 0.015 * fromMiddle / (20 + fromMiddle).squareRoot())
    let colourful = (chroma[1] - chroma[0]) / (1 + 0.045 * mean)
    let hued = deltaHue / (1 + 0.015 * mean * waves)
    let power = pow(mean, 7.0)
    let blue = exp(-pow((middle - 275) / 25, 2.0))
    let rotation = -2 * (power / (power + seventh)).squareRoot() * sin(radians(60 * blue))
    let straight: Double = light * light + colourful * colourful + hued * hued
    return (straight + rotation * colourful * hued).squareRoot()
  }
}
