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
}
