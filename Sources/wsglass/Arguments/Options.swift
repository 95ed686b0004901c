/// One command-line option: parsed, documented and checked from the same entry.
struct Option: Sendable {
  enum Name: String, Sendable {
    case help, version, verbose
    case header, headerFile = "header-file", cookie, origin, subprotocol, insecure, cacert, capath, crlfile,
      cert, key
    case passFile = "pass-file", sni, tls13 = "tlsv1.3"
    case unixSocket = "unix-socket", resolve, connectTimeout = "connect-timeout", ipv4, ipv6
    case proxy, proxyUserFile = "proxy-user-file", proxyCacert = "proxy-cacert", noproxy, noProxy = "no-proxy"
    case location, maxRedirs = "max-redirs", parallelConnects = "parallel-connects"
    case pingInterval = "ping-interval", pingTimeout = "ping-timeout"
    case reconnect, reconnectTries = "reconnect-tries"
    case noCompression = "no-compression", deflate
    case tolerate, noPong = "no-pong", requireSubprotocol = "require-subprotocol"
    case stallTimeout = "stall-timeout"
    case noCapture = "no-capture", noPayload = "no-payload", captures
    case plain, linger
    case theme, themeFile = "theme-file", noColor = "no-color", ascii, memory
    case listen, output, format, count, duration
    case filter, marked, force, includeSecrets = "include-secrets"
    case names
    case url, set, speed, connections, spread, report, threshold, seed, against, align, ignore, check, schema
    case keepGoing = "keep-going", expectReplies = "expect-replies"
    case profile, env, `as`
  }

  var name: Name
  var short: Character?
  /// What stands for the value in the help; nil where the option takes none.
  var value: String?
  /// It may stay away; where it is there, "=" goes before it.
  var valueIsOptional = false
  var commands: Set<Command>
  var help: String
}

/// The first word after the options, or the inspector where it is none of these.
enum Command: String, CaseIterable, Sendable {
  case inspect, demo, serve, record, replay, captures, profiles, export, check, locate, doctor, man,
    completions

  var synopsis: String {
    switch self {
    case .inspect: "wsglass [OPTIONS] [URL | PROFILE | CAPTURE | FILE ...]"
    case .profiles: "wsglass profiles [list | show NAME | check [NAME ...] | path [NAME] | import SOURCE]"
    case .captures: "wsglass captures [--names]"
    case .demo: "wsglass demo"
    case .serve: "wsglass serve [--listen HOST:PORT] [--cert FILE --key FILE]"
    case .record: "wsglass record URL | PROFILE [-o FILE] [--format F] [--count N] [--duration S]"
    case .replay: "wsglass replay SCRIPT [--url URL | --profile NAME] [--report FILE]"
    case .export: "wsglass export FILE [-o FILE] [--format F] [--filter EXPR] [--marked]"
    case .check: "wsglass check"
    case .locate: "wsglass locate [NAME]"
    case .doctor: "wsglass doctor"
    case .man: "wsglass man [\(ManualCommand.topics.joined(separator: " | "))]"
    case .completions: "wsglass completions bash | zsh | fish"
    }
  }

  var help: String {
    switch self {
    case .inspect: "open the inspector, a tab for each URL, profile, capture or exported file"
    case .profiles:
      "saved connections: list, show, check them; import curl, HAR, Bruno, Insomnia, Postman"
    case .captures: "list what was captured, the newest first"
    case .demo: "the inspector on a built-in demo server"
    case .serve: "the demo server alone; prints its URLs"
    case .record: "capture without a screen"
    case .replay: "play a script, check what it expects, tell what came of it"
    case .export: "a log (.jsonl, .har) in another format, without its secrets"
    case .check: "config, keymap, themes, snippets and profiles: every fault with its file and line"
    case .locate: "where its files are; with config, keymap, profiles, captures and so on that path alone"
    case .doctor: "what this terminal, locale and TLS give"
    case .man: "the man page, or the one of a kind of file: wsglass man | man -l -"
    case .completions: "what a shell needs to complete wsglass: source <(wsglass completions bash)"
    }
  }
}

extension Option {
  private static let connecting: Set<Command> = [.inspect, .record, .replay]
  private static let screen: Set<Command> = [.inspect, .demo]
  private static let everywhere = Set(Command.allCases)

  static let table: [Option] = [
    Option(
      name: .profile, value: "NAME", commands: connecting,
      help: "a saved connection; other options go before what it says"),
    Option(
      name: .env, value: "NAME", commands: connecting.union([.profiles]),
      help: "the environment of profiles: dev, staging, prod..."),
    Option(
      name: .header, short: "H", value: "'NAME: VALUE'", commands: connecting,
      help: "send a header; @FILE reads headers from a file, one a line"),
    Option(
      name: .headerFile, value: "FILE", commands: connecting,
      help: "headers from a file: keeps secrets out of the process list"),
    Option(
      name: .cookie, short: "b", value: "'NAME=VALUE'", commands: connecting,
      help: "send a cookie; without \"=\", a file of cookies (Netscape's format)"),
    Option(name: .origin, value: "ORIGIN", commands: connecting, help: "send an Origin header"),
    Option(
      name: .subprotocol, short: "s", value: "NAME", commands: connecting,
      help: "offer a subprotocol; again or with commas for more"),
    Option(
      name: .requireSubprotocol, commands: connecting,
      help: "fail where the server picks none of the offered subprotocols"),
    Option(
      name: .insecure, short: "k", commands: connecting,
      help: "do not verify the certificate; the tab wears a badge"),
    Option(
      name: .cacert, value: "FILE", commands: connecting,
      help: "trust the CAs in this PEM file instead of the system's"),
    Option(
      name: .cert, value: "FILE", commands: [.inspect, .record, .replay, .serve],
      help: "certificate (PEM): the client's, or the demo server's"),
    Option(
      name: .key, value: "FILE", commands: [.inspect, .record, .replay, .serve],
      help: "private key (PEM) of --cert"),
    Option(
      name: .passFile, value: "FILE", commands: connecting,
      help: "the first line of FILE is the passphrase of --key"),
    Option(
      name: .capath, value: "DIR", commands: connecting,
      help: "trust the CAs in this folder (names as openssl rehash makes them)"),
    Option(
      name: .crlfile, value: "FILE", commands: connecting,
      help: "refuse certificates that these lists (PEM) revoke"),
    Option(
      name: .sni, value: "NAME", commands: connecting,
      help: "ask TLS for NAME, which the certificate then has to name"),
    Option(name: .tls13, commands: connecting, help: "TLS 1.3 or later; else 1.2 will do"),
    Option(
      name: .unixSocket, value: "PATH", commands: connecting, help: "connect through this unix domain socket"),
    Option(
      name: .resolve, value: "HOST:PORT:ADDR", commands: connecting,
      help: "use ADDR for HOST:PORT, without DNS"),
    Option(
      name: .connectTimeout, value: "SECONDS", commands: connecting,
      help: "DNS, dial, proxy, TLS and upgrade together (default 8)"),
    Option(name: .ipv4, short: "4", commands: connecting, help: "IPv4 addresses only"),
    Option(name: .ipv6, short: "6", commands: connecting, help: "IPv6 addresses only"),
    Option(
      name: .proxy, short: "x", value: "URL", commands: connecting,
      help: "through this http, https, socks5 or socks5h proxy"),
    Option(
      name: .proxyUserFile, value: "FILE", commands: connecting,
      help: "the first line of FILE is user:password for --proxy"),
    Option(
      name: .proxyCacert, value: "FILE", commands: connecting,
      help: "trust the CAs in this PEM file for an https proxy"),
    Option(
      name: .noproxy, value: "LIST", commands: connecting,
      help: "hosts and networks that --proxy is not for"),
    Option(name: .noProxy, commands: connecting, help: "no proxy, whatever the environment says"),
    Option(
      name: .location, short: "L", commands: connecting,
      help: "follow redirects; secrets stay with their server"),
    Option(name: .maxRedirs, value: "N", commands: connecting, help: "how many, 0 to 5 (default 5)"),
    Option(
      name: .parallelConnects, commands: connecting,
      help: "several connects to one address at a time (RFC 6455 allows one)"),
    Option(
      name: .pingInterval, value: "SECONDS", commands: connecting,
      help: "ping that often, and end where no pong comes"),
    Option(
      name: .pingTimeout, value: "SECONDS", commands: connecting, help: "time for the pong (default 20)"),
    Option(
      name: .reconnect, commands: connecting,
      help: "connect again after a loss, at growing intervals up to 60 s"),
    Option(
      name: .reconnectTries, value: "N", commands: connecting, help: "how often in a row (default 10)"),
    Option(name: .noCompression, commands: connecting, help: "never offer permessage-deflate"),
    Option(
      name: .deflate, value: "PARAMETERS", commands: connecting,
      help: "offer it with these, as in server_no_context_takeover"),
    Option(
      name: .tolerate, value: "RULES", commands: connecting,
      help: "let the server break these, with a badge: non-minimal, masked"),
    Option(
      name: .noPong, commands: connecting,
      help: "leave pings unanswered; :pong answers one"),
    Option(
      name: .stallTimeout, value: "SECONDS", commands: connecting,
      help: "end where a message that has begun brings no byte for so long"),
    Option(name: .noCapture, commands: screen, help: "keep frames in memory only, not in files"),
    Option(
      name: .noPayload, commands: screen, help: "keep lengths, not payloads (but those of Close frames)"),
    Option(
      name: .captures, value: "DIR", commands: [.inspect, .demo, .captures, .export],
      help: "where captures are (default $XDG_STATE_HOME/wsglass/captures)"),
    Option(
      name: .plain, commands: screen,
      help: "lines instead of the screen; by itself in a pipe or on TERM=dumb"),
    Option(
      name: .linger, value: "SECONDS", commands: screen,
      help: "plain: so long after the end of what was to be sent (default 1)"),
    Option(
      name: .theme, value: "NAME", commands: screen,
      help: "theme: terminal, mono, nord...; wsglass doctor names all"),
    Option(name: .themeFile, value: "FILE", commands: screen, help: "theme from this file"),
    Option(name: .noColor, commands: screen, help: "no colours; so does NO_COLOR in the environment"),
    Option(name: .ascii, commands: screen, help: "ASCII only, also in a UTF-8 locale"),
    Option(
      name: .memory, value: "MIB", commands: screen,
      help: "memory for frames, all tabs together (default 256)"),
    Option(
      name: .listen, value: "HOST:PORT", commands: [.serve], help: "where to listen (default 127.0.0.1:0)"),
    Option(
      name: .output, short: "o", value: "FILE", commands: [.record, .export],
      help: "write there instead of standard output"),
    Option(
      name: .format, value: "FORMAT", commands: [.record, .export],
      help: "jsonl, har, csv, text, pcapng, raw (default: by -o's ending)"),
    Option(
      name: .force, commands: [.record, .export, .profiles],
      help: "replace the file that -o names, or the profile"),
    Option(
      name: .includeSecrets, value: "yes", valueIsOptional: true, commands: [.record, .export],
      help: "write secrets as they are; asks, unless =yes"),
    Option(
      name: .filter, value: "EXPR", commands: [.export],
      help: "only what matches, as in the log: op:text !ping"),
    Option(name: .marked, commands: [.export], help: "only what is marked"),
    Option(name: .names, commands: [.captures, .profiles], help: "names alone, one a line"),
    Option(name: .as, value: "NAME", commands: [.profiles], help: "what an imported profile is called"),
    Option(name: .count, value: "N", commands: [.record], help: "stop after N frames"),
    Option(name: .duration, value: "SECONDS", commands: [.record], help: "stop after this time"),
    Option(
      name: .url, value: "URL", commands: [.replay], help: "play it there (default: what the script says)"),
    Option(
      name: .set, value: "NAME=VALUE", commands: [.replay],
      help: "a variable of the script; ${env:X} and ${file:PATH} are secret"),
    Option(
      name: .speed, value: "X", commands: [.replay],
      help: "0.1 to 100 times the script's pace (default 1), or max: no waiting"),
    Option(
      name: .connections, value: "N", commands: [.replay],
      help: "play it on N connections at once (default 1)"),
    Option(
      name: .spread, value: "TIME", commands: [.replay],
      help: "those connections begin evenly over TIME: 500ms, 1s"),
    Option(
      name: .report, value: "FILE", commands: [.replay],
      help:
        "what came of it: .xml (JUnit), .json, .tap; - prints TAP"
    ),
    Option(
      name: .threshold, value: "NAME:p99<50ms", commands: [.replay],
      help: "fail where replies take longer; p50 p90 p95 p99 max mean"),
    Option(
      name: .keepGoing, commands: [.replay], help: "go on after an expectation that was not met"),
    Option(
      name: .expectReplies, commands: [.replay],
      help: "of a recording: expect what was received, times and ids aside"),
    Option(
      name: .seed, value: "N", commands: [.replay],
      help: "for what the script makes up, so that it makes up the same again"),
    Option(
      name: .against, value: "URL", commands: [.replay],
      help: "play it there too (or at a profile), and show how replies differ"),
    Option(
      name: .align, value: "JSONPATH", commands: [.replay],
      help: "compare replies that have the same value there (default: by order)"),
    Option(
      name: .ignore, value: "JSONPATH", commands: [.replay],
      help: "JSON paths that may differ: time, items[*].id, **.seq"),
    Option(
      name: .check, commands: [.replay], help: "read the script, say what it would do, connect to nothing"
    ),
    Option(name: .schema, commands: [.replay], help: "the JSON Schema of a script's lines"),
    Option(name: .verbose, short: "v", commands: everywhere, help: "more facts, with --version and doctor"),
    Option(name: .help, short: "h", commands: everywhere, help: "commands, options and exit statuses"),
    Option(name: .version, short: "V", commands: everywhere, help: "the version"),
  ]
}
