import ByteText
import Canvas
import JSON5
import ProfileFiles
import Profiles

/// What is wrong in a profile, in words: `feed.json:3:12 tls.min: "1.4" is none of 1.2, 1.3`.
extension ProfileWords {
  /// Of one that can't be used.
  static func complaint(_ stored: StoredProfile) -> Complaint {
    var lines = stored.reading.faults.map { describe($0, in: stored.name) }
    let first = lines.isEmpty ? "profile \(stored.name) can't be used" : lines.removeFirst()
    return Complaint(
      code: .configuration, what: first, why: Array(lines.prefix(8)),
      advice: ["correct \(stored.path); wsglass man profile | man -l -"])
  }

  static func describe(_ fault: ProfileFault, in name: String) -> String {
    let key = fault.key.isEmpty ? "" : " \(fault.key):"
    return "\(name).json:\(fault.place)\(key) \(describe(fault.kind))"
  }

  static func describe(_ warning: ProfileWarning, in name: String) -> String {
    let last = warning.key.split(separator: ".").last.map(String.init) ?? warning.key
    let guess = ThemeWords.guess(NearestName.of(last, in: warning.known))
    return
      "\(name).json:\(warning.place) \(warning.key) means nothing here\(guess)"
  }

  static func complaint(_ fault: FilledProfile.Fault, name: String) -> Complaint {
    Complaint(
      code: .configuration, what: "profile \(name): \(describe(fault))",
      advice: ["wsglass profiles show \(name)"])
  }

  private static func describe(_ fault: FilledProfile.Fault) -> String {
    switch fault {
    case .unknownEnvironment(let name, let known): unknownEnvironment(name, known)
    case .unknownVariable(let name, let key, let known):
      "\(key): \(unknownVariable(name, known)) in this environment"
    case .circle(let name, let key): "\(key): ${\(name)} is made of itself"
    case .unresolved(let reference, let key): "\(key): \(reference.words) was not resolved"
    case .template(let kind, let key): "\(key): \(describe(kind))"
    case .notText(let key): "\(key): what was filled in is no text"
    case .tooLong(let key): "\(key): over 64 KiB, filled in"
    }
  }

  private static func unknownEnvironment(_ name: String, _ known: [String]) -> String {
    if known.isEmpty { return "there is no environment \"\(name)\": it has none" }
    let guess = ThemeWords.guess(NearestName.of(name, in: known))
    return "there is no environment \"\(name)\"\(guess); there are \(list(known))"
  }

  private static func unknownVariable(_ name: String, _ known: [String]) -> String {
    "${\(name)} is not in its variables\(ThemeWords.guess(NearestName.of(name, in: known)))"
  }

  static func describe(_ kind: ProfileFault.Kind) -> String {
    switch kind {
    case .syntax(let fault): "not JSON5 from here on: \(describe(fault))"
    case .wrongKind(let wanted): "not \(expected(wanted))"
    case .outOfRange(let range):
      "not between \(JSONText.number(range.lowerBound)) and \(JSONText.number(range.upperBound))"
    case .unknownWord(let word, let known):
      "\"\(word)\" is none of \(known.joined(separator: ", "))\(ThemeWords.guess(NearestName.of(word, in: known)))"
    case .missing: "it is missing"
    case .empty: "it is empty"
    case .badName(let name): "\"\(name)\" is no name: letters, digits and _ - . after a letter"
    case .badHeader: "no header: a name without blanks, a value without line ends"
    case .template(let kind): describe(kind)
    case .unknownVariable(let name, let known): unknownVariable(name, known)
    case .circle(let name): "${\(name)} is made of itself"
    case .unknownEnvironment(let name, let known): unknownEnvironment(name, known)
    case .tagTooLong: "over \(Profile.longestTag) letters"
    case .authUnclear: "either a user with a password, or a bearer token"
    }
  }

  static func describe(_ kind: Template.Fault.Kind) -> String {
    switch kind {
    case .unclosed: "${ without its }; a literal ${ is written $${"
    case .badName(let name): "${\(name)} is no name of a variable; a literal ${ is written $${"
    case .unknownForm(let form):
      "${\(form):...} is none of \(SecretReference.forms.joined(separator: ", "))"
        + ThemeWords.guess(NearestName.of(form, in: SecretReference.forms))
    case .badCommand: "${cmd:[...]} takes a list of words: ${cmd:['pass', 'show', 'feed']}"
    case .emptyReference(let form): "${\(form):} names nothing"
    case .tooLong: "over 64 KiB, or over 256 places to fill in"
    }
  }

  static func describe(_ kind: JSON5Fault.Kind) -> String {
    switch kind {
    case .unexpectedEnd: "it ends too early"
    case .unexpected(let byte):
      (0x21...0x7E).contains(byte)
        ? "\"\(Character(Unicode.Scalar(byte)))\" can't stand here" : "byte 0x\(hex(byte)) can't stand here"
    case .badEscape: "no escape of JSON5"
    case .badNumber: "no number"
    case .unclosedString: "a string without its end"
    case .unclosedComment: "a comment without its end"
    case .tooDeep: "over \(JSON5Document.deepest) levels"
    case .repeatedName(let name): "\"\(name)\" a second time"
    case .notText: "no UTF-8"
    case .yamlFeature(let what): "\(what), which is not read here"
    case .badIndentation: "indented as nothing before it"
    }
  }

  private static func hex(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16, uppercase: true)
    return digits.count < 2 ? "0\(digits)" : digits
  }

  static func expected(_ kind: ProfileKey.Kind) -> String {
    switch kind {
    case .template, .text: "a text"
    case .templates, .texts: "a list of texts"
    case .flag: "true or false"
    case .number: "a number"
    case .word(let words): "one of \(words.joined(separator: ", "))"
    case .fields: "an object of texts"
    case .environments: "an object of objects of texts"
    case .group: "an object"
    case .compression: "true, false or a text"
    case .onOpen: "a file's name or a list of messages"
    }
  }
}
