#!/usr/bin/env python3
"""What the screen costs in bytes: nothing when idle, little for a row, less for a key."""
import statistics

from harness import checks, peers
from harness.checks import check, expect
from harness.screen import Screen

ROW, KEY = 250, 20


@check("an idle screen writes nothing for 3 s")
def idle():
  for path, wanted in (("/echo", "OPEN"), ("/text", "python text 5"), ("/close1011", "1011")):
    with Screen([checks.program(), peers.python().url(path)]) as screen:
      screen.wait_for(wanted)
      screen.pump(6)  # a notice goes by itself after 4 s
      before = len(screen.transcript)
      count = screen.pump(3)
      expect(count == 0, lambda: f"{path}: {count} bytes: {bytes(screen.transcript[before:])[:300]!r}")
  with Screen([checks.program()]) as screen:
    screen.wait_for("inspector")
    screen.settle(1, 5)
    expect(screen.pump(3) == 0, lambda: f"first screen: {bytes(screen.transcript[-200:])!r}")


def row_costs(columns, rows, term):
  """Bytes between the pauses while one frame comes every 200 ms into a full log."""
  url = peers.python().url(f"/paced?ms=200&size=100&burst={rows + 20}")
  with Screen([checks.program(), url], columns, rows, term) as screen:
    screen.wait_for('"seq":')
    screen.pump(3)
    screen.arrivals.clear()
    screen.pump(6)
    costs, last = [], None
    for when, count in screen.arrivals:
      if last is None or when - last > 0.08:
        costs.append(0)
      costs[-1] += count
      last = when
    expect(len(costs) >= 15, lambda: f"only {len(costs)} paints for 30 rows\n{screen.picture()}")
    screen.expect_clean()
    # Some paints carry the rate alone; the whole, shared out over the rows, tells those too.
    return statistics.median(costs), sum(costs) / 30


@check(f"a new row while following: {ROW} bytes or fewer")
def row():
  words = []
  for term in ("xterm-256color", "tmux-256color"):
    for columns, rows in ((80, 24), (120, 40), (200, 60)):
      median, mean = row_costs(columns, rows, term)
      words.append(f"{term} {columns}x{rows}: median {median:.0f}, mean {mean:.0f}")
      print(f"          {words[-1]}", flush=True)
      expect(median <= ROW, lambda: "\n".join(words))


@check(f"a typed key in compose: {KEY} bytes or fewer")
def key():
  words = []
  for columns, rows in ((80, 24), (120, 40), (200, 60)):
    with Screen([checks.program(), peers.python().url("/echo")], columns, rows) as screen:
      screen.wait_for("OPEN")
      screen.keys("i")
      screen.settle(1, 4)
      costs = []
      for character in "hello world, this is typed":
        before = len(screen.transcript)
        screen.send(character)
        screen.pump(0.15)
        costs.append((len(screen.transcript) - before, character, bytes(screen.transcript[before:])))
      words.append(f"{columns}x{rows}: median {statistics.median(c for c, _, _ in costs)}, most {max(costs)[0]}")
      # The first key takes the placeholder away.
      worst = max(costs[1:])
      expect(worst[0] <= KEY, lambda: f"{words[-1]}; the key {worst[1]!r} wrote {worst[2]!r}")
  return "; ".join(words)


@check("the first paint at 200x60: 9,000 bytes or fewer")
def first_paint():
  with Screen([checks.program(), peers.python().url("/echo")], 200, 60) as screen:
    screen.wait_for("OPEN")
    screen.settle(0.5)
    expect(len(screen.transcript) <= 9000, f"{len(screen.transcript)} bytes")
    return f"{len(screen.transcript)} bytes"


checks.run(together=3)
