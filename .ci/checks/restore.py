#!/usr/bin/env python3
"""The terminal is given back after every way to end, and a vanished terminal ends the program."""
import json, os, signal, time

from harness import checks, children, peers
from harness.checks import check, expect
from harness.screen import Screen
from websockets.sync.client import connect

# What may be left on at the end: nothing but the cursor.
GIVEN_BACK = {25}
MINE = {1000, 1002, 1003, 1004, 1006, 1049, 2004, 2026, 2031}


def open_program(path="/text", wanted="python text 5", **options):
  screen = Screen([checks.program(), peers.python().url(path)], **options)
  screen.wait_for(wanted)
  screen.settle()
  on = screen.terminal.modes & MINE
  expect({1049, 2004} <= on, lambda: f"alternate screen and bracketed paste are not on: {sorted(on)}")
  return screen


def expect_given_back(screen, status):
  expect(screen.status == status, lambda: f"exit status {screen.status}, not {status}")
  left = screen.terminal.modes & MINE
  expect(not left, lambda: f"modes left on: {sorted(left)}; the last bytes: {bytes(screen.transcript[-200:])!r}")
  expect(25 in screen.terminal.modes or b"\x1b[?25l" not in screen.transcript, lambda: f"the cursor stays hidden; the last bytes: {bytes(screen.transcript[-200:])!r}")
  after = screen.settings()
  expect(after == screen.before, lambda: f"stty -a before:\n{screen.before}after:\n{after}")
  screen.expect_clean()


@check("q, and y to the question")
def by_q():
  with open_program() as screen:
    screen.keys("q")
    screen.wait_for("y")
    screen.keys("y")
    screen.wait_end()
    expect_given_back(screen, 0)


@check("Q at once; q without a question where nothing is open")
def by_capital_q():
  with open_program() as screen:
    screen.keys("Q")
    screen.wait_end()
    expect_given_back(screen, 0)
  with Screen([checks.program()]) as screen:
    screen.wait_for("inspector")
    screen.keys("q")
    screen.wait_end()
    expect_given_back(screen, 0)


@check("Ctrl-C twice; once does not end it")
def by_control_c():
  with open_program() as screen:
    screen.keys("\x03")
    screen.pump(0.3)
    expect(not screen.ended(), "one Ctrl-C ended it")
    screen.keys("\x03")
    screen.wait_end()
    expect(screen.status in (0, -signal.SIGINT, 130), lambda: f"exit status {screen.status}")
    expect_given_back(screen, screen.status)


def farewells():
  """How the server saw each connection of the program end: path and code."""
  with connect(peers.python().url("/farewells"), compression=None) as ws:
    return [end for end in json.loads(ws.recv(timeout=3)) if end[0] != "/farewells"]


@check("SIGTERM, SIGHUP, SIGINT, SIGQUIT: the status tells the signal, the server hears 1001")
def by_signal():
  for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGQUIT):
    known = len(farewells())
    with open_program() as screen:
      os.kill(screen.pid, number)
      screen.wait_end(2)
      expect_given_back(screen, -number)
      heard = children.until(lambda: farewells()[known:], 2)
      expect(heard == [["/text", 1001]], lambda: f"the server heard {heard} after signal {number}")


@check("a forced trap: SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE, SIGABRT")
def by_trap():
  for number in (signal.SIGILL, signal.SIGTRAP, signal.SIGSEGV, signal.SIGBUS, signal.SIGFPE, signal.SIGABRT):
    # Once as the checks run, once as the user has it.
    for environment in ({"SWIFT_BACKTRACE": "enable=no"}, {}):
      with open_program(environment=environment) as screen:
        os.kill(screen.pid, number)
        screen.wait_end(8)
        expect_given_back(screen, -number)


@check("a crash leaves a report without payloads, a line that says where, and the next start offers the tabs")
def crash_report():
  state = children.scratch()
  environment = {"XDG_STATE_HOME": state}
  url = peers.python().url("/text")
  with open_program(environment=environment) as screen:
    screen.keys("k", "m", ":")
    screen.pump(0.2)
    os.kill(screen.pid, signal.SIGSEGV)
    screen.wait_end(8)
    reports = os.listdir(f"{state}/wsglass/crash")
    expect(len(reports) == 1, lambda: f"{reports}")
    path = f"{state}/wsglass/crash/{reports[0]}"
    expect(os.stat(path).st_mode & 0o777 == 0o600, lambda: f"{os.stat(path)}")
    with open(path) as file:
      report = file.read()
    for wanted in ("wsglass 0.", "TERM ", "ended by SIGSEGV (11)", "\ncursor.up\nmark.toggle\ncommand.open\n", "backtrace\n"):
      expect(wanted in report, lambda: f"{wanted!r} is not in:\n{report}")
    expect("python text" not in report and url not in report, lambda: report)
    expect(reports[0] in screen.picture().replace("\n", ""), lambda: screen.picture())
  with Screen([checks.program()], environment=environment) as screen:
    screen.wait_for("Restore 1 tab")
    screen.keys("y")
    screen.wait_for("python text 5")
    screen.keys("Q")
    screen.wait_end()
  with Screen([checks.program()], environment=environment) as screen:
    screen.wait_for("WebSocket inspector")
    screen.pump(0.3)
    expect("Restore" not in screen.picture(), lambda: screen.picture())


def state_of(pid):
  """The letter that ps shows; nothing for a process that is gone."""
  try:
    with open(f"/proc/{pid}/stat") as file:
      return file.read().rpartition(")")[2].split()[0]
  except OSError:
    return ""


@check("kill -9: the process that the shell waits for gives the terminal back, and dies the same")
def by_kill():
  for term in ("xterm-256color", "screen", "linux", "vt100"):
    with Screen([checks.program(), peers.python().url("/text")], term=term) as screen:
      screen.wait_for("python text 5")
      screen.settle()
      expect(screen.pid != screen.process.pid, "there is no second process")
      os.kill(screen.pid, signal.SIGKILL)
      screen.wait_end()
      expect_given_back(screen, -signal.SIGKILL)


@check("kill -9 while frames pour in, and at once after the start")
def by_kill_busy():
  with open_program("/paced?ms=1&size=120", "seq") as screen:
    os.kill(screen.pid, signal.SIGKILL)
    screen.wait_end()
    # A picture that was cut may have an unfinished sequence in front of what gives the terminal back.
    left = screen.terminal.modes & MINE
    expect(not left and screen.settings() == screen.before, lambda: f"modes left on: {sorted(left)}")
  for delay in (0.01, 0.03, 0.06, 0.1):
    with Screen([checks.program()]) as screen:
      screen.pump(delay)
      os.kill(screen.pid, signal.SIGKILL)
      screen.wait_end()
      left = screen.terminal.modes & MINE
      expect(not left and screen.settings() == screen.before, lambda: f"after {delay} s: modes left on: {sorted(left)}")


@check("kill -9 under a shell: the terminal is the shell's before its prompt is written, twenty times")
def before_prompt():
  with Screen(["bash", "--noprofile", "--norc", "-i"], environment={"PS1": "ready> "}) as screen:
    screen.wait_for("ready>")
    screen.send("bind 'set enable-bracketed-paste off'; stty -a > /dev/null\n")
    screen.pump(0.3)
    for round in range(20):
      # What bash says of the kill goes to the error output, which is left out: the prompt is what counts.
      screen.send(f"{checks.program()} {peers.python().url('/text')}; stty -a | grep -c -- '-isig' | sed s/^/raw:/\n")
      began = len(screen.transcript)
      expect(children.until(lambda: (screen.pump(0.02), b"python text 5" in screen.transcript[began:])[1], 10), screen.picture)
      inspector = find_inspector(screen.process.pid)
      os.kill(inspector, signal.SIGKILL)
      expect(children.until(lambda: (screen.pump(0.02), b"ready> " in screen.transcript[began:])[1], 5), screen.picture)
      written = bytes(screen.transcript[began:])
      left = written.rfind(b"\x1b[?1049l")
      prompt = written.rfind(b"ready> ")
      killed = written.rfind(b"Killed")
      expect(0 < left < prompt, lambda: f"round {round}: the prompt came first: {written[-300:]!r}")
      expect(killed < 0 or left < killed, lambda: f"round {round}: the shell wrote first: {written[-300:]!r}")
      expect(b"raw:0" in written[left:], lambda: f"round {round}: the line is still raw: {written[-300:]!r}")
      expect(not screen.terminal.modes & MINE, lambda: f"round {round}: modes left on: {sorted(screen.terminal.modes & MINE)}")


def find_inspector(shell):
  """The program below a shell and the process that waits for it."""
  def children_of(pid):
    with open(f"/proc/{pid}/task/{pid}/children") as file:
      return [int(word) for word in file.read().split()]
  return children_of(children_of(shell)[0])[0]


@check("what is told to the process that the shell waits for goes to the program; its end is passed on")
def passed_on():
  for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGQUIT):
    known = len(farewells())
    with open_program() as screen:
      os.kill(screen.process.pid, number)
      screen.wait_end(2)
      expect_given_back(screen, -number)
      heard = children.until(lambda: farewells()[known:], 2)
      expect(heard == [["/text", 1001]], lambda: f"the server heard {heard} after signal {number}")


@check("kill -9 of the process that the shell waits for ends the program too, in good order")
def waiting_killed():
  with open_program() as screen:
    inspector = screen.pid
    os.kill(screen.process.pid, signal.SIGKILL)
    screen.wait_end()
    expect(children.until(lambda: (screen.pump(0.05), not state_of(inspector))[1], 4), "the program is still there")
    screen.pump(0.2)
    expect_given_back(screen, -signal.SIGKILL)


@check("no process is left, however the program ends")
def none_left():
  for number in (None, signal.SIGTERM, signal.SIGSEGV, signal.SIGHUP):
    with open_program() as screen:
      inspector = screen.pid
      screen.keys("Q") if number is None else os.kill(inspector, number)
      screen.wait_end()
      expect(children.until(lambda: state_of(inspector) in ("", "Z"), 2), "the program is still there")


@check("both processes stop and go on together, whichever is told")
def both_stop():
  with Screen(["bash", "--noprofile", "--norc", "-i"], environment={"PS1": "ready> "}) as screen:
    screen.wait_for("ready>")
    screen.send("bind 'set enable-bracketed-paste off'; stty -a > /dev/null\n")
    screen.pump(0.3)
    screen.send(f"{checks.program()} {peers.python().url('/text')}\n")
    screen.wait_for("python text 5")
    inspector = find_inspector(screen.process.pid)
    with open(f"/proc/{inspector}/stat") as file:
      keeper = int(file.read().rpartition(")")[2].split()[1])
    for told in (None, inspector, keeper):
      screen.send("\x1a") if told is None else os.kill(told, signal.SIGTSTP)
      screen.wait_for("Stopped")
      expect([state_of(keeper), state_of(inspector)] == ["T", "T"], lambda: f"states {state_of(keeper)} {state_of(inspector)}")
      screen.send("clear; bg\n")
      screen.pump(1.0)
      expect([state_of(keeper), state_of(inspector)] == ["T", "T"], "it goes on in the background, without a terminal")
      screen.send("fg\n")
      screen.wait_for("python text 5")
      screen.settle()
      expect({1049, 2004} <= screen.terminal.modes, lambda: f"modes after fg: {sorted(screen.terminal.modes)}")
    screen.keys("Q")
    screen.wait_for("ready>")
    left = screen.terminal.modes & MINE
    expect(not left, lambda: f"modes left on: {sorted(left)}")


@check("started with & it waits, stopped and without a byte written, until fg gives it the terminal")
def in_background():
  with Screen(["bash", "--noprofile", "--norc", "-i"], environment={"PS1": "ready> "}) as screen:
    screen.wait_for("ready>")
    screen.send("bind 'set enable-bracketed-paste off'; stty -a > /dev/null\n")
    screen.pump(0.3)
    screen.send(f"{checks.program()} {peers.python().url('/text')} &\n")
    screen.pump(0.5)
    screen.send("\n")
    screen.wait_for("Stopped")
    expect(not screen.terminal.modes & MINE, lambda: f"modes on in the background: {sorted(screen.terminal.modes & MINE)}")
    screen.send("fg\n")
    screen.wait_for("python text 5")
    screen.keys("Q")
    screen.wait_for("ready>")
    expect(not screen.terminal.modes & MINE, lambda: f"modes left on: {sorted(screen.terminal.modes & MINE)}")


@check("Ctrl-Z and then a kill: the shell has its terminal, and keeps it")
def stop_and_kill():
  for number in (signal.SIGTERM, signal.SIGKILL):
    with Screen(["bash", "--noprofile", "--norc", "-i"], environment={"PS1": "ready> "}) as screen:
      screen.wait_for("ready>")
      screen.send("bind 'set enable-bracketed-paste off'; stty -a > /dev/null\n")
      screen.pump(0.3)
      screen.send(f"{checks.program()} {peers.python().url('/text')}\n")
      screen.wait_for("python text 5")
      screen.send("\x1a")
      screen.wait_for("Stopped")
      screen.send(f"kill -{number} %1; fg; clear\n")
      screen.pump(1.5)
      screen.send("echo still $((40+2))\n")
      screen.wait_for("still 42")
      left = screen.terminal.modes & MINE
      expect(not left, lambda: f"modes left on: {sorted(left)}")
      screen.send("stty -a | grep -c -- '-isig'; echo end\n")
      screen.wait_for("end")
      expect("\n0\n" in screen.text(), lambda: screen.picture())


@check("the same on every TERM")
def on_every_terminal():
  for term in ("tmux-256color", "screen", "linux", "vt100"):
    for number in (signal.SIGTERM, signal.SIGSEGV):
      screen = Screen([checks.program(), peers.python().url("/text")], term=term)
      with screen:
        screen.wait_for("python text 5")
        screen.settle()
        os.kill(screen.pid, number)
        screen.wait_end()
        expect_given_back(screen, -number)


@check("an end while frames pour in, and one in the compose pane")
def busy_end():
  with open_program("/paced?ms=1&size=120", "seq") as screen:
    os.kill(screen.pid, signal.SIGTERM)
    screen.wait_end()
    expect_given_back(screen, -signal.SIGTERM)
  with open_program("/echo", "OPEN") as screen:
    screen.keys("i", "a", "b")
    os.kill(screen.pid, signal.SIGHUP)
    screen.wait_end()
    expect_given_back(screen, -signal.SIGHUP)


@check("Ctrl-Z: the modes go off, fg brings them back, then q")
def stop_and_go():
  with Screen(["bash", "--noprofile", "--norc", "-i"], environment={"PS1": "ready> "}) as screen:
    screen.wait_for("ready>")
    # bash's own line editor uses bracketed paste too.
    screen.send("bind 'set enable-bracketed-paste off'; stty -a > /dev/null\n")
    screen.pump(0.3)
    screen.send(f"{checks.program()} {peers.python().url('/text')}\n")
    screen.wait_for("python text 5")
    screen.send("\x1a")
    screen.wait_for("Stopped")
    left = screen.terminal.modes & MINE
    expect(not left, lambda: f"modes left on while stopped: {sorted(left)}")
    screen.send("fg\n")
    screen.wait_for("python text 5")
    expect({1049, 2004} <= screen.terminal.modes, lambda: f"modes after fg: {sorted(screen.terminal.modes)}")
    screen.keys("Q")
    screen.wait_for("ready>")
    left = screen.terminal.modes & MINE
    expect(not left, lambda: f"modes left on: {sorted(left)}")


@check("a vanished terminal ends the program within 2 s, also where SIGHUP is ignored, without spinning")
def vanished():
  for ignored in (False, True):
    words = [checks.program(), peers.python().url("/paced?ms=50&size=100")]
    if ignored:
      words = ["env", "--ignore-signal=HUP", *words]
    screen = Screen(words)
    screen.wait_for("seq")
    before = children.cpu_seconds(screen.pid)
    screen.hang_up()
    began = time.monotonic()
    used = before
    while screen.process.poll() is None and time.monotonic() < began + 2:
      try:
        used = children.cpu_seconds(screen.pid)
      except OSError:
        break
      time.sleep(0.02)
    took = time.monotonic() - began
    ended = children.until(lambda: screen.process.poll() is not None, 0.2)
    screen.close()
    expect(ended, f"still there 2 s after the terminal went (SIGHUP {'ignored' if ignored else 'as usual'})")
    expect(used - before < 0.1, f"{used - before:.2f} s of CPU in the {took:.1f} s after the terminal went")


@check("a terminal that does not read holds up neither the socket nor the end")
def blocked_terminal():
  with open_program("/paced?ms=2&size=200", "seq") as screen:
    time.sleep(2)  # nothing is read meanwhile: the pty's buffer fills
    os.kill(screen.pid, signal.SIGTERM)
    screen.wait_end(6)
    expect_given_back(screen, -signal.SIGTERM)


checks.run()
