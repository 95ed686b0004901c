#!/usr/bin/env python3
"""Nothing that a server says acts on the terminal: all bytes that the program wrote are parsed and judged."""
from harness import checks, peers
from harness.attacks import ATTACKS, POISON
from harness.checks import check, expect
from harness.screen import Screen
from harness.vt import Terminal

TERMS = [("xterm-256color", {}), ("tmux-256color", {}), ("screen", {}), ("linux", {}), ("vt100", {}),
         ("xterm-256color", {"LC_ALL": "C"}), ("xterm-256color", {"NO_COLOR": "1"})]


def expect_harmless(screen):
  """Only sequences that this terminal defines and curses uses, only printable characters, and no attack as it was."""
  screen.expect_clean()
  for poison in POISON:
    expect(poison not in screen.transcript, lambda: f"{poison!r} reached the terminal")
  # What curses believes and what the terminal shows are the same: nothing moved the cursor behind its back.
  screen.keys("\x1b", pause=0.1)  # a notice would go by itself meanwhile
  screen.settle()
  before = screen.terminal.lines()
  screen.send("\x0c")
  screen.settle()
  after = screen.terminal.lines()
  different = [f"{b!r}\n{a!r}" for b, a in zip(before, after) if b != a]
  expect(not different, lambda: "the screen is not what the program believes; rows before and after a full redraw:\n"
         + "\n".join(different))
  screen.expect_clean()


def look_around(screen):
  """Every row in the log, then each frame in the detail: pretty, as sent, wrapped, hex, scrolled sideways."""
  for _ in range(14):
    screen.keys("b", pause=0.03)
  screen.keys("g", pause=0.05)
  screen.keys("\r", pause=0.1)
  for count in range(260):
    screen.keys("J", pause=0.004)
    # Twice through all ways of seeing would take minutes; every seventh frame gets another one.
    if count % 7 == 6:
      screen.keys(("x", "P", "w", "l", "x", "P", "w", "h")[count // 7 % 8], pause=0.01)
  screen.settle()
  screen.keys("q", pause=0.1)
  screen.keys("G", "z", "t", "H", "H", pause=0.1)


@check("the judge itself notices what the grammar alone has to tell, on every TERM")
def judge():
  for term, _ in TERMS:
    for name in ("osc-0 title", "osc-52 clipboard", "osc-8 link", "csi report", "csi mouse", "csi reset", "dcs tmux", "apc kitty",
                 "c1 in utf-8", "c0 all", "bidi", "zero width", "separators", "tags", "private and none"):
      terminal = Terminal(term=term)
      terminal.feed(b"before " + ATTACKS[name][0] + b" after\x1b[1;1H")
      expect(terminal.violations, lambda: f"{name} on {term} went by unnoticed")


@check("every attack in text, binary, ping and pong frames, on every TERM, in log, detail and hex")
def in_frames():
  for term, environment in TERMS:
    for columns, rows in ([(80, 24), (160, 50)] if term == "xterm-256color" and not environment else [(80, 24)]):
      with Screen([checks.program(), peers.hostile().url("/frames")], columns, rows, term, environment) as screen:
        screen.wait_for("that was all")
        look_around(screen)
        expect(not screen.ended(), "the program ended on the way")
        expect_harmless(screen)


@check("attacks in a close reason, headers, subprotocol, extension, HTTP refusal, redirect and nonsense")
def elsewhere():
  shown = {"/reason": "1008", "/headers": "control byte", "/soft-headers": "headers said", "/subprotocol": "control byte",
           "/soft-subprotocol": "subprotocol", "/extension": "control byte", "/status": "control byte", "/soft-status": "403",
           "/redirect": "control byte", "/nonsense": "no WebSocket upgrade", "/name": "no WebSocket upgrade", "/utf8": "UTF-8",
           "/masked": "mask", "/rsv": "RSV", "/tcp-close": "without a Close"}
  for path, wanted in shown.items():
    for term, environment in [("xterm-256color", {}), ("linux", {"LC_ALL": "C"})]:
      with Screen([checks.program(), peers.hostile().url(path)], 120, 40, term, environment) as screen:
        screen.wait_for(wanted, seconds=5)
        screen.settle()
        screen.keys("g", "\r", "J", "J", "J", "x", "P", "q", pause=0.05)
        expect(not screen.ended(), lambda: f"{path} ended the program: {screen.status}")
        try:
          expect_harmless(screen)
        except checks.Failure as failure:
          checks.fail(f"{path} on {term}: {failure}")


@check("attacks in an address, a header and a pasted text of the user's own")
def from_the_user():
  evil = "ws://127.0.0.1:1/\x1b]0;pwned title\x07\x1b[7;77H\u202e\u200b"
  with Screen([checks.program(), peers.python().url("/echo")]) as screen:
    screen.wait_for("OPEN")
    screen.keys("o", f"\x1b[200~{evil}\x1b[201~", "\r", pause=0.4)
    screen.keys("\x1b", "\x1b", pause=0.1)
    screen.keys("i", "\x1b[200~paste \x1b]52;c;cHduZWQ=\x07\x1b[7;77H\u202e\u200b\n\x9b31m end\x1b[201~", "\r", pause=0.5)
    expect(not screen.ended(), lambda: f"ended: {screen.status}")
    screen.keys("\x1b", pause=0.3)
    expect_harmless(screen)


@check("the words on the command line's standard error are safe on a terminal too")
def on_standard_error():
  evil = "\x1b]0;pwned title\x07\x1b[7;77H\u009b31m\u202e\u200b"
  for words in ([f"ws://{evil}/"], [f"--{evil}"], ["record", "--cacert", f"/{evil}", peers.python().url("/text", "good", "localhost")], ["record", peers.hostile().url("/status")],
                ["record", peers.hostile().url("/reason")], ["record", peers.hostile().url("/nonsense")], ["record", peers.hostile().url("/subprotocol")],
                ["record", "--count", "30", peers.hostile().url("/frames")]):
    with Screen([checks.program(), *words], 120, 40) as screen:
      screen.wait_end(15)
      screen.expect_clean()
      for poison in POISON:
        expect(poison not in screen.transcript, lambda: f"{words}: {poison!r} reached the terminal")


@check("copying sends one OSC 52 with base64, only then and only where there is no tmux")
def copy():
  with Screen([checks.program(), peers.hostile().url("/frames")]) as screen:
    screen.wait_for("that was all")
    screen.settle()
    screen.expect_clean()
    screen.keys("y", pause=0.5)
    expected = b"\x1b]52;c;dGhhdCB3YXMgYWxs"
    expect(screen.transcript.count(b"\x1b]52;") == 1 and expected in screen.transcript,
           lambda: f"OSC 52 in the last bytes: {bytes(screen.transcript[-300:])!r}\n{screen.picture()}")
    expect(len(screen.terminal.violations) == 1, lambda: "\n".join(screen.terminal.violations))


@check("late answers of the terminal to questions never become keys")
def answers():
  with Screen([checks.program(), peers.python().url("/echo")]) as screen:
    screen.wait_for("OPEN")
    screen.settle()
    before = screen.text()
    for answer in ("\x1b[?1;2c", "\x1b[24;80R", "\x1b[?2026;2$y", "\x1b[?1u", "\x1b[>0;276;0c", "\x1b]11;rgb:0000/0000/0000\x1b\\", "\x1bP1+r544e=787465726d\x1b\\"):
      screen.keys(answer, pause=0.15)
    expect(not screen.ended(), lambda: f"ended: {screen.status}")
    screen.settle()
    expect(screen.text() == before, lambda: f"before:\n{before}\nafter:\n{screen.text()}")
    expect_harmless(screen)


checks.run()
