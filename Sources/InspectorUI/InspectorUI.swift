public import Canvas
public import InspectorModel

/// Draws the whole screen. Costs what the screen holds, not what the log holds; any size is fine.
public func drawInspector(_ model: InspectorModel, on canvas: inout Canvas) {
}
