#!/usr/bin/env python3
"""Every scalar and every two bytes, through every field in which a peer is heard: only allowed sequences come out."""
import json, urllib.request

from harness import checks, children, everything, peers
from harness.checks import check, expect
from harness.screen import Screen
from harness.vt import NEVER_SHOWN


def expect_harmless(screen):
  screen.expect_clean()
  expect(not screen.ended(), lambda: f"the program ended on the way: {screen.status}")


def step_through(screen, marks):
  """Each message in the detail, which has the screen to itself, until the mark at its end is on screen: then all of it is."""
  screen.keys("g", pause=0.3)
  screen.keys("\r", "z", pause=0.3)
  for mark in marks:
    for _ in range(4):  # events stand before the first message
      screen.send("J")
      if children.until(lambda: screen.pump(0.004) and has(screen, mark), 2 if mark != marks[0] else 0.5, 0):
        break
    else:
      checks.fail(f"never on screen: {mark}\n{screen.picture()[:3000]}")


def has(screen, mark):
  """A word may go on in the next row."""
  return mark in "".join(line.strip() for line in screen.terminal.lines())


@check("all 1,112,064 scalars as text, each on screen in the detail, wrapped")
def scalars():
  # Below 100 columns the detail shows the text alone; so high, a message fits.
  with Screen([checks.program(), peers.hostile().url("/texts")], 98, 300) as screen:
    screen.wait_for("that was all", seconds=20)
    screen.settle()
    expect_harmless(screen)
    step_through(screen, [f"T{n:04d}E" for n in range(len(everything.texts()))])
    expect_harmless(screen)
    return f"{len(screen.transcript) / 1e6:.1f} MB parsed"


@check("all 65,536 pairs of bytes as binary, in rows, in hex and as sent")
def pairs():
  with Screen([checks.program(), peers.hostile().url("/blobs")], 300, 100) as screen:
    screen.wait_for("that was all", seconds=20)
    screen.settle()
    step_through(screen, [f"B{n:04d}" for n in range(len(everything.blobs()))])
    screen.keys("P", "x", pause=0.2)
    for _ in range(60):
      screen.keys("K", pause=0.03)
    screen.settle()
    expect_harmless(screen)


def served():
  with urllib.request.urlopen(peers.hostile().url("/served").replace("ws://", "http://"), timeout=5) as answer:
    return json.load(answer)


def ask_again(kind, url, keys=(), options=()):
  """Connects until every part of the field was served; then looks at each row of the log."""
  with Screen([checks.program(), *options, url], 200, 50) as screen:
    screen.wait_for("#")
    # The first answer tells how many parts there are.
    expect(children.until(lambda: served()[kind][1], 5), f"{kind}: nothing was served")
    total = served()[kind][1]
    for _ in range(3 * total):
      if served()[kind][0] >= total + 1:
        break
      screen.send("r")
      screen.pump(0.05)
    done = served()[kind][0]
    expect(done >= total, lambda: f"{kind}: {done} of {total} parts\n{screen.picture()}")
    screen.settle()
    expect_harmless(screen)
    screen.keys("g", pause=0.1)
    screen.keys("\r", "z", pause=0.1)
    for _ in range(5 * total):
      screen.keys("J", pause=0.006)
    screen.settle()
    screen.keys(*keys, pause=0.1)
    expect_harmless(screen)
    return total


@check("close reasons, status lines, header values, subprotocols, redirects and nonsense, with all pairs and odd scalars")
def fields():
  return "; ".join(
    f"{kind} {ask_again(kind, peers.hostile().url(f'/next-{kind}'))} parts"
    for kind in ("reason", "status", "header", "subprotocol", "location", "nonsense"))


@check("what a proxy says that refuses, with all pairs and odd scalars")
def proxies():
  proxy = peers.hostile().url("").replace("ws://", "http://")
  return f"{ask_again('proxy', 'ws://127.0.0.1:1/', options=('--proxy', proxy))} parts"


@check("names in certificates with all odd scalars")
def certificates():
  return f"{ask_again('certificate', peers.hostile().url('/', 'wss', 'localhost'))} certificates"


@check("the same in line mode: no control byte but the line ends, nothing that is not shown as itself")
def plain():
  for path in ("/texts", "/blobs", "/frames", "/next-reason", "/next-status", "/next-nonsense", "/headers", "/status"):
    result = children.subprocess.run(
      [checks.program(), peers.hostile().url(path)], stdin=children.subprocess.DEVNULL, capture_output=True,
      timeout=8) if path.startswith(("/next-r", "/next-s", "/next-n", "/status")) else limited(path)
    for name, data in (("stdout", result.stdout), ("stderr", result.stderr)):
      bad = [b for b in set(data) if b < 0x20 and b != 0x0A or b == 0x7F]
      expect(not bad, lambda: f"{path}: {name} has {bad}")
      text = data.decode("utf-8")  # never cut inside of a character
      shown = {c for c in set(text) if ord(c) in NEVER_SHOWN or 0x80 <= ord(c) < 0xA0}
      expect(not shown, lambda: f"{path}: {name} shows {[hex(ord(c)) for c in shown][:20]}")
    expect(result.stdout or result.stderr, f"{path}: nothing was written")


def limited(path):
  """The server stays open: what comes is read until it has been said that it was all."""
  process = children.subprocess.Popen(
    [checks.program(), peers.hostile().url(path)], stdin=children.subprocess.DEVNULL,
    stdout=children.subprocess.PIPE, stderr=children.subprocess.PIPE)
  children._running.append(process)
  lines = []
  for line in process.stdout:
    lines.append(line)
    if b"that was all" in line or b"headers said" in line:
      break
  process.terminate()
  out, err = process.communicate(timeout=5)
  return children.subprocess.CompletedProcess([], 0, b"".join(lines) + out, err)


checks.run()
