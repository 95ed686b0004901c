#!/usr/bin/env python3
"""Every scalar and every two bytes through the program itself: logs with all of them, looked at page by page; names of files; lines,
commands and reports on a terminal. What each field of the screen makes of all scalars is in drawn.py, what a server says in
everything.py.
"""
import concurrent.futures, glob, json, os, re, subprocess

from harness import checks, children, everything, peers, recordings
from harness.attacks import ATTACKS, RAW
from harness.checks import check, expect
from harness.judge import Judge, JudgedScreen, missing, shown

WORKERS = 2
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


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
  "LocateCommand.swift": "lines made by safe", "ReplayCommand.swift": "the schema, or safe", "OutputChoice.swift": "our own words", "Recorder.swift": "a number",
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
