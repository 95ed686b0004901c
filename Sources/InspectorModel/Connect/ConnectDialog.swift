/// Where to connect to, and how: a line of its own for each choice, and buttons.
public struct ConnectDialog: Sendable, Equatable {
  public enum Field: Sendable, Equatable, CaseIterable {
    case url, headers, protocols, origin, proxy, trust, caFile, certificate, key, deflate
    case pings, pingInterval, pingTimeout, reconnects, tries
    case script, name
    case connect, save, cancel
  }

  /// The profile that it was filled from.
  public internal(set) var profile: ProfileMark?
  /// The tab that is to connect anew, else a new one opens.
  public internal(set) var tab: TabID?
  public internal(set) var options: ConnectOptions
  /// Of the profile that Save profile makes or changes.
  public internal(set) var name = ""
  public internal(set) var field = Field.url
  /// The text of the field that is being written.
  public internal(set) var editor: TextEditor
  /// What is wrong, and at which field; gone with the next change.
  public internal(set) var fault: String?
  public internal(set) var faultField = Field.url
  /// The header that is being written, in their list; nil outside of it.
  public internal(set) var header: Int?
  /// Files that begin like the script's path, and the one that stands in its place.
  var paths: [String] = []
  var path = 0
  var historyIndex: Int?
  var draft = ""

  init(_ options: ConnectOptions, tab: TabID? = nil) {
    self.options = options
    self.tab = tab
    editor = TextEditor(options.url)
  }

  /// In the order of Tab; what a choice leaves open is not among them.
  public var fields: [Field] {
    Field.allCases.filter { field in
      switch field {
      case .caFile: options.trust == .caFile
      case .key: !options.certificate.isEmpty || !options.key.isEmpty
      case .pingInterval, .pingTimeout: options.pings
      case .tries: options.reconnects
      default: true
      }
    }
  }

  public static func isText(_ field: Field) -> Bool {
    switch field {
    case .url, .protocols, .origin, .proxy, .caFile, .certificate, .key, .pingInterval, .pingTimeout, .tries,
      .script, .name:
      true
    case .headers, .trust, .deflate, .pings, .reconnects, .connect, .save, .cancel: false
    }
  }

  public var isTyping: Bool { header != nil || Self.isText(field) }

  /// Tab goes on with the script's path.
  var isCompleting: Bool { header == nil && field == .script && !editor.isEmpty && !editor.isOffered }

  public func text(of field: Field) -> String {
    switch field {
    case .url: options.url
    case .protocols: options.protocols
    case .origin: options.origin
    case .proxy: options.proxy
    case .caFile: options.caFile
    case .certificate: options.certificate
    case .key: options.key
    case .pingInterval: options.pingInterval
    case .pingTimeout: options.pingTimeout
    case .tries: options.tries
    case .script: options.script
    case .name: name
    case .headers, .trust, .deflate, .pings, .reconnects, .connect, .save, .cancel: ""
    }
  }

  mutating func go(to field: Field) {
    self.field = field
    header = nil
    paths = []
    editor = TextEditor(text(of: field), isOffered: true)
  }

  mutating func moveField(by step: Int) {
    let all = fields
    let index = all.firstIndex(of: field) ?? 0
    go(to: all[(index + step + all.count) % all.count])
  }

  mutating func edit(_ change: (inout TextEditor) -> Void) {
    let before = editor.text
    change(&editor)
    if editor.text != before { take(editor.string) }
  }

  private mutating func take(_ text: String) {
    fault = nil
    historyIndex = nil
    paths = []
    if let header {
      if options.headers.indices.contains(header) {
        options.headers[header] = text
      } else if !text.isEmpty {
        options.headers.append(text)
      }
      return
    }
    switch field {
    case .url: options.url = text
    case .protocols: options.protocols = text
    case .origin: options.origin = text
    case .proxy: options.proxy = text
    case .caFile: options.caFile = text
    case .certificate: options.certificate = text
    case .key: options.key = text
    case .pingInterval: options.pingInterval = text
    case .pingTimeout: options.pingTimeout = text
    case .tries: options.tries = text
    case .script: options.script = text
    case .name: name = text
    case .headers, .trust, .deflate, .pings, .reconnects, .connect, .save, .cancel: break
    }
  }

  /// Left, Right and Space where there is something to choose.
  mutating func change(by step: Int) {
    fault = nil
    switch field {
    case .trust:
      let all = ConnectOptions.Trust.allCases
      options.trust = all[(options.trust.rawValue + step + all.count) % all.count]
    case .deflate: options.deflates.toggle()
    case .pings: options.pings.toggle()
    case .reconnects: options.reconnects.toggle()
    case .connect, .save, .cancel:
      let buttons: [Field] = [.connect, .save, .cancel]
      let index = buttons.firstIndex(of: field) ?? 0
      field = buttons[(index + step + buttons.count) % buttons.count]
    default: break
    }
  }

  // MARK: The list of headers

  mutating func openHeaders() { goToHeader(options.headers.count) }

  /// One more than there are is a new one.
  mutating func goToHeader(_ index: Int) {
    dropEmptyHeaders(but: index)
    let index = min(max(0, index), options.headers.count)
    header = index
    editor = TextEditor(
      options.headers.indices.contains(index) ? options.headers[index] : "", isOffered: true)
  }

  mutating func leaveHeaders() {
    dropEmptyHeaders(but: -1)
    go(to: .headers)
  }

  private mutating func dropEmptyHeaders(but kept: Int) {
    let lines = options.headers.enumerated().filter { !$0.element.trimmedLine.isEmpty || $0.offset == kept }
    options.headers = lines.map(\.element)
  }

  mutating func refuse(_ field: Field, _ words: String) {
    go(to: field)
    // It is to be corrected.
    editor.takeOffer()
    fault = words
    faultField = field
  }
}
