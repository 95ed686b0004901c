import WebSocketCore

/// What goes out, with its variables filled in.
extension ScriptRun {
  mutating func send(_ step: ScriptStep, _ index: Int, _ now: UInt64) -> ScriptOrder? {
    guard closure == nil else {
      fail(index, .closed(closure ?? .abnormal), now)
      // Nothing can be sent any more.
      end(.failed)
      return nil
    }
    let opcode = Opcode(rawValue: step.opcode)
    var payload = script.arena[step.payload]
    if step.flags.contains(.isTemplate) {
      do throws(ScriptTemplate.Fault) {
        payload = try filled(step, index, now)[...]
        if opcode.isControl, payload.count > 125 {
          throw .words("a \(opcode.name?.description ?? "") carries at most 125 bytes", "")
        }
      } catch {
        fault(error, index, now)
        return nil
      }
    }
    done()
    lastSent = now
    if opcode != .continuation { counts.sent += 1 }
    let size = Int(step.size)
    if size > 0, payload.count > size {
      phase = .fragments(opcode: Opcode.continuation.rawValue, rest: payload.dropFirst(size))
      return .send(ScriptFrame(opcode: opcode, isFinal: false, payload: payload.prefix(size)))
    }
    return .send(ScriptFrame(opcode: opcode, isFinal: step.flags.contains(.isFinal), payload: payload))
  }

  mutating func fragment(_ opcode: UInt8, _ rest: ArraySlice<UInt8>) -> ScriptOrder {
    let size = lastIndex.map { Int(script.steps[$0].size) } ?? rest.count
    let piece = rest.prefix(max(1, size))
    let left = rest.dropFirst(piece.count)
    phase = left.isEmpty ? .ready : .fragments(opcode: opcode, rest: left)
    return .send(ScriptFrame(opcode: Opcode(rawValue: opcode), isFinal: left.isEmpty, payload: piece))
  }

  mutating func close(_ step: ScriptStep, _ index: Int, _ now: UInt64) -> ScriptOrder? {
    var reason = Array(script.arena[step.payload])
    if step.flags.contains(.isTemplate) {
      do throws(ScriptTemplate.Fault) {
        reason = try filled(step, index, now)
        if reason.count > 123 { throw .words("a reason has at most 123 bytes", "") }
      } catch {
        fault(error, index, now)
        return nil
      }
    }
    done()
    // Where the peer was first, that is what was wanted.
    if closure != nil { return nil }
    counts.sent += 1
    lastSent = now
    return .close(
      step.size == 0 ? nil : CloseCode(rawValue: UInt16(truncatingIfNeeded: step.size)), reason: reason)
  }

  private mutating func filled(
    _ step: ScriptStep, _ index: Int, _ now: UInt64
  ) throws(ScriptTemplate.Fault) -> [UInt8] {
    var template = templates[index]
    if template == nil {
      let style: ScriptTemplate.Style = step.flags.contains(.isJSON) ? .json : .plain
      do throws(ScriptTemplate.PlacedFault) {
        template = try ScriptTemplate(Array(script.arena[step.payload]), style: style)
      } catch {
        throw error.fault
      }
      // Of a script without loops each is used once.
      if !rounds.isEmpty, templates.count < 1024 { templates[index] = template }
    }
    guard let template else { return [] }
    let bytes = try fill(template, now)
    let encoding: ScriptEncoding? =
      step.flags.contains(.isBase64) ? .base64 : step.flags.contains(.isHex) ? .hex : nil
    guard let encoding else { return bytes }
    guard let decoded = encoding.bytes(of: bytes) else {
      throw .words("with its variables filled in, this is no \(encoding.rawValue)", "")
    }
    return decoded
  }

  mutating func fill(_ template: ScriptTemplate, _ now: UInt64) throws(ScriptTemplate.Fault) -> [UInt8] {
    if template.isConstant { return template.text }
    let moment = ScriptMoment(
      wall: wallOffset &+ Int64(truncatingIfNeeded: now), iteration: rounds.last?.number ?? 1,
      connection: settings.connection)
    var (sequence, random) = (sequence, random)
    let values = values
    let bytes = try template.filled { slot in
      slot.value.map { $0.text(moment, sequence: &sequence, random: &random) } ?? values[slot.name]
    }
    (self.sequence, self.random) = (sequence, random)
    return bytes
  }
}
