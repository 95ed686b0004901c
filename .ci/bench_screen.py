"""What the screen takes: time from a key to its letter, a flood, CPU while following, CPU and bytes of a repaint.

usage: bench_screen.py TOOLS 'COMMAND with {url}' RUNS

Prints one JSON line for each figure of a run. Milliseconds are by a terminal of its own (vt.so), which draws in C; CPU is by
/proc, in hundredths of a second, so it is taken over seconds and divided.
"""
import json, statistics, sys, time

tools, command, runs = sys.argv[1], sys.argv[2], int(sys.argv[3])
sys.path.insert(0, tools)
import tui  # noqa: E402
from bench import Server  # noqa: E402


def tell(kind, run, **figures):
  print(json.dumps(dict(kind=kind, run=run, **{k: round(v, 3) if isinstance(v, float) else v for k, v in figures.items()})), flush=True)


def open_program(server, path):
  return tui.T(command.format(url=server.base + path))


def percent(values, share):
  return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def keys(run, rate, count=200, line=40):
  """A letter every 50 ms into compose, on an idle screen or while so many frames of 125 B come each second."""
  server = Server(False)
  seconds = count * 0.06 + count / line * 0.4 + 6
  path = f"/paced?r={rate}&s=125&d={seconds:.0f}" if rate else "/echo"
  terminal = open_program(server, path)
  terminal.pump('"ts":' if rate else "OPEN", timeout=6)
  terminal.key("i")
  terminal.pump(timeout=1.0)
  times, lost = [], 0
  for _ in range(count // line):
    # Longer texts repeat themselves, and would be found before they are typed.
    typed, missed = tui.typing(terminal, line, 0.05)
    times, lost = times + typed, lost + missed
    terminal.key("\x07")
    terminal.pump(timeout=0.3)
  lag = (tui.now() - terminal.maxafter('"ts":')) / 1e6 if rate else 0.0
  terminal.end()
  sent = json.loads(server.stop().strip().splitlines()[-1])["frames_sent"]
  tell(f"key to screen at {rate}/s", run, p50_ms=percent(times, .5), p90_ms=percent(times, .9), p99_ms=percent(times, .99),
       max_ms=max(times), lost=lost, lag_ms=lag, frames_a_second=sent / seconds)


def flood(run, count=1_000_000):
  """From the first of so many frames on screen to the last."""
  server = Server(False)
  terminal = open_program(server, f"/flood?n={count}&s=125&q=1")
  terminal.pump(seq=('"seq":', 1), timeout=15)
  first = terminal.last_ms()
  result = terminal.pump(seq=('"seq":', count), timeout=60)
  tell(f"flood of {count} frames of 125 B", run, result=result, seconds=(terminal.last_ms() - first) / 1e3,
       output_mb=tui.lib.vt_bytes(terminal.v) / 1e6, **terminal.stat())
  terminal.end()
  server.stop()


def following(run, rate=1000, seconds=10):
  """CPU of the whole program, sockets and log too."""
  server = Server(False)
  terminal = open_program(server, f"/paced?r={rate}&s=128&d={seconds + 4}")
  terminal.pump('"ts":', timeout=6)
  terminal.pump(timeout=1)
  before, began = terminal.stat()["cpu"], tui.now()
  tui.lib.vt_mark(terminal.v)
  terminal.pump(timeout=seconds)
  took = (tui.now() - began) / 1e9
  tell(f"following {rate}/s", run, cpu_percent=(terminal.stat()["cpu"] - before) / took * 100,
       output_kb_a_second=tui.lib.vt_bytes(terminal.v) / took / 1e3)
  terminal.end()
  server.stop()


def repaint(run, count=500):
  """Ctrl-L writes every cell again: all of 120x40, with a full log."""
  server = Server(False)
  terminal = open_program(server, "/flood?n=200&s=125&q=1")
  terminal.pump(seq=('"seq":', 200), timeout=15)
  terminal.pump(timeout=1)
  before = terminal.stat()["cpu"]
  tui.lib.vt_mark(terminal.v)
  for _ in range(count):
    terminal.key("\x0c")
    terminal.pump(timeout=5, quiet=0.002)
  terminal.pump(timeout=1, quiet=0.1)
  tell("repaint of 120x40", run, cpu_ms=(terminal.stat()["cpu"] - before) / count * 1e3,
       bytes=tui.lib.vt_bytes(terminal.v) / count)
  terminal.end()
  server.stop()


for number in range(runs):
  for wanted in (0, 100_000, 1_000_000):
    keys(number, wanted)
  flood(number)
  following(number)
  repaint(number)
