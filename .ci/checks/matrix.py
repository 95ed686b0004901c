#!/usr/bin/env python3
"""Every terminal, locale and size, with and without colours: what is on screen is read back, twice."""
import itertools, os, re, signal

import pyte

from harness import checks, children, peers
from harness.checks import check, expect
from harness.screen import Screen

TERMS = ["xterm-256color", "tmux-256color", "screen", "vt100", "linux", "xterm-direct"]
SIZES = [(20, 5), (40, 12), (80, 24), (120, 40), (300, 100)]
COLOUR = re.compile(rb"\x1b\[[0-9;:]*(?<![0-9])(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])(?![0-9])[0-9;:]*m")


def second_opinion(screen, columns, rows):
  """The same bytes read by pyte, which knows nothing of us; what it has no word for is left out."""
  other = pyte.Screen(columns, rows)
  # Strings that pyte would print: the title's stack, kitty's keys, the question for attributes.
  text = re.sub(r"\x1b\[[<>=?][0-9;]*[a-gi-km-z]|\x1b\[\?[0-9;]*\$p|\x1b\[[0-9;]*t", "", bytes(screen.transcript).decode("utf-8", "replace"))
  # REP repeats the character before it (ECMA-48 8.3.103), which pyte does not do.
  text = re.sub(r"([^\x00-\x1f])\x1b\[(\d+)b", lambda m: m[1] * (int(m[2]) + 1), text)
  pyte.Stream(other).feed(text)
  return [line.rstrip() for line in other.display]


def expect_screen(screen, columns, rows, environment):
  lines = screen.terminal.lines()
  text = "\n".join(lines)
  expect(lines[0].lstrip().startswith("[1"), lambda: f"no tab bar\n{screen.picture()}")
  status = lines[rows - (2 if rows >= 12 else 1)]
  expect("OPEN" in status, lambda: f"no status line\n{screen.picture()}")
  expect(re.search(r"python tex", text), lambda: f"no frames\n{screen.picture()}")
  if rows >= 12:
    expect("Compose" in lines[rows - 1] or "Help" in lines[rows - 1], lambda: f"no hints\n{screen.picture()}")
  for line in lines:
    expect(len(line) <= columns, lambda: f"{line!r}")
  if environment.get("LC_ALL") == "C":
    expect(all(ord(c) < 0x80 for c in text), lambda: f"more than ASCII\n{screen.picture()}")
  if "NO_COLOR" in environment or screen.terminal.term == "vt100":
    expect(not COLOUR.search(bytes(screen.transcript)), lambda: f"colours: {COLOUR.search(bytes(screen.transcript)).group()!r}")
  elif columns >= 80:
    expect(COLOUR.search(bytes(screen.transcript)), "no colours at all")
  screen.expect_clean()


@check("each terminal, in C and C.UTF-8, from 20x5 to 300x100, with colours and without")
def screens():
  count = agreed = 0
  for term, locale, (columns, rows), plain in itertools.product(TERMS, ("C.UTF-8", "C"), SIZES, (False, True)):
    environment = {"LC_ALL": locale, **({"NO_COLOR": "1"} if plain else {})}
    name = f"{term} {locale} {columns}x{rows}{' NO_COLOR' if plain else ''}"
    with Screen([checks.program(), peers.python().url("/text")], columns, rows, term, environment) as screen:
      try:
        screen.wait_for("python tex")
        screen.settle(0.12)
        expect_screen(screen, columns, rows, environment)
        if term in ("xterm-256color", "screen", "linux"):
          ours, other = screen.terminal.lines(), second_opinion(screen, columns, rows)
          different = [f"ours {a!r}\npyte {b!r}" for a, b in zip(ours, other) if a != b and a.isascii() and b.isascii()]
          expect(not different, lambda: "two readers of the same bytes disagree:\n" + "\n".join(different[:6]))
          agreed += 1
        screen.keys("Q", pause=0.05)
        screen.wait_end()
        expect(screen.status == 0, lambda: f"exit status {screen.status}")
        expect(screen.settings() == screen.before, lambda: f"stty -a differs:\n{screen.before}\n{screen.settings()}")
        screen.expect_clean()
      except checks.Failure as failure:
        checks.fail(f"{name}: {failure}")
      count += 1
  return f"{count} combinations, {agreed} read by pyte too"


@check("on dumb, in a pipe and without TERM's terminal: lines, and no control byte")
def dumb():
  for locale in ("C", "C.UTF-8"):
    with Screen([checks.program(), peers.python().url("/text")], 80, 24, "dumb", {"LC_ALL": locale}) as screen:
      screen.wait_for("received text")
      screen.settle(0.2)
      bad = [b for b in set(screen.transcript) if b < 0x20 and b not in (10, 13) or b == 0x7F]
      expect(not bad, lambda: f"{bad}")
      expect(screen.settings() == screen.before, "a line program changed the terminal")
      os.kill(screen.pid, signal.SIGTERM)
      screen.wait_end()
      expect(screen.status == -signal.SIGTERM, lambda: f"{screen.status}")


@check("a terminal that tells its background gets the theme of the pair, within 100 ms where it does not")
def background():
  folder = children.scratch()
  os.makedirs(f"{folder}/wsglass")
  with open(f"{folder}/wsglass/config.json", "w") as file:
    file.write('{theme: {light: "solarized-light", dark: "nord"}}')
  answers = {"light": b"\x1b]11;rgb:fdfd/f6f6/e3e3\x1b\\\x1b[?62;c", "dark": b"\x1b]11;rgb:0000/0000/0000\x1b\\\x1b[?62;c", None: b""}
  for kind, answer in answers.items():
    with Screen([checks.program()], environment={"XDG_CONFIG_HOME": folder}) as screen:
      expect(children.until(lambda: screen.pump(0.01) or b"\x1b[c" in screen.transcript, 5), "nothing was asked")
      screen.send(answer)
      screen.wait_for("inspector", 2)
      screen.settle(0.2)
      light = b"48;5;230" in screen.transcript
      expect(light == (kind == "light"), lambda: f"{kind}: {bytes(screen.transcript[:400])!r}")
      screen.keys("Q")
      screen.wait_end()
      screen.expect_clean()
  for term in ("linux", "vt100"):
    with Screen([checks.program()], term=term, environment={"XDG_CONFIG_HOME": folder}) as screen:
      screen.wait_for("inspector", 2)
      expect(b"\x1b[c" not in screen.transcript and b"]11" not in screen.transcript, f"{term} was asked")


@check("synchronized output and kitty's keys only where they are answered, and given back")
def modes():
  for answer, on in ((b"\x1b[?2026;2$y\x1b[?0u\x1b[?62;c", True), (b"\x1b[?2026;0$y\x1b[?62;c", False), (b"", False)):
    with Screen([checks.program(), peers.python().url("/text")]) as screen:
      expect(children.until(lambda: screen.pump(0.01) or b"\x1b[c" in screen.transcript, 5), "nothing was asked")
      screen.send(answer)
      screen.wait_for("python text 5")
      screen.settle(0.2)
      screen.send("\x0c")
      screen.settle(0.2)
      expect((b"\x1b[?2026h" in screen.transcript) == on, lambda: f"2026 {bytes(screen.transcript[-300:])!r}")
      expect((b"\x1b[>1u" in screen.transcript) == on, lambda: f"kitty {bytes(screen.transcript[-300:])!r}")
      screen.keys("Q")
      screen.wait_end()
      expect(screen.transcript.count(b"\x1b[>1u") == screen.transcript.count(b"\x1b[<u"), "not popped")
      expect(2026 not in screen.terminal.modes, "2026 is on")
      screen.expect_clean()


checks.run()
