/// Takes in one fact and says what is to be done. `now` is monotonic nanoseconds. The screen may have changed after it.
public func update(
  _ model: inout InspectorModel, _ message: InspectorModel.Message, now: UInt64
) -> [InspectorModel.Effect] {
  []
}
