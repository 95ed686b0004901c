#!/usr/bin/env python3
"""Real sessions in tmux, on Python `websockets` and node `ws`, over ws and wss."""
import os, shlex, subprocess, sys

from harness import checks, children, peers
from harness.checks import check, expect
from harness.tmux import Tmux

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SIZES = [(80, 24), (120, 40)]


def words(*addresses, options=()):
  return [checks.program(), *options, *addresses]


def ca():
  return ["--cacert", f"{peers.certificate_folder()}/ca.pem"]


def leave(tmux):
  """Esc, and the pause that tells it from an Alt key."""
  tmux.press("Escape")
  children.time.sleep(0.1)


def quit_now(tmux):
  leave(tmux)
  leave(tmux)
  tmux.press("Q")
  children.until(lambda: not tmux.is_alternate(), 5)
  expect(not tmux.is_alternate(), lambda: f"Q did not end it:\n{tmux.text()}")


def compose(tmux, message):
  """i, the message, Enter; then it is there twice: as sent and as it came back."""
  tmux.press("i")
  tmux.type(message)
  tmux.wait_for(message)
  tmux.press("Enter")
  seen = children.until(lambda: tmux.text().count(message) >= 2, 5)
  expect(seen, lambda: f"no echo of {message!r}:\n{tmux.text()}")
  rows = [line for line in tmux.text().split("\n") if message in line]
  expect(any(" > " in row for row in rows) and any(" < " in row for row in rows),
         lambda: "one row sent and one received was expected:\n" + "\n".join(rows))
  leave(tmux)


@check("three tabs at once: text, binary, ping, fragments, a composed message echoed, on both peers, at both sizes")
def three_tabs():
  for columns, rows in SIZES:
    for peer, name, binary in ((peers.python(), "python", "de ad be ef"), (peers.node(), "node", "ca fe ba be")):
      with Tmux(columns, rows) as tmux:
        tmux.command(*words(peer.url("/echo"), peer.url("/text"), peer.url("/fragments")))
        tmux.wait_for("[1+", "OPEN")
        tmux.press("1")
        tmux.wait_for("OPEN")
        compose(tmux, f"hello {name} {columns}")
        tmux.press("2")
        tmux.wait_for(f"{name} text 5", "TEXT", "OPEN")
        tmux.press("3")
        short = {"python": "frag mented py", "node": "frag mented node"}[name]
        tmux.wait_for(short, "PING", "PONG", "mid 1", "mid 3")
        # Tab 1 kept what it had.
        tmux.press("1")
        tmux.wait_for(f"hello {name} {columns}")
        quit_now(tmux)
      with Tmux(columns, rows) as tmux:
        tmux.command(*words(peer.url("/binary"), peer.url("/ping"), peer.url("/echo")))
        tmux.wait_for("[1+", "OPEN")
        tmux.press("1")
        tmux.wait_for("BIN", binary)
        tmux.press("]")
        tmux.wait_for("pong came back", "PING", "PONG", "are you there")
        tmux.press("]")
        compose(tmux, "third tab")
        quit_now(tmux)


@check("wss with a private CA: open, verified, echoing")
def private_ca():
  for columns, rows in SIZES:
    with Tmux(columns, rows) as tmux:
      tmux.command(*words(peers.python().url("/echo", "good", "localhost"), peers.python().url("/text", "good"), options=ca()))
      tmux.wait_for("2+")
      tmux.press("1")
      tmux.wait_for("OPEN")
      compose(tmux, "over tls")
      tmux.press("2")
      tmux.wait_for("python text 5", "OPEN")
      quit_now(tmux)


@check("a close with 1011 says code, meaning, reason and who closed")
def close_1011():
  for columns, rows in SIZES:
    for peer, reason in ((peers.python(), "the database is away"), (peers.node(), "the disk is on fire")):
      with Tmux(columns, rows) as tmux:
        tmux.command(*words(peer.url("/close1011")))
        tmux.wait_for("before the end", "1011", reason, "internal error", "CLOSED")
        expect("server" in tmux.text(), lambda: f"who closed is not said:\n{tmux.text()}")
        quit_now(tmux)


@check("a refused connection says so, and what to try")
def refused():
  for columns, rows in SIZES:
    with Tmux(columns, rows) as tmux:
      tmux.command(*words(f"ws://127.0.0.1:{peers.refused_port()}/"))
      tmux.wait_for("connection refused", "Try", "check that the server runs")
      quit_now(tmux)


@check("a certificate for another host says which host it is for")
def wrong_host():
  for columns, rows in SIZES:
    with Tmux(columns, rows) as tmux:
      tmux.command(*words(peers.python().url("/echo", "wrong-host", "localhost"), options=ca()))
      tmux.wait_for("certificate is not for localhost", "other.example")
      quit_now(tmux)


@check("a certificate of an unknown CA says whose it is")
def unknown_ca():
  for columns, rows in SIZES:
    for options in (ca(), []):
      with Tmux(columns, rows) as tmux:
        tmux.command(*words(peers.python().url("/echo", "unknown-ca", "localhost"), options=options))
        tmux.wait_for("issuer is not known here", "somebody else's root", "--cacert")
        quit_now(tmux)


@check("-k goes on without verification, and the screen says so")
def insecure():
  with Tmux() as tmux:
    tmux.command(*words(peers.python().url("/text", "unknown-ca", "localhost"), options=["-k"]))
    tmux.wait_for("python text 5", "NOT VERIFIED")
    quit_now(tmux)


@check("a 404 shows status and response; a name without address and a server without TLS are explained")
def other_failures():
  with Tmux(120, 40) as tmux:
    plain = peers.python().ports["ws"]
    tmux.command(*words(peers.python().url("/nothing"), "ws://no-such-host.invalid/", f"wss://127.0.0.1:{plain}/"))
    tmux.wait_for("3!")
    tmux.press("1")
    tmux.wait_for("404")
    tmux.press("2")
    tmux.wait_for("DNS", "no-such-host.invalid", seconds=20)
    tmux.press("3")
    tmux.wait_for("TLS")
    quit_now(tmux)


@check("resize to 20x5 and back, to 300x100 and to 1x1: the screen comes back each time")
def resize():
  with Tmux() as tmux:
    tmux.command(*words(peers.python().url("/text")))
    tmux.wait_for("python text 5")
    for columns, rows in [(20, 5), (80, 24), (300, 100), (40, 12), (1, 1), (2, 3), (120, 40)]:
      tmux.resize(columns, rows)
      if columns >= 20:
        tmux.wait_for("python tex" if columns < 40 else "python text 5")
      else:
        children.time.sleep(0.3)
    tmux.wait_for("python text 5", "OPEN")
    quit_now(tmux)


@check("Ctrl-Z gives the shell back, fg brings the screen and the connection back")
def suspend():
  with Tmux() as tmux:
    tmux.command(*words(peers.python().url("/echo")))
    tmux.wait_for("OPEN")
    tmux.press("C-z")
    tmux.wait_for("Stopped")
    expect(not tmux.is_alternate(), lambda: "the alternate screen is still on")
    expect(tmux.mode("mouse_any_flag") == "0" and tmux.mode("mouse_button_flag") == "0", lambda: "the mouse is still on")
    expect(tmux.mode("cursor_flag") == "1", lambda: "the cursor is hidden")
    tmux.command("stty", "-a")
    tmux.wait_for("isig icanon iexten echo echoe")
    tmux.command("fg")
    tmux.wait_for("OPEN", "Compose")
    compose(tmux, "after fg")
    quit_now(tmux)


@check("? opens the help, typing finds a key, Esc closes it")
def help_overlay():
  for columns, rows in [*SIZES, (20, 5)]:
    with Tmux(columns, rows) as tmux:
      tmux.command(*words(peers.python().url("/text")))
      tmux.wait_for("python tex")
      tmux.press("?")
      # Where rows are few, none is spent on a frame with a title.
      tmux.wait_for("Help" if columns >= 80 else "MOVE")
      if columns >= 80:
        tmux.type("reconnect")
        tmux.wait_for("reconnect")
      leave(tmux)
      tmux.wait_for("python tex")
      quit_now(tmux)


@check("Enter opens a frame's detail, x shows its bytes")
def detail():
  for columns, rows in SIZES:
    with Tmux(columns, rows) as tmux:
      tmux.command(*words(peers.python().url("/echo")))
      tmux.wait_for("OPEN")
      compose(tmux, '{"pair":"BTC-USD","px":[1,2]}')
      tmux.press("G")
      tmux.press("Enter")
      tmux.wait_for("Detail", '"pair": "BTC-USD"')
      tmux.press("x")
      tmux.wait_for("00000000", "7b 22 70 61 69 72")
      tmux.press("q")
      quit_now(tmux)


@check("every TERM, the C locale and NO_COLOR show frames and take a message")
def terminals():
  kinds = [(term, {}) for term in ("xterm-256color", "tmux-256color", "screen", "linux", "vt100")]
  kinds += [("xterm-256color", {"LC_ALL": "C"}), ("vt100", {"LC_ALL": "C"}), ("xterm-256color", {"NO_COLOR": "1"})]
  for term, environment in kinds:
    with Tmux(term=term, environment=environment) as tmux:
      tmux.command(*words(peers.python().url("/echo")))
      tmux.wait_for("OPEN")
      compose(tmux, f"on {term}")
      quit_now(tmux)


@check("on dumb there are lines; unknown and missing terminals are refused in words, with status 2")
def unusable_terminals():
  with Tmux() as tmux:
    tmux.type(f"TERM=dumb {shlex.quote(checks.program())} {peers.python().url('/echo')}")
    tmux.press("Enter")
    tmux.wait_for("Lines are sent")
    tmux.type("hello dumb")
    tmux.press("Enter")
    tmux.wait_for("sent text, 10 B: hello dumb", "received text, 10 B: hello dumb")
    tmux.press("C-d")
    tmux.wait_for("CLOSED", "ready>")
  for term in ("no-such-terminal", ""):
    with Tmux() as tmux:
      tmux.type(f"TERM={term} {shlex.quote(checks.program())} ws://127.0.0.1:1/; echo status=$?")
      tmux.press("Enter")
      tmux.wait_for("status=2", "wsglass:", "TERM")


@check("the first screen without a URL: o connects, d starts the demo")
def first_run():
  with Tmux() as tmux:
    tmux.command(*words())
    tmux.wait_for("WebSocket inspector", "demo")
    tmux.press("o")
    tmux.type(peers.node().url("/text"))
    tmux.press("Enter")
    tmux.wait_for("node text 5")
    quit_now(tmux)
  with Tmux() as tmux:
    tmux.command(*words())
    tmux.wait_for("WebSocket inspector")
    tmux.press("d")
    tmux.wait_for("echo", "ticker", "fragments", "OPEN")
    quit_now(tmux)


@check("the README's demo command ends in the running demo: three tabs, live")
def readme_demo():
  command = subprocess.run(
    [sys.executable, f"{ROOT}/.ci/checks/readme.py", "demo"], capture_output=True, text=True, check=True).stdout.strip()
  # The packages are there already (steps/install); what remains is what the user would wait for.
  parts = [part.strip() for part in " ".join(command.split()).split("&&")]
  command = " && ".join(part for part in parts if not part.startswith("apt-get"))
  with Tmux(120, 40, environment={"SWIFT_BACKTRACE": "enable=no"}) as tmux:
    tmux.type(f"cd {shlex.quote(ROOT)} && {command}")
    tmux.press("Enter")
    tmux.wait_for("echo", "ticker", "fragments", "OPEN", seconds=900)
    tmux.press("2")
    tmux.wait_for("< TEXT", '{"', "OPEN")
    tmux.press("1")
    compose(tmux, "hello demo")
    quit_now(tmux)


@check("how the screen was left comes back, goes by config.json where that changed since, and :reset-layout forgets it")
def layout_kept():
  folder = children.scratch()
  environment = {"XDG_STATE_HOME": f"{folder}/state", "XDG_CONFIG_HOME": f"{folder}/config"}
  kept = f"{folder}/state/wsglass/state.json"
  with Tmux(120, 40, environment=environment) as tmux:
    tmux.command(*words(peers.python().url("/text")))
    tmux.wait_for("python text 5", "TIME")
    tmux.press("t")
    tmux.wait_for("TIME UTC")
    tmux.press("H")
    tmux.wait_for("no pings")
    tmux.press("W")
    for key in ("Down", "Down", "Down", "Down", "Space", "Escape"):
      tmux.press(key)
    tmux.wait_for("SIZE", absent=True)
    expect(children.until(lambda: os.path.exists(kept) and "columns.size" in open(kept).read(), 3), "nothing is kept")
    expect(os.stat(kept).st_mode & 0o777 == 0o600, "others may read it")
    quit_now(tmux)
    tmux.command("clear")
    tmux.command(*words(peers.python().url("/text")))
    tmux.wait_for("python text 5", "no pings", "TIME UTC")
    expect("SIZE" not in tmux.text(), tmux.text())
    quit_now(tmux)
    os.makedirs(f"{folder}/config/wsglass", exist_ok=True)
    with open(f"{folder}/config/wsglass/config.json", "w") as file:
      file.write('{"time": "since-open"}\n')
    tmux.command("clear")
    tmux.command(*words(peers.python().url("/text")))
    tmux.wait_for("python text 5", "no pings", "SINCE OPEN")
    tmux.press(":")
    tmux.type("reset-layout")
    tmux.press("Enter")
    tmux.wait_for("SIZE")
    quit_now(tmux)
    with open(kept) as file:
      expect("columns.size" not in file.read(), "it is still kept")


checks.run()
