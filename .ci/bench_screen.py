"""What the screen takes: time from a key to its letter, a flood, CPU while following, CPU and bytes of a repaint.

usage: bench_screen.py TOOLS 'COMMAND with {url}' RUNS [start,keys,flood,following,repaint]

Prints one JSON line for each figure of a run. Milliseconds are by a terminal of its own (vt.so), which draws in C; CPU is by
/proc, in hundredths of a second, so it is taken over seconds and divided.
"""
import json, os, re, shutil, subprocess, sys, tempfile

tools, command, runs = sys.argv[1], sys.argv[2], int(sys.argv[3])
# Which of the figures; all of them where nothing is said.
wanted = sys.argv[4].split(",") if len(sys.argv) > 4 else ["start", "keys", "flood", "following", "repaint"]
sys.path.insert(0, tools)
import tui  # noqa: E402
from bench import B, Server  # noqa: E402

rates = [int(rate) for rate in os.environ.get("WSGLASS_BENCH_RATES", "0,100000,1000000").split(",")]
state = tempfile.mkdtemp(prefix="screen")
os.environ.update(XDG_STATE_HOME=state, XDG_CONFIG_HOME=state)
PACED = f"{B}/paced"
subprocess.run(["cc", "-O2", "-o", PACED, os.path.join(os.path.dirname(__file__), "peers", "paced.c"), "-lcrypto"], check=True)


class Paced:
  """So many frames of 125 B a second, by a core of its own."""

  def __init__(self, rate, seconds):
    self.process = subprocess.Popen(["taskset", "-c", "0", PACED], stdout=subprocess.PIPE, text=True)
    self.url = f"ws://127.0.0.1:{self.process.stdout.readline().split()[1]}/?r={rate}&s=125&d={seconds:.0f}"

  def stop(self):
    self.process.terminate()
    return json.loads(self.process.communicate(timeout=10)[0].strip().splitlines()[-1])


def tell(kind, run, **figures):
  print(json.dumps(dict(kind=kind, run=run, **{k: round(v, 3) if isinstance(v, float) else v for k, v in figures.items()})), flush=True)


def open_program(url):
  shutil.rmtree(state, ignore_errors=True)
  return tui.T(command.format(url=url))


def percent(values, share):
  return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def start(run, count=5):
  """From the start of the program to its first screen, and to the one that is open."""
  server = Server(False)
  first, settled = [], []
  for _ in range(count):
    terminal = open_program(server.base + "/echo")
    terminal.pump(ink=1, timeout=15)
    first.append(terminal.last_ms())
    terminal.pump("OPEN", timeout=15)
    settled.append(terminal.last_ms())
    terminal.pump(timeout=3, quiet=0.3)
    terminal.end()
  server.stop()
  tell("start to first screen", run, first_ms=percent(first, .5), first_max_ms=max(first), open_ms=percent(settled, .5))


def keys(run, rate, count=200, line=40):
  """A letter every 50 ms into compose, on an idle screen or while so many frames of 125 B come each second."""
  seconds = count * 0.06 + count / line * 0.4 + 6
  server = Paced(rate, seconds) if rate else Server(False)
  terminal = open_program(server.url if rate else server.base + "/echo")
  terminal.pump('"ts":' if rate else "OPEN", timeout=6)
  terminal.key("i")
  terminal.pump(timeout=1.0)
  times, lost, before, began = [], 0, terminal.stat()["cpu"], tui.now()
  for _ in range(count // line):
    # Longer texts repeat themselves, and would be found before they are typed.
    typed, missed = tui.typing(terminal, line, 0.05)
    times, lost = times + typed, lost + missed
    terminal.key("\x07")
    terminal.pump(timeout=0.3)
  lag = (tui.now() - terminal.maxafter('"ts":')) / 1e6 if rate else 0.0
  cpu = (terminal.stat()["cpu"] - before) / (tui.now() - began) * 1e11
  figures = dict(p50_ms=percent(times, .5), p90_ms=percent(times, .9), p99_ms=percent(times, .99), max_ms=max(times),
                 keys_lost=lost, cpu_percent=cpu)
  if rate:
    # The status line counts what came, the Close too: nothing may be missing.
    terminal.pump("CLOSED", timeout=seconds)
    terminal.pump(timeout=0.5)
    shown = [int(n) for row in terminal.screen() for n in re.findall(r" <([0-9]+)", row)]
    sent = server.stop()
    figures |= dict(lag_ms=lag, frames_a_second=sent["frames_sent"] / sent["seconds"], frames=sent["frames_sent"],
                    frames_missing=sent["frames_sent"] + 1 - max(shown, default=0))
  else:
    server.stop()
  terminal.end()
  tell(f"key to screen at {rate}/s", run, **figures)


def flood(run, count=1_000_000):
  """From the first of so many frames on screen to the last."""
  server = Server(False)
  terminal = open_program(f"{server.base}/flood?n={count}&s=125&q=1")
  terminal.pump(seq=('"seq":', 1), timeout=15)
  first = terminal.last_ms()
  result = terminal.pump(seq=('"seq":', count), timeout=60)
  tell(f"flood of {count} frames of 125 B", run, result=result, seconds=(terminal.last_ms() - first) / 1e3,
       output_mb=tui.lib.vt_bytes(terminal.v) / 1e6, **terminal.stat())
  terminal.end()
  server.stop()


def following(run, rate=1000, seconds=10):
  """CPU of the whole program, sockets and log too."""
  server = Paced(rate, seconds + 4)
  terminal = open_program(server.url)
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
  terminal = open_program(f"{server.base}/flood?n=200&s=125&q=1")
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


try:
  for number in range(runs):
    if "start" in wanted: start(number)
    if "keys" in wanted:
      for rate in rates: keys(number, rate)
    if "flood" in wanted: flood(number)
    if "following" in wanted: following(number)
    if "repaint" in wanted: repaint(number)
finally:
  shutil.rmtree(state, ignore_errors=True)
