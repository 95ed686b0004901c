#!/usr/bin/env python3
"""Every scalar in every field that shows what a peer said, a file holds or the user typed.

Three ways, each through a terminal whose judge knows only the terminal's own description:
- drawn: `wsglass-bench fields` fills the inspector's model by the messages that the program itself sends, draws the panes and
  shows them with the program's terminal. It tells which scalars were not to be seen, as they are or spelt out. What draws no
  cell (character, marks and role) that the field did not draw before is not written again.
- program: the program reads a log with all scalars in it, and is looked at page by page.
- wire: `everything.py`, a server says them.
TEXTS is the table of all that can come onto the screen; a text that the model learns to take in, and has no row, fails.
"""
import concurrent.futures, glob, json, os, pty, re, subprocess

from harness import checks, children, incoming, peers, recordings
from harness.attacks import ATTACKS, RAW
from harness.checks import check, expect
from harness.judge import Judge, JudgedScreen, missing, shown

WORKERS = 2
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

# A text of a message to the model: the drawn fields that show it, by how their names begin.
TEXTS = {
  "addressGiven": "tab bar: titles|list of tabs: titles|list of receivers: titles|titles of two tabs|title of compose|"
                  "panel of an end: the tab|panel of a replay: the script's name|question: a tab",
  "captureOpened": "tab bar: titles|status line: address",
  "CaptureSummary.name": "list of captures: names|list of captures on a narrow",
  "Closure.Status.reason": "panel of an end: reason",
  "Composer.Entry.text": "list of what was sent", "HistoryEntry.line": "list of what was sent|prompt of command line",
  "DraftChoice.name": "list of snippets", "snippets": "list of snippets",
  "ComposePayload.text": "compose: why a message", "ComposePayload.file": "compose: the path", "sendFailed": "compose: why a message",
  "ConnectOptions.url": "connect: address", "ConnectOptions.protocols": "connect: address", "ConnectOptions.origin": "connect: address",
  "ConnectOptions.proxy": "connect: address", "ConnectOptions.caFile": "connect: address",
  "ConnectOptions.certificate": "connect: address", "ConnectOptions.key": "connect: address",
  "ConnectOptions.script": "connect: the script", "ConnectOptions.headers": "connect: the first header|connect: a header",
  "curlRead": "connect: what of a curl", "optionsRefused": "connect: what is wrong",
  "ConnectionFacts.url": "page: handshake", "ConnectionFacts.failure": "page: handshake", "ConnectionFacts.peer": "page: handshake",
  "ConnectionFacts.local": "page: handshake", "ConnectionFacts.subprotocol": "page: handshake",
  "ConnectionFacts.extensions": "page: handshake", "ConnectionFacts.TLS.version": "page: handshake",
  "ConnectionFacts.TLS.cipher": "page: handshake", "ConnectionFacts.TLS.alpn": "page: handshake",
  "ConnectionFacts.Certificate.subject": "page: handshake", "ConnectionFacts.Certificate.issuer": "page: handshake",
  "ConnectionFacts.Certificate.fingerprint": "page: handshake", "ConnectionFacts.Head.startLine": "page: handshake",
  "ConnectionFacts.Field.name": "page: handshake", "ConnectionFacts.Field.value": "page: handshake",
  "ConnectionFacts.Step.detail": "page: steps", "ConnectionFacts.Step.name": "page: steps",
  "ConnectionFacts.Close.reason": "page: why it ended", "ConnectionFacts.Close.detail": "page: why it ended",
  "ConnectionFacts.Close.cause": "page: why it ended", "ConnectionFacts.Status.reason": "page: why it ended",
  "ExportOrder.file": "question: a file|export: the file", "ExportResult.written": "hint row: a notice|page: messages",
  "ExportResult.failed": "hint row: a notice|page: messages",
  "FailureReport.title": "panel of a failure", "FailureReport.what": "panel of a failure", "FailureReport.code": "panel of a failure",
  "FailureReport.why": "panel of a failure", "FailureReport.tries": "panel of a failure",
  "FailureReport.responseHead": "panel of a failure",
  "fileRead": "compose: the path", "FileContent.bytes": "compose: a text", "FileContent.failed": "prompt of a file: why",
  "draftEdited": "compose: a text", "edited": "compose: a text", "pathsFound": "prompt of a file: completions",
  "themeNames": "prompt of a file: completions",
  "log.payload": "log: payloads|log: reasons|detail: text|detail: strings|list of marks: payloads|ways to copy|"
                 "prompt of search: a value|compose: a message sent again|page: what differs",
  "log.note": "log: events", "log.mark": "log: notes|list of marks: notes",
  "notice": "hint row: a notice|status line: a notice|page: messages",
  "profileAsks": "prompt of a secret", "profileExists": "question: a profile", "profileGiven": "tab bar: titles",
  "ProfileMark.name": "tab bar: titles", "ProfileMark.environment": "tab bar: titles", "ProfileMark.tag": "tab bar: tag",
  "ProfileSummary.name": "list of profiles on a narrow|list of profiles: names",
  "ProfileSummary.Variant.address": "list of profiles: addresses", "ProfileSummary.Variant.environment": "list of profiles: addresses",
  "ProfileSummary.traits": "list of profiles: traits", "ProfileSummary.fault": "list of profiles: faults",
  "ProfileSummary.Line.text": "list of profiles: what the chosen",
  "ReplayState.name": "panel of a replay: the script's name", "ReplayState.speed": "panel of a replay: kinds",
  "ReplayState.Step.kind": "panel of a replay: kinds", "ReplayState.Step.text": "panel of a replay: name",
  "ReplayState.Failure.place": "panel of a replay: place", "ReplayState.Failure.reason": "panel of a replay: place",
  "ReplayState.Failure.expected": "panel of a replay: place", "ReplayState.Failure.seen": "panel of a replay: place",
  "TabStatus.Phase.connecting": "status line: step", "TabStatus.Security.verified": "status line: address",
  "TabStatus.Security.unverified": "status line: version", "TabStatus.url": "status line: address|list of tabs: hosts|list of receivers: hosts",
  "TabStatus.extensions": "status line: address", "TabStatus.subprotocol": "status line: address",
  "TabStatus.tolerated": "status line: address", "TabStatus.captureFault": "status line: address",
  "TabStatus.incompleteFor": "status line: address", "TabStatus.retry": "status line: address",
  "themes": "list of themes", "ThemeSummary.name": "list of themes: names", "ThemeSummary.variant": "list of themes: names",
  "ThemeSummary.details": "list of themes: what is wrong",
}
# Texts that are never shown as they came, and why.
NOT_SHOWN = {
  "CaptureSummary.id": "how the runtime finds it again", "ConnectionFacts.Close.by": "us, peer or something else: chooses our words",
  "ComposePayload.binary": "its size is told", "ComposePayload.fragments": "its size is told",
  "ComposePayload.ping": "its size is told", "ComposePayload.pong": "its size is told",
  "ConnectOptions.pingInterval": "digits, of the user's own", "ConnectOptions.pingTimeout": "digits, of the user's own",
  "ConnectOptions.tries": "digits, of the user's own", "Opcode.rawValue": "a number",
  "ProtocolError.reservedBits": "a number", "ProtocolError.reservedOpcode": "a number",
  "ProfileSummary.Line.label": "our own words",
}
# Fields that have no message: the search and command lines, and what is known before the first one.
OTHER_FIELDS = ("prompt of search: a pasted", "prompt of filter: a pasted", "status line of the first screen", "list of captures: what is kept",
                "connect: what the environment", "page: what differs")


@check("every text that can come onto the screen has a row in the table of fields")
def table():
  texts = incoming.texts()
  rows = {**TEXTS, **NOT_SHOWN}
  expect(len(texts) > 80, lambda: f"only {len(texts)} texts were found in the sources")
  for missing_one in sorted(texts - set(rows)):
    checks.fail(f"{missing_one} can come onto the screen and has no row in .ci/checks/fields.py")
  for gone in sorted(set(rows) - texts):
    checks.fail(f"{gone} is in the table of .ci/checks/fields.py, and no message has it")
  return f"{len(texts)} texts"


def bench():
  program = f"{os.path.dirname(checks.program())}/wsglass-bench"
  expect(os.path.exists(program), f"no {program}: swift build -c release")
  return program


def draw(part, parts, locale, names=()):
  """One part of the drawn fields on a terminal of its own; (judge, reports, bytes)."""
  master, slave = pty.openpty()
  report = f"{children.scratch()}/report"
  process = subprocess.Popen(
    [bench(), "fields", report, str(part), str(parts), *names], stdin=slave, stdout=slave, stderr=subprocess.PIPE,
    env={"PATH": os.environ["PATH"], "TERM": "xterm-256color", "LC_ALL": locale}, start_new_session=True)
  children._running.append(process)
  os.close(slave)
  judge, fresh, size = Judge(utf8=locale != "C"), bytearray(), 0
  while True:
    try:
      data = os.read(master, 1 << 16)
    except OSError:
      break
    fresh += data
    size += len(data)
    if len(fresh) > 1 << 21:
      at = fresh.rfind(b"\x1b")
      judge.read(bytes(fresh[:at]))
      del fresh[:at]
  judge.read(bytes(fresh))
  os.close(master)
  errors = process.stderr.read()
  expect(process.wait() == 0, lambda: f"wsglass-bench fields: {process.returncode} {errors[-500:]!r}")
  with open(report) as file:
    return judge, [json.loads(line) for line in file], size


def drawn(locale, names=()):
  with concurrent.futures.ThreadPoolExecutor(WORKERS) as pool:
    parts = list(pool.map(lambda part: draw(part, WORKERS, locale, names), range(1, WORKERS + 1)))
  reports = {report["field"]: report for _, all_of_part, _ in parts for report in all_of_part}
  for judge, _, _ in parts:
    expect(not judge.violations, lambda: "\n".join(judge.violations[:12]))
  faults = [f"{name}: {r['missing']} scalars were not seen in all of its {r['places']} places: {r['first']}"
            for name, r in reports.items() if r["missing"]]
  expect(not faults, lambda: "\n".join(faults))
  return reports, sum(size for _, _, size in parts)


@check("all scalars in each field of the screen, drawn by its own pane")
def screens():
  reports, size = drawn("C.UTF-8")
  rows = [start for starts in TEXTS.values() for start in starts.split("|")] + list(OTHER_FIELDS)
  for start in rows:
    expect(any(name.startswith(start) for name in reports), lambda: f"no drawn field begins with {start!r}")
  for name in reports:
    expect(any(name.startswith(start) for start in rows) , lambda: f"{name!r} is drawn, and no text has it in the table")
  places = sum(report["places"] for report in reports.values())
  slow = max(reports.values(), key=lambda report: report["seconds"])
  return (f"{places} places, {sum(r['drawn'] for r in reports.values())} screens drawn, {size / 1e6:.0f} MB judged, "
          f"{sum(r['seconds'] for r in reports.values()):.0f} s of CPU, the most for: {slow['field']} ({slow['seconds']:.0f} s)")


@check("the same of a few fields where the locale has ASCII alone")
def ascii_screens():
  reports, size = drawn("C", ("panel of a failure", "panel of an end: reason", "log: payloads", "prompt of search: a pasted"))
  expect(len(reports) == 4, lambda: list(reports))
  return f"{size / 1e6:.0f} MB judged"


# MARK: The program itself

def recording(name, lines):
  return recordings.write(f"{children.scratch()}/{name}.jsonl", lines)


def in_parts(lines, look):
  """Several programs at once, each with a part of the log; what they found, added up."""
  lines = list(lines)
  step = -(-len(lines) // WORKERS)
  parts = [(lines[i:i + step], i) for i in range(0, len(lines), step)]
  with concurrent.futures.ThreadPoolExecutor(WORKERS) as pool:
    return sum(pool.map(lambda part: look(*part), parts))


def pages(name, lines, screen_size, keys):
  """Each row's page, until the mark at its end was painted: then all of it was."""
  def look(part, first):
    with JudgedScreen([checks.program(), recording(name, part)], *screen_size) as screen:
      screen.open()
      for n in range(len(part)):
        mark = recordings.mark(first + n + 1)
        if not screen.turn("g" + keys[0] if n == 0 else keys[1], mark, quiet=0):
          screen.fail(f"{name}: never on screen: {mark}")
      screen.expect_clean()
      return screen.bytes
  size = in_parts(lines, look)
  return f"{size / 1e6:.0f} MB judged"


@check("the judge itself notices what no page may write")
def judge():
  for name in ("osc-0 title", "osc-52 clipboard", "osc-8 link", "csi report", "csi mouse", "csi reset", "dcs tmux", "apc kitty",
               "c1 in utf-8", "c0 all", "bidi", "zero width", "zero width first", "separators", "tags", "private and none"):
    judge = Judge()
    judge.read(b"before " + ATTACKS[name][0] + b" after\x1b[1;1H")
    expect(judge.violations, lambda: f"{name} went by unnoticed")
  judge = Judge()
  judge.read("\x1b[1;1H\u0301".encode())
  expect(judge.violations == ["mark U+0301 without a letter"], lambda: judge.violations)
  judge = Judge(utf8=False)
  judge.read("\u00e9".encode())
  expect(judge.violations, "a letter beyond ASCII went by unnoticed where there is ASCII alone")


@check("odd scalars in each field of a handshake that a file holds, on its page: " + ", ".join(recordings.HANDSHAKE))
def handshakes():
  return pages("handshakes", recordings.opened(1150, odd=True), (130, 300), ("\r", "\rj\r"))


@check("odd scalars in what a file tells of an end, on its page: " + ", ".join(recordings.ENDING))
def endings():
  return pages("endings", recordings.ended(8000, odd=True), (130, 500), ("\r", "\rj\r"))


@check("odd scalars in names and strings of JSON that a file holds, in the detail, laid out")
def members():
  return pages("members", recordings.members(11000, odd=True), (98, 300), ("\rz", "J"))


@check("halves of surrogate pairs that JSON names, in the detail and the ways to copy")
def halves():
  lines = list(recordings.escaped_surrogates())
  with JudgedScreen([checks.program(), recording("halves", lines)], 98, 60) as screen:
    screen.open()
    for n in range(len(lines)):
      expect(screen.turn("g\rz" if n == 0 else "J", recordings.mark(n + 1), quiet=0), lambda: f"never on screen: {n}")
      if n % 4 == 0:
        screen.turn("jY")
        screen.turn("\x1b", quiet=0.06, redraw="")
    screen.expect_clean()


@check("all pairs of bytes in text, reasons of Close frames, events and binary that a file holds, in rows, detail and hex")
def pairs():
  lines = list(recordings.pairs(90))
  with JudgedScreen([checks.program(), recording("pairs", lines)], 480, 300) as screen:
    screen.open()
    screen.turn("g")
    for _ in range(len(lines) // 290 + 2):
      screen.turn(" ")
    screen.turn("g\rz")
    for n in range(len(lines) // 37):
      screen.turn("J" * 37 + "xPw"[n % 3])
    screen.expect_clean()
    return f"{screen.bytes / 1e6:.0f} MB judged"


def expect_all(found, name):
  left = missing(found)
  expect(not left, lambda: f"{name}: {len(left)} code points were not shown: {[f'{n:04X}' for n in left[:20]]}")


@check("all code points in rows of text and in the user's notes on them")
def texts():
  found = set()

  def look(part, first):
    with JudgedScreen([checks.program(), recording("texts", part)], 480, 300) as screen:
      screen.open()
      screen.judge.keeps = True
      screen.turn("g")
      for _ in range(len(part) // 290 + 2):
        screen.turn(" ")
      screen.expect_clean()
      found.update(screen.judge.shown)
      return screen.bytes
  size = in_parts(recordings.texts(190), look)
  expect_all(found, "texts")
  return f"{size / 1e6:.0f} MB judged"


@check("all code points as bare text (B), and through the pager (v)")
def outside():
  with concurrent.futures.ThreadPoolExecutor(2) as pool:
    sizes = list(pool.map(lambda both: bare_or_paged(*both), (("B", 900), ("v", 50000))))
  return " and ".join(f"{size / 1e6:.0f} MB" for size in sizes) + " judged"


def bare_or_paged(key, most):
  lines = list(recordings.longer(most))
  with JudgedScreen([checks.program(), recording("longer", lines)], 200, 24 if key == "v" else 100, environment={"PAGER": "cat"}) as screen:
    screen.open()
    screen.judge.keeps = True
    screen.turn("g")
    for _ in range(len(lines) // 90 + 2 if key == "B" else len(lines)):
      if key == "B":
        expect(screen.turn("B", "any key goes back", redraw=""), "B shows nothing")
        screen.turn(" ")
        screen.turn(" ")
      else:
        screen.turn("v", quiet=0.1, redraw="")
        screen.turn("j")
    screen.expect_clean()
    expect_all(screen.judge.shown, key)
    return screen.bytes


# MARK: Without a screen

@check("all code points in lines (--plain) and as exported text, with no control byte but line ends")
def lines():
  path = recording("lines", recordings.longer(100))
  for words in ([checks.program(), "--plain", path], [checks.program(), "export", path, "--format", "text"]):
    result = subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, timeout=60)
    # A file, and no terminal, which would get ASCII alone, may keep letters that are newer than the C library.
    judge = Judge(cells=words[1] == "--plain")
    text = result.stdout.decode()
    judge.read(text.replace("\n", "\r\n").encode())
    expect(not judge.violations, lambda: f"{words[1]}: " + "\n".join(judge.violations[:12]))
    expect(not [c for c in set(text) if c < " " and c != "\n"], f"{words[1]}: control bytes")
    expect_all(shown(text), words[1])


@check("the same lines and text on a terminal")
def lines_on_terminal():
  path = recording("terminal", recordings.longer(100))
  # Nobody types: line mode ends with the file.
  sizes = [on_terminal(["sh", "-c", 'exec "$0" "$@" </dev/null', checks.program(), *words], least=9_000_000)
           for words in (["--plain", path], ["export", path, "--format", "text"], ["export", path])]
  return " and ".join(f"{size / 1e6:.0f} MB" for size in sizes) + " judged"


@check("attacks in what a script expected and a server said, told by replay on a terminal")
def replays():
  script = f"{children.scratch()}/script.jsonl"
  evil = b"".join(p for p, _ in ATTACKS.values()).decode()[:2000]
  with open(script, "w") as file:
    file.write(json.dumps({"expect": {"text": evil}, "within": "500ms"}) + "\n")
  for path in ("/frames", "/reason", "/status", "/nonsense", "/subprotocol", "/utf8"):
    for more in ([], ["--report", f"{children.scratch()}/report.xml"]):
      on_terminal([checks.program(), "replay", script, "--url", peers.hostile().url(path), *more], least=100)
  on_terminal([checks.program(), "replay", script, "--check"])


# Everything that writes to a terminal without the screen; what it says goes through `safe` or one of these.
HARMLESS = {
  "PlainInspector.swift": "lines of PlainLine, which escapes", "CapturesCommand.swift": "names that are what they show",
  "ProfilesCommand.swift": "names of ASCII, or safe", "CompletionsCommand.swift": "our own scripts, names that are what they show",
  "Main.swift": "our own words", "ManualCommand.swift": "our own words", "ServeCommand.swift": "our own words",
  "ReplayCommand.swift": "the schema, or safe", "OutputChoice.swift": "our own words", "Recorder.swift": "a number",
}


@check("what is written beside the screen goes through one function that makes it safe")
def writers():
  counted = 0
  for path in sorted(glob.glob(f"{ROOT}/Sources/wsglass/**/*.swift", recursive=True)):
    name = os.path.basename(path)
    with open(path) as file:
      text = re.sub(r"//.*", "", file.read())
    for match in re.finditer(r"(?<!func )writeLine\((\s*\S[^\n]*)", text):
      counted += 1
      first = match.group(1).strip()
      expect(first.startswith("safe(") or name in HARMLESS, f"{name}: writeLine({first}: through safe(), or a line in HARMLESS")
  expect(counted > 25, f"only {counted} were found")
  return f"{counted} places"


def on_terminal(words, columns=200, environment=None, least=1):
  """What a command says on a terminal of its own, judged; how many bytes."""
  with JudgedScreen(words, columns, 50, environment=environment) as screen:
    screen.judge.cells = False
    while not screen.ended():
      screen.pump(0.02)
      screen._judge()
    screen.pump(0.1)
    screen.judge.read(bytes(screen.fresh))
    screen.expect_clean()
    expect(screen.bytes >= least, lambda: f"{words}: {screen.bytes} bytes were said")
    return screen.bytes


def hostile_names():
  """Names of files with every attack, every pair of bytes and every odd scalar, each as long as the system takes."""
  from harness import everything
  whole = b"".join(p for p, _ in [*ATTACKS.values(), *RAW.values()]) + everything.pairs() + "".join(everything.odd_scalars()).encode()
  kept = bytes(b for b in whole if b not in b"/\0")
  return [b"n%d" % i + kept[i:i + 200] for i in range(0, len(kept), 199)]


@check("attacks, pairs of bytes and odd scalars in names of files and folders, told by commands on a terminal")
def files():
  folder = children.scratch()
  names = hostile_names()
  captures = os.fsencode(folder) + b"/captures"
  for name in names:
    os.makedirs(captures + b"/" + name)
    # What makes it one: a first file of frames, empty here.
    open(captures + b"/" + name + b"/0000000000000001.frames", "wb").close()
    with open(captures + b"/" + name + b"/about.json", "wb") as file:
      url = "ws://" + name.decode("utf-8", "replace")
      file.write(json.dumps({"url": url, "title": url, "created": 0}).encode())
  size = on_terminal([checks.program(), "captures", "--captures", f"{folder}/captures"])
  # A name that is no UTF-8 is nobody's: only the others are told.
  told = sum(1 for name in names if name.decode("utf-8", "replace").encode() == name)
  expect(told > 100 and size > 400 * told, lambda: f"{size} bytes for {told} captures")
  # Of the names that a shell is to complete, those that are not what they show are left out.
  on_terminal([checks.program(), "captures", "--names", "--captures", f"{folder}/captures"], least=0)
  with JudgedScreen([checks.program(), "--captures", f"{folder}/captures"], 300, 15) as screen:
    screen.open("no connection")
    screen.turn("l")
    for _ in range(len(names) // 9 + 2):
      screen.turn(" ")
    screen.expect_clean()
    expect(screen.bytes > 200 * told, lambda: f"{screen.bytes} bytes for {told} captures in the list")
  for name in names[::60]:
    path = os.fsencode(folder) + b"/" + name
    for words in ([b"export", path], [b"replay", path], [b"record", b"--cacert", path, b"wss://127.0.0.1:1/"], [b"profiles", b"show", name],
                  [b"profiles", b"import", path], [name], [b"--" + name], [b"record", b"ws://" + name], [b"--theme-file", path], [b"record", b"-o", path]):
      on_terminal([os.fsencode(checks.program()), *words])
  return f"{len(names)} names"


@check("attacks in what a terminal and its surroundings say: TERM, the configuration, a theme, a keymap")
def surroundings():
  evil = b"".join(p for p, _ in ATTACKS.values()).decode().replace("\0", "")[:4000]
  home = children.scratch()
  for name, text in (("config.json", json.dumps({evil: evil, "theme": evil})), ("keymap.json", json.dumps({evil: evil}))):
    os.makedirs(f"{home}/wsglass", exist_ok=True)
    with open(f"{home}/wsglass/{name}", "w") as file:
      file.write(text)
  on_terminal([checks.program(), "doctor"], environment={"XDG_CONFIG_HOME": home, "COLORTERM": evil, "HTTPS_PROXY": evil, "EDITOR": evil})
  with JudgedScreen([checks.program()], 200, 40, environment={"XDG_CONFIG_HOME": home, "HTTPS_PROXY": evil}) as screen:
    screen.open("no connection")
    screen.turn(":messages\r")
    screen.turn("\x1b", quiet=0.06, redraw="")
    screen.turn("o")
    screen.expect_clean()


checks.run()
