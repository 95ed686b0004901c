#!/usr/bin/env python3
"""Captures in the whole program: killed and opened again, watched while they are written, on a disk that fails, and a
session of a million frames in which one message is to be found."""
import json, os, re, shlex, signal, stat, subprocess

from harness import checks, children, peers
from harness.checks import check, expect
from harness.tmux import Tmux

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BENCH = os.path.join(ROOT, ".build/release/wsglass-bench")


def state():
  return {"XDG_STATE_HOME": os.path.join(children.scratch(), "state")}


def folder(environment):
  return os.path.join(environment["XDG_STATE_HOME"], "wsglass/captures")


def captures(environment):
  return sorted(os.listdir(folder(environment))) if os.path.isdir(folder(environment)) else []


def pid_of(name):
  """Of the program in the tmux, by what only it has on its command line; not of the process that waits for it."""
  def is_it(pid):
    try:
      with open(f"/proc/{pid}/comm") as file:
        if file.read().strip() == "terminal-guard": return False
      with open(f"/proc/{pid}/cmdline", "rb") as file:
        return name.encode() in file.read().split(b"\0")[1:] and os.path.samefile(f"/proc/{pid}/exe", checks.program())
    except OSError:
      return False
  own = [int(pid) for pid in os.listdir("/proc") if pid.isdigit() and is_it(pid)]
  expect(len(own) == 1, lambda: f"{len(own)} programs with {name}")
  return own[0]


@check("what was on screen 100 ms before a kill -9 is there when the capture is opened again; folders 0700, files 0600")
def killed():
  environment = state()
  with Tmux(100, 24, environment=environment) as tmux:
    url = peers.python().url("/paced?ms=20&size=120&burst=300")
    tmux.command(checks.program(), url)
    tmux.wait_for("OPEN", '"seq":00000350')
    seen = max(int(number) for number in re.findall(r'"seq":(\d{8})', tmux.text()))
    children.time.sleep(0.1)
    os.kill(pid_of(url), signal.SIGKILL)
    tmux.wait_for("Killed", "ready>")
    name, = captures(environment)
    place = os.path.join(folder(environment), name)
    for entry in [folder(environment), place]:
      expect(stat.S_IMODE(os.stat(entry).st_mode) == 0o700, lambda: f"{entry} is open to others")
    for entry in os.listdir(place):
      mode = stat.S_IMODE(os.stat(os.path.join(place, entry)).st_mode)
      expect(mode == 0o600, lambda: f"{entry} has mode {mode:o}")
    # The shell's terminal is as the killed program left it.
    tmux.command("reset")
    tmux.wait_for("ready>")
    tmux.command(checks.program(), "captures")
    tmux.wait_for(name)
    expect("being written" not in tmux.text(), "a killed writer still holds its capture")
    tmux.command(checks.program(), name)
    tmux.wait_for("CAPTURE", "read only")
    found = children.until(lambda: (numbers := re.findall(r'"seq":(\d{8})', tmux.text())) and int(numbers[-1]) >= seen, 5)
    expect(found, lambda: f"frame {seen} was on screen and is not in the capture:\n{tmux.text()}")
    tmux.press("g")
    tmux.wait_for("connecting to ws://", '"seq":00000001')
    tmux.press("Q")


@check("a capture opened while somebody else writes it grows on screen; its writer is not disturbed")
def live():
  environment = state()
  with Tmux(100, 24, environment=environment) as writer:
    url = peers.python().url("/paced?ms=50&size=120&burst=20")
    writer.command(checks.program(), url)
    writer.wait_for("OPEN", '"seq":00000025')
    name, = captures(environment)
    other = subprocess.run([checks.program(), "captures"], env={**os.environ, **environment}, capture_output=True, text=True)
    expect("being written" in other.stdout, lambda: other.stdout)
    writer.press("l")
    children.time.sleep(0.2)
    expect(name not in writer.text(), "its own capture is offered for opening")
    writer.press("Escape")
    program = subprocess.Popen(
      ["script", "-qfc", shlex.join([checks.program(), name]), "/dev/null"], env={**os.environ, **environment, "TERM": "xterm", "LC_ALL": "C.UTF-8"},
      stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    try:
      os.set_blocking(program.stdout.fileno(), False)
      text = b""
      def grows():
        nonlocal text
        text += program.stdout.read() or b""
        return len(set(re.findall(rb'"seq":(\d{8})', text))) > 10 and b"CAPTURE" in text
      expect(children.until(grows, 10), lambda: text[-2000:].decode(errors="replace"))
    finally:
      program.stdin.write(b"Q")
      program.stdin.flush()
      program.wait(5)
    writer.wait_for("OPEN")
    writer.press("Q")
    children.until(lambda: not writer.is_alternate(), 5)


@check("where files can't grow, the log says where the capture stopped, the connection goes on, and so does the capture")
def full():
  environment = state()
  with Tmux(120, 24, environment=environment) as tmux:
    # In KiB: a file of the capture is full soon, and the next one begins where it stopped.
    tmux.command("ulimit", "-f", "100")
    tmux.command(checks.program(), peers.python().url("/paced?ms=200&size=1000&burst=150"))
    tmux.wait_for("OPEN", "capture stopped at #", "File too large", seconds=20)
    tmux.wait_for("capture goes on; nothing was lost", seconds=30)
    tmux.wait_for("OPEN")
    tmux.press("Q")
    children.until(lambda: not tmux.is_alternate(), 5)
  name, = captures(environment)
  exported = subprocess.run(
    [checks.program(), "export", os.path.join(folder(environment), name)], capture_output=True, text=True, check=True).stdout
  numbers = [json.loads(line)["seq"] for line in exported.splitlines()[1:]]
  expect(numbers == list(range(1, len(numbers) + 1)) and len(numbers) > 150, lambda: f"{len(numbers)} records: {numbers[:5]}…")


@check("where no capture can be made the session lives in memory, and says so once")
def unwritable():
  with Tmux(100, 24, environment={"XDG_STATE_HOME": "/proc/nothing"}) as tmux:
    tmux.command(checks.program(), peers.python().url("/text"))
    tmux.wait_for("OPEN", "python text 5", "in memory only")
    tmux.press("Q")
    children.until(lambda: not tmux.is_alternate(), 5)


@check("a million frames: the one with an id half remembered is found, marked, noted, and exported with its neighbours as HAR")
def million():
  place = children.scratch()
  made = subprocess.run([BENCH, "capture", "1000000", place], capture_output=True, text=True, check=True).stdout.strip()
  with Tmux(120, 30, environment=state()) as tmux:
    tmux.command("cd", place)
    tmux.command(checks.program(), made)
    tmux.wait_for("CAPTURE", "1000000/1000000")
    tmux.press("g")
    tmux.wait_for('"seq":1,')
    tmux.press("/")
    tmux.type('seq":77123')
    tmux.press("Enter")
    tmux.wait_for("11 hits, 1st", '"seq":77123,')
    tmux.press("n")
    tmux.wait_for("2nd", '"seq":771230,')
    tmux.press("m")
    tmux.command(":note", "the", "one")
    tmux.wait_for("the one")
    tmux.press("k", "k", "V", "j", "j", "j", "j")
    tmux.wait_for("5 selected")
    tmux.press("s")
    tmux.wait_for("(o) selected 5")
    tmux.press("Tab", "Right")
    tmux.wait_for("(o) har", ".har")
    tmux.press("M-Enter")
    tmux.wait_for(".har: 5 rows")
    tmux.press("Q")
    children.until(lambda: not tmux.is_alternate(), 5)
  file, = [name for name in os.listdir(place) if name.endswith(".har")]
  with open(os.path.join(place, file)) as har:
    messages = [m for entry in json.load(har)["log"]["entries"] for m in entry["_webSocketMessages"]]
  expect([json.loads(m["data"])["seq"] for m in messages] == list(range(771228, 771233)), lambda: messages)
  expect([m.get("_mark") for m in messages] == [None, None, "the one", None, None], lambda: messages)


checks.run()
