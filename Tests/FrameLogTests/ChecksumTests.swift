import CLinux
import Testing

@Suite struct ChecksumTests {
  @Test func `RFC 3720 B_4 thirty-two zeros and the nine digits have the sums of the standard`() {
    #expect(wsglass_crc32c([UInt8](repeating: 0, count: 32), 32) == 0x8A91_36AA)
    #expect(wsglass_crc32c([UInt8](repeating: 0xFF, count: 32), 32) == 0x62A8_AB43)
    #expect(wsglass_crc32c(Array("123456789".utf8), 9) == 0xE306_9283)
  }

  @Test func `every length and place has the sum that bit by bit gives`() {
    let bytes = (0..<700).map { UInt8(truncatingIfNeeded: $0 &* 73 &+ $0 >> 3) }
    bytes.withUnsafeBufferPointer { all in
      for count in 0..<680 {
        let from = all.baseAddress?.advanced(by: count % 17)
        #expect(wsglass_crc32c(from, count) == ~wsglass_crc32c_portable(~0, from, count))
      }
    }
  }

  @Test func `a record of every length holds what it was made of and has the sum that bit by bit gives`()
    throws
  {
    let bytes = (0..<700).map { UInt8(truncatingIfNeeded: $0 &* 73 &+ $0 >> 3) }
    let words: [UInt64] = [1, 0x1122_3344_5566_7788, 3, 4, 5, 0x0281_0002_0000_0000]
    for count in 0..<680 {
      let record = bytes.withUnsafeBytes { all in
        withUnsafeTemporaryAllocation(byteCount: 1024, alignment: 64) { room in
          room.initializeMemory(as: UInt8.self, repeating: 0xEE)
          wsglass_record(
            room.baseAddress?.advanced(by: 128), words[0], words[1], words[2], words[3], words[4], words[5],
            all.baseAddress?.advanced(by: count % 17), count)
          return Array(room)
        }
      }
      let head = words.flatMap { word in withUnsafeBytes(of: word.littleEndian) { Array($0) } }
      let length = withUnsafeBytes(of: UInt32(count).littleEndian) { Array($0) }
      let summed = length + head + bytes[(count % 17)..<(count % 17 + count)]
      let sum = withUnsafeBytes(of: (~wsglass_crc32c_portable(~0, summed, summed.count)).littleEndian) {
        Array($0)
      }
      let around = [UInt8](repeating: 0xEE, count: 1024)
      try #require(record == around.prefix(128) + sum + summed + around.dropFirst(128 + 4 + summed.count))
    }
  }
}
