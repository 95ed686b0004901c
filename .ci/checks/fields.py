#!/usr/bin/env python3
"""Every scalar in every field of a log that comes from somewhere else, on every page that shows it."""
import concurrent.futures, subprocess

from harness import checks, children, recordings
from harness.attacks import ATTACKS
from harness.checks import check, expect
from harness.judge import Judge, JudgedScreen, missing, shown

WORKERS = 3


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


@check("all scalars in each field of a handshake, on its page: " + ", ".join(recordings.HANDSHAKE))
def handshakes():
  return pages("handshakes", recordings.opened(1150), (130, 300), ("\r", "\rj\r"))


@check("all scalars in each step of a connect, beside its bar")
def steps():
  return pages("steps", recordings.steps(40, 280), (130, 300), ("\r", "\rj\r"))


@check("all scalars in what is told of an end, on its page: " + ", ".join(recordings.ENDING))
def endings():
  return pages("endings", recordings.ended(8000), (130, 500), ("\r", "\rj\r"))


@check("all scalars in names and strings of JSON, in the detail, laid out")
def members():
  return pages("members", recordings.members(11000), (98, 300), ("\rz", "J"))


def rows(name, lines):
  """The whole log, page by page; then every code point must have been painted."""
  lines = list(lines)
  found = set()

  def look(part, first):
    with JudgedScreen([checks.program(), recording(name, part)], 480, 300) as screen:
      screen.open()
      screen.judge.keeps = True
      screen.turn("g")
      for _ in range(len(part) // 290 + 2):
        screen.turn(" ")
      screen.expect_clean()
      found.update(screen.judge.shown)
      return screen.bytes
  size = in_parts(lines, look)
  expect_all(found, name)
  return f"{size / 1e6:.0f} MB judged"


def expect_all(found, name, surrogates=True):
  left = [n for n in missing(found) if surrogates or not 0xD800 <= n <= 0xDFFF]
  expect(not left, lambda: f"{name}: {len(left)} code points were not shown: {[f'{n:04X}' for n in left[:20]]}")


@check("all code points in rows of text and in the user's notes on them")
def texts():
  return rows("texts", recordings.texts(190))


@check("all code points in the reasons of Close frames, in their rows")
def closes():
  return rows("closes", recordings.closes(380))


@check("all code points in event rows of four kinds")
def notes():
  return rows("notes", recordings.notes(400))


@check("all code points as bare text (B), and through the pager (v)")
def outside():
  with concurrent.futures.ThreadPoolExecutor(2) as pool:
    sizes = list(pool.map(lambda both: bare_or_paged(*both), (("B", 900), ("v", 50000))))
  return " and ".join(f"{size / 1e6:.0f} MB" for size in sizes) + " judged"


def bare_or_paged(key, most):
  lines = list(recordings.longer(most))
  with JudgedScreen([checks.program(), recording("longer", lines)], 200, 24, environment={"PAGER": "cat"}) as screen:
    screen.open()
    screen.judge.keeps = True
    screen.turn("g")
    for _ in range(len(lines) // 18 + 2 if key == "B" else len(lines)):
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


@check("all code points in lines (--plain) and as exported text, with no control byte but line ends")
def lines():
  path = recording("lines", recordings.longer(100))
  for words in ([checks.program(), "--plain", path], [checks.program(), "export", path, "--format", "text"]):
    result = subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, timeout=60)
    judge = Judge(cells=words[1] == "--plain")
    text = result.stdout.decode()
    # A file, and no terminal, which would get ASCII alone, may keep the letters that are not to be seen.
    told = text if judge.cells else text.translate({n: None for n in (0x115F, 0x1160, 0x3164, 0xFFA0, 0xFFFC)})
    judge.read(told.replace("\n", "\r\n").encode())
    expect(not judge.violations, lambda: f"{words[1]}: " + "\n".join(judge.violations[:12]))
    expect(not [c for c in set(text) if c < " " and c != "\n"], f"{words[1]}: control bytes")
    expect_all(shown(text), words[1])


checks.run()
