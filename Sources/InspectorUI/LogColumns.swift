/// Which columns the log has at a width, and where.
///
/// The payload keeps about half of the width: where the others would take more, TIME goes first.
struct LogColumns: Equatable {
  var number: Range<Int>?
  var time: Range<Int>?
  var delta: Range<Int>?
  var direction = 0
  var opcode = 0..<0
  var flags: Range<Int>?
  var size: Range<Int>?
  var wire: Range<Int>?
  var payload = 0..<0

  /// Per cent of the width that the payload keeps.
  static let payloadShare = 45

  init(width: Int, lastSequence: Int) {
    self.init(width: width, lastSequence: lastSequence, hasTime: true)
    if time != nil, payload.count * 100 < width * Self.payloadShare {
      self.init(width: width, lastSequence: lastSequence, hasTime: false)
    }
  }

  private init(width: Int, lastSequence: Int, hasTime: Bool) {
    var x = 1
    func take(_ count: Int, gap: Int) -> Range<Int> {
      let range = x..<(x + count)
      x += count + gap
      return range
    }
    if width >= 40 {
      number = take(max(width >= 100 ? 6 : 5, String(max(0, lastSequence)).utf8.count), gap: 2)
    }
    if width >= 60, hasTime { time = take(12, gap: 2) }
    if width >= 100 { delta = take(7, gap: 2) }
    direction = take(1, gap: 1).lowerBound
    if width < 60 {
      opcode = take(5, gap: width < 40 ? 1 : 2)
    } else {
      opcode = take(5, gap: width >= 100 ? 2 : 1)
      flags = take(width >= 100 ? 3 : 2, gap: 1)
      size = take(6, gap: 2)
      if width >= 160 { wire = take(6, gap: 2) }
    }
    payload = x..<max(x, width)
  }
}
