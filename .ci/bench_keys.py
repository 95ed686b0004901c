"""Key to screen, and how old the newest frame on screen is, while 100,000 frames of 125 B arrive each second.

usage: bench_keys.py TOOLS 'COMMAND with {url}' RAW.jsonl RUNS

Prints one JSON line a run: milliseconds from a key to its letter on screen, frames sent and shown, and lag.
"""
import json
import re
import sys
import time

tools, command, raw, runs = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
sys.path.insert(0, tools)
import tui  # noqa: E402
from bench import Server  # noqa: E402

RATE = 100_000
SECONDS = 12

with open(raw, "a") as out:
  for run in range(runs):
    server = Server(False)
    terminal = tui.T(command.format(url=f"{server.base}/paced?r={RATE}&s=125&d={SECONDS}"))
    terminal.pump('"ts":', timeout=6)
    terminal.key("i")
    terminal.pump(timeout=0.5)
    times, lost = tui.typing(terminal, 40, 0.05)
    newest = terminal.maxafter('"ts":')
    lag = (tui.now() - newest) / 1e6
    usage = terminal.stat()
    # Wait for the close, then read the counts off the status line: nothing may be missing.
    deadline = time.monotonic() + SECONDS + 5
    while time.monotonic() < deadline and not any("CLOSED" in row for row in terminal.screen()):
      terminal.pump(timeout=0.2)
    counts = [m for row in terminal.screen() for m in re.findall(r"<([0-9][0-9,. kKmM]*)", row)]
    terminal.end()
    sent = json.loads(server.stop().strip().splitlines()[-1])["frames_sent"]
    record = dict(
      kind="keys at 100,000/s", run=run, p50_ms=tui.pct(times, 0.5), p90_ms=tui.pct(times, 0.9), max_ms=max(times),
      keys_lost=lost, lag_ms=lag, frames_sent=sent, shown_counts=counts[-1:], **usage)
    out.write(json.dumps(record) + "\n")
