import Testing

@testable import Transport

@Suite struct TLSWireTests {
  @Test(arguments: [
    ([], true), ([0x17], false), ([0x17, 3, 3, 0], false), ([0x17, 3, 3, 0, 0], true),
    ([0x17, 3, 3, 0, 2, 9], false), ([0x17, 3, 3, 0, 2, 9, 9], true),
    ([0x17, 3, 3, 0, 2, 9, 9, 0x17], false),
    ([0x17, 3, 3, 1, 1] + [UInt8](repeating: 9, count: 257), true),
    ([0x17, 3, 3, 1, 1] + [UInt8](repeating: 9, count: 256), false),
  ])
  func `the last record is one that has nothing behind it`(bytes: [UInt8], isLast: Bool) {
    let wire = TLSWire.make()
    defer { TLSWire.destroy(wire) }
    bytes.withUnsafeBytes { wire.pointee.give($0) }
    #expect(wire.pointee.holdsOneRecordAtMost == isLast)
  }
}
