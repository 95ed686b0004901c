import ByteText
public import JSON5

/// A curl command, taken apart: what it says of a connection, and what of it can't be carried over.
///
/// Nothing is run and no file is read. All texts are templates (`Template`): a `$NAME` of the shell stands as
/// `${env:NAME}`, a literal `${` as `$${`.
public struct CurlCommand: Sendable, Equatable {
  /// Why a text is no such command.
  public enum Fault: Error, Sendable, Hashable {
    /// The first word is not `curl`.
    case notCurl
    /// As Windows' cmd.exe writes it (`^"`): copy it "as cURL (bash)".
    case windows
    case unclosedQuote(TextPlace)
    /// `$(...)` or backquotes: only a shell knows what they give. `${cmd:[...]}` of a profile does the same.
    case substitution(TextPlace)
    /// `${NAME:-...}`
    case expansion(TextPlace)
    /// 1 MiB.
    case tooLong
    case valueMissing(option: String)
    case unknownOption(String, suggestions: [String])
    case noURL
  }

  /// As it stands; ws, wss, http and https. Where curl would guess http, ws stands here.
  public var url = ""
  /// In the order given; without those of the handshake itself, without Origin, Cookie and subprotocols.
  public var headers: [ProfileField] = []
  /// The Cookie field, of all `-b` together.
  public var cookie: String?
  public var subprotocols: [String] = []
  public var origin: String?
  /// The parameters of permessage-deflate that a header offers; `""` where it offers it without. Nil: not said.
  public var deflate: String?
  /// -u; the password is nil where curl would ask for it.
  public var user: String?
  public var password: String?
  /// --oauth2-bearer
  public var bearer: String?
  public var isInsecure = false
  public var caFile: String?
  public var caFolder: String?
  public var crlFile: String?
  public var certificateFile: String?
  public var keyFile: String?
  public var keyPassphrase: String?
  public var requiresTLS13 = false
  /// -x, --socks5 and the like, with a scheme; a user and password of -U are in it.
  public var proxy: String?
  public var noProxy: String?
  public var proxyCAFile: String?
  public var unixSocket: String?
  public var resolve: [String] = []
  /// Seconds, as written.
  public var connectTimeout: Double?
  public var followsRedirects = false
  public var mostRedirects: Int?
  /// 4 or 6.
  public var addressFamily: Int?
  /// What has no place here, in the order of the command.
  public var leftovers: [Leftover] = []

  var proxyUser: String?

  /// A line, or several, as they would be typed into a shell.
  public init(parsing text: String) throws(Fault) {
    let words: ShellWords
    do throws(ShellWords.Fault) {
      words = try ShellWords(text)
    } catch {
      switch error.kind {
      case .unclosedQuote: throw text.contains("^\"") ? .windows : .unclosedQuote(error.place)
      case .substitution: throw .substitution(error.place)
      case .expansion: throw .expansion(error.place)
      case .tooLong: throw .tooLong
      }
    }
    if text.contains(" ^\"") { throw .windows }
    try self.init(words: words.words)
    if let first = words.rest.split(whereSeparator: \.isNewline).first {
      leftovers.append(Leftover(String(first.prefix(60)), .afterCommand))
    }
  }

  /// The words of a command, which a shell has taken apart; the first is `curl`.
  public init(words: [String]) throws(Fault) {
    // A prompt that was copied along.
    let words = Array(words.drop { $0 == "$" || $0 == "%" })
    guard let first = words.first, first == "curl" || first.hasSuffix("/curl") || first == "curl.exe" else {
      throw .notCurl
    }
    var urls: [String] = []
    var index = 1
    var isEnded = false
    while index < words.count {
      let word = words[index]
      index += 1
      if isEnded || word == "-" || !word.hasPrefix("-") {
        urls.append(word)
      } else if word == "--" {
        isEnded = true
      } else if word.hasPrefix("--") {
        guard let (name, isOff) = CurlOptions.name(String(word.dropFirst(2))) else {
          throw Self.unknown(word)
        }
        guard CurlOptions.valued.contains(name) else {
          take(flag: name, isOff: isOff)
          if name == "next" { break }
          continue
        }
        guard index < words.count else { throw .valueMissing(option: word) }
        take(name, words[index], &urls)
        index += 1
      } else {
        try takeLetters(word, words, &index, &urls)
      }
    }
    guard let url = urls.first else { throw .noURL }
    self.url = url.contains("://") ? url : "ws://" + url
    for other in urls.dropFirst() { leftovers.append(Leftover("URL \(Self.bare(other))", .unsupported)) }
    if let proxyUser, let proxy { self.proxy = Self.with(proxyUser, proxy) }
  }

  /// Letters one after the other; one with a value takes the rest, or the next word.
  private mutating func takeLetters(
    _ word: String, _ words: [String], _ index: inout Int, _ urls: inout [String]
  ) throws(Fault) {
    var letters = word.dropFirst()
    while let letter = letters.popFirst() {
      guard let name = CurlOptions.short[letter] else { throw Self.unknown("-\(letter)") }
      guard CurlOptions.valued.contains(name) else {
        take(flag: name, isOff: false)
        continue
      }
      if !letters.isEmpty { return take(name, String(letters), &urls) }
      guard index < words.count else { throw .valueMissing(option: "-\(letter)") }
      take(name, words[index], &urls)
      index += 1
    }
  }

  private static func unknown(_ word: String) -> Fault {
    let typed = word.drop { $0 == "-" }
    let all = CurlOptions.valued.union(CurlOptions.flags)
    let close = typed.utf8.count < 2 ? [] : all.filter { $0.hasPrefix(typed) }.sorted()
    return .unknownOption(String(word.prefix(60)), suggestions: Array(close.prefix(5)))
  }

  /// Without what could be a secret: no user, no query.
  private static func bare(_ url: String) -> String {
    let end = url.firstIndex { $0 == "?" || $0 == "#" } ?? url.endIndex
    let start = url[..<end].lastIndex(of: "@").map { url.index(after: $0) } ?? url.startIndex
    return String(url[start..<end].prefix(60))
  }

  private static func with(_ user: String, _ proxy: String) -> String {
    let parts = proxy.components(around: "://")
    let (scheme, host) = parts ?? ("http", proxy)
    guard !host.contains("@") else { return proxy }
    let name = user.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      .map { Percent.encoded($0) }.joined(separator: ":")
    return "\(scheme)://\(name)@\(host)"
  }
}
