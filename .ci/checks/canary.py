#!/usr/bin/env python3
"""A canary secret goes in by every way there is, comes back from the server in every form, and must be seen nowhere."""
import base64, glob, json, os, re, shlex, signal, subprocess, sys, threading, time, urllib.parse, uuid

# This file's own name hides a module of the standard library, which websockets wants.
sys.path[:] = [p for p in sys.path if os.path.abspath(p) != os.path.dirname(os.path.abspath(__file__))]

from harness import certificates, checks, children, peers
from harness.checks import check, expect
from harness.tmux import Tmux
from websockets.datastructures import Headers
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Response
from websockets.sync.server import serve

CANARY = f"S3CR3T-{uuid.uuid4()}"
BYTES = CANARY.encode()
# So many characters of a form are a leak: half a secret is one too.
PART = 12
FORMATS = {"jsonl": "jsonl", "har": "har", "csv": "csv", "text": "txt", "pcapng": "pcapng", "raw": "bin"}


def shifted(before):
  return base64.b64encode(b"\0" * before + BYTES).decode()


def encodings():
  """The forms in which the server writes it."""
  return {
    "raw": CANARY, "base64 0": shifted(0), "base64 1": shifted(1), "base64 2": shifted(2),
    "base64url": base64.urlsafe_b64encode(BYTES).decode(), "percent": "".join(f"%{b:02X}" for b in BYTES),
    "percent lower": "".join(f"%{b:02x}" for b in BYTES), "JSON": "".join(f"\\u{b:04x}" for b in BYTES),
    "mixed": CANARY.replace("-", "%2D").replace("S", "\\u0053"), "hex": BYTES.hex(), "HEX": BYTES.hex().upper(),
    "hex with blanks": None,
  }


def needles():
  """What is looked for: each stretch of `PART` characters of each form, without what stands for other bytes."""
  found = {}
  for name, text in encodings().items():
    step = 1
    if name.startswith("base64"):
      shift = int(name[7:]) if name[7:].isdigit() else 0
      text = text[(shift * 8 + 5) // 6:(shift + len(BYTES)) * 8 // 6]
    elif name.startswith("percent"):
      step = 3
    elif name == "JSON":
      step = 6
    elif name == "hex with blanks":
      text, step = " ".join(f"{b:02x}" for b in BYTES), 3
    width = PART * max(1, step) if step > 1 else PART * (2 if name.lower() == "hex" else 1)
    for start in range(0, len(text) - width + 1, max(1, step)):
      found.setdefault(text[start:start + width].encode(), name)
  return found


NEEDLES = needles()


def leaks(data):
  data = data.encode(errors="surrogateescape") if isinstance(data, str) else data
  return sorted({name for needle, name in NEEDLES.items() if needle in data})


def expect_clean(data, where):
  found = leaks(data)
  expect(not found, lambda: f"{where}: {', '.join(found)}\n{data if isinstance(data, str) else data[:400]}")


# MARK: The server

def payloads():
  """Texts and bytes; lists are sent in fragments that cut the canary."""
  for name, text in encodings().items():
    if text is None:
      continue
    yield f'{{"kind":"{name}","value":"{text}","n":1}}' if "\\" not in text and "%" not in text else f"{name}: {text} end"
    yield json.dumps({"kind": name, "inner": {"list": [text, 1, 2]}})
    yield b"\x00\x01\xfe" + text.encode() + b"\xff\x00"
    yield [f"cut in {name}: " + text[:len(text) // 2], text[len(text) // 2:] + " goes on"]
    yield [b"\x00" + text[:5].encode(), text[5:9].encode(), text[9:].encode() + b"\x01"]
  # So that the end of a row falls anywhere inside it.
  for before in range(0, 150, 7):
    yield "x" * before + CANARY + "y" * 40
  for before in range(0, 60, 5):
    yield b"\x01" * before + BYTES
  yield "line one\n" + CANARY + "\nline three " + CANARY


def handler(connection):
  path = connection.request.path
  try:
    for payload in payloads():
      connection.send(payload)
    connection.ping(BYTES)
    if path.startswith("/close"):
      return connection.close(4001, f"because {CANARY}")
    for message in connection:
      connection.send(message)
  except ConnectionClosed:
    pass


def process_request(connection, request):
  if request.path.startswith("/refuse"):
    body = "".join(f"{name}: {text}\n" for name, text in encodings().items())
    return Response(403, "Forbidden", Headers({"X-Echo": CANARY, "X-Hex": BYTES.hex(), "Content-Length": str(len(body)),
                                                "Location": f"ws://other/?token={CANARY}"}), body.encode())
  if request.path.startswith("/odd"):
    return Response(101, "Switching", Headers({"Upgrade": f"x{CANARY}", "Connection": "Upgrade"}), b"")


def process_response(connection, request, response):
  response.headers["X-Echo"] = CANARY
  response.headers["X-Echo-Hex"] = BYTES.hex()
  response.headers["X-Echo-64"] = shifted(1)
  response.headers["Set-Cookie"] = f"session={CANARY}"


def start():
  def select(connection, offered):
    return next((name for name in offered if name.startswith("bearer.")), None)
  server = serve(handler, "127.0.0.1", 0, process_request=process_request, process_response=process_response,
                 select_subprotocol=select, compression=None)
  threading.Thread(target=server.serve_forever, daemon=True).start()
  return server.socket.getsockname()[1]


PORT = start()


def files():
  folder = children.scratch()
  for name, text in (("headers", f"X-Api-Key: {CANARY}\n"),
                     ("cookies", f"# Netscape HTTP Cookie File\n127.0.0.1\tFALSE\t/\tFALSE\t0\tsid\t{CANARY}\n"),
                     ("proxy", f"user:{CANARY}\n")):
    with open(f"{folder}/{name}", "w") as file:
      file.write(text)
    os.chmod(f"{folder}/{name}", 0o600)
  return folder


FILES = files()
# Each is the only way that it comes in; "all" has them together.
WAYS = {
  "header": (["-H", f"X-Auth-Token: Bearer {CANARY}"], "", ""),
  "header file": (["--header-file", f"{FILES}/headers"], "", ""),
  "cookie": (["-b", f"{FILES}/cookies"], "", ""),
  "subprotocol": (["-s", f"v1,bearer.{CANARY}"], "", ""),
  "query": ([], f"?token={CANARY}", ""),
  "userinfo": ([], "", f"user:{CANARY}@"),
  "all": (["--header-file", f"{FILES}/headers", "-b", f"{FILES}/cookies", "-s", f"v1,bearer.{CANARY}"],
          f"?a=1&access_token={CANARY}", f"user:{CANARY}@"),
}


def url(way, path, scheme="ws", port=None):
  _, query, user = WAYS[way]
  return f"{scheme}://{user}127.0.0.1:{port or PORT}{path}{query}"


def run(*words, seconds=60):
  return subprocess.run([checks.program(), *words], capture_output=True, stdin=subprocess.DEVNULL, timeout=seconds)


# MARK: The screen

class Eyes:
  """A program in tmux; each screen that is looked at must be clean."""

  def __init__(self, *words, columns=100, rows=30):
    self.tmux = Tmux(columns, rows)
    # The words themselves must not be on the screen.
    script = f"{children.scratch()}/run.sh"
    with open(script, "w") as file:
      file.write(f"exec {shlex.join([checks.program(), *words])}\n")
    self.tmux.command("bash", script)
    self.screens = 0

  def look(self, what=""):
    for text in (self.tmux.text(), self.tmux._run("capture-pane", "-p", "-J")):
      expect_clean(text, f"screen {what}")
      # A secret that a pane folds is one all the same.
      expect_clean(re.sub(r"\s+", "", text), f"screen, joined, {what}")
    self.screens += 1

  def press(self, *keys, pause=0.12):
    for key in keys:
      self.tmux.press(key)
      time.sleep(pause)
      self.look(f"after {key}")

  def line(self, text, pause=0.25):
    self.tmux.type(text)
    self.tmux.press("Enter")
    time.sleep(pause)
    self.look(f"after {text[:20]}")

  def close(self):
    self.tmux.close()


def walk(eyes, count):
  """Rows, and the detail in each of its ways."""
  eyes.press("g", *["Down"] * 3, "Enter")
  eyes.press("P", "w", "w", "x", "x", "P")
  for _ in range(count):
    eyes.press("J", "x", "x", pause=0.06)
  eyes.press("x", *["J"] * 12, pause=0.06)
  eyes.press("x", "Escape", pause=0.3)


@check("rows, details, search, filter, marks, resending, commands: no screen has it, and :secrets show has")
def screens():
  captures = children.scratch()
  words, _, _ = WAYS["all"]
  seen = []
  for columns, rows in ((80, 24), (170, 40)):
    eyes = Eyes("--captures", captures, *words, url("all", "/feed"), columns=columns, rows=rows)
    eyes.tmux.wait_for("OPEN")
    time.sleep(1)
    eyes.look("at first")
    eyes.press("Up", "Up", "Up", "g", "NPage", "NPage", "PPage", "l", "l", "l", "h", "PPage", "g")
    walk(eyes, 60)
    eyes.press("g", "Down", "Down", "Down", "m", "'", "Escape", "*", "Escape", pause=0.25)
    eyes.press("/")
    eyes.line("kind")
    eyes.press("n", "n", "N", "Escape", "f")
    eyes.line("text")
    eyes.press("Enter", "Escape", "Escape", "Escape", pause=0.3)
    # What was typed as a whole is a secret too.
    eyes.tmux.press("/")
    eyes.tmux.type(CANARY)
    time.sleep(0.3)
    eyes.look("typed into the search")
    eyes.press("Enter", "n", "Escape", "Escape", "e", pause=0.3)
    eyes.press("Escape", pause=0.4)
    for command in ("help", "marks", "captures", f"note {CANARY}", f"connect {CANARY}", f"export xml {CANARY}", "9999", "theme"):
      eyes.tmux.press(":")
      eyes.tmux.type(command)
      time.sleep(0.2)
      eyes.press("Enter", pause=0.3)
      eyes.press("Escape", pause=0.4)
    eyes.press("y", pause=0.3)
    eyes.tmux.press(":")
    eyes.tmux.type("secrets show")
    eyes.tmux.press("Enter")
    eyes.tmux.press("g")
    time.sleep(0.4)
    text = eyes.tmux.text()
    expect(leaks(text) and "SECRETS SHOWN" in text, lambda: f"nothing is shown:\n{text}")
    seen.append(eyes.screens)
    eyes.close()
  return f"{sum(seen)} screens"


@check("connects that fail: refused, no upgrade, a wrong certificate, nobody there, no address; and a Close with it")
def failures():
  wss = peers.python()
  addresses = {
    "refused": url("all", "/refuse"), "odd": url("all", "/odd"), "closed": url("all", "/close"),
    "nobody": url("all", "/", port=peers.refused_port()),
    "certificate": url("all", "/", "wss", wss.ports["wrong-host"]),
    "no address": f"ws://user:{CANARY}@127.0.0.1:99999/?token={CANARY}",
  }
  words, _, _ = WAYS["all"]
  for name, address in addresses.items():
    result = run("record", "--duration", "5", *words, address)
    expect_clean(result.stderr, f"stderr, {name}")
    expect_clean(result.stdout, f"stdout, {name}")
    result = run(*words, address)
    expect_clean(result.stderr, f"stderr without a terminal, {name}")
    if name == "no address":
      continue
    eyes = Eyes("--captures", children.scratch(), *words, address)
    time.sleep(1.5)
    eyes.look(name)
    eyes.press("g", "Enter", "x", "Escape", "r", "o", "Up", "Escape", pause=0.3)
    eyes.close()


# MARK: Files

def exports(source, *words):
  for name, ending in FORMATS.items():
    path = f"{children.scratch()}/log.{ending}"
    result = run("export", source, "--format", name, "-o", path, *words)
    expect(result.returncode == 0, lambda: f"{name}: {result.stderr}")
    with open(path, "rb") as file:
      yield name, file.read(), result


@check("record in each format, whichever way it comes in; with --include-secrets it is there")
def records():
  for way, (words, _, _) in WAYS.items():
    for name in FORMATS if way == "all" else ["jsonl"]:
      result = run("record", "--format", name, "--duration", "1.2", *words, url(way, "/close"))
      expect(len(result.stdout) > 1000, lambda: f"{name}: {result}")
      expect_clean(result.stdout, f"{name} by {way}")
      expect_clean(result.stderr, f"stderr of {name} by {way}")
  words, _, _ = WAYS["all"]
  result = run("record", "--duration", "1.2", "--include-secrets=yes", *words, url("all", "/close"))
  expect("raw" in leaks(result.stdout), "nothing is found where it must be")


@check("a capture after kill -9: its exports, its screen read-only, the list; only it itself has the payloads")
def captured():
  captures = children.scratch()
  words, _, _ = WAYS["all"]
  eyes = Eyes("--captures", captures, *words, url("all", "/feed"))
  eyes.tmux.wait_for("OPEN")
  time.sleep(1.5)
  eyes.look("before the end")
  pids = subprocess.run(["pgrep", "-f", f"captures {captures}"], capture_output=True, text=True).stdout.split()
  expect(pids, "the program is not there")
  for pid in pids:
    os.kill(int(pid), signal.SIGKILL)
  eyes.close()
  (folder,) = glob.glob(f"{captures}/*")
  with open(f"{folder}/secrets", "rb") as file:
    prints = file.read()
  expect(b"wsglass secrets 1" in prints and os.stat(f"{folder}/secrets").st_mode & 0o777 == 0o600, lambda: f"{prints}")
  for name in os.listdir(folder):
    if not name.endswith((".log", ".seg", ".frames")) and not name.startswith("0"):
      with open(f"{folder}/{name}", "rb") as file:
        expect_clean(file.read(), name)
  for name, data, result in exports(folder):
    expect_clean(data, name)
    expect_clean(result.stderr, f"stderr of {name}")
    expect_clean(result.stdout, f"stdout of {name}")
    if name != "pcapng":
      expect(b"redacted" in data, f"{name}: nothing is said to be redacted")
  for name, data, _ in exports(folder, "--include-secrets=yes"):
    expect("raw" in leaks(data), f"{name}: not there with --include-secrets")
  listing = run("captures", "--captures", captures)
  expect_clean(listing.stdout + listing.stderr, "the list")
  eyes = Eyes("--captures", captures, folder)
  eyes.tmux.wait_for("CAPTURE")
  walk(eyes, 60)
  # The dialog, each format of it.
  for name, ending in FORMATS.items():
    path = f"{children.scratch()}/dialog.{ending}"
    eyes.tmux.press(":")
    eyes.tmux.type(f"export {name} {path}")
    eyes.press("Enter", "M-Enter", pause=0.4)
    children.until(lambda: os.path.exists(path), 5, 0.05)
    with open(path, "rb") as file:
      expect_clean(file.read(), f"{name} by the dialog")
  count = eyes.screens
  eyes.close()
  return f"{count} screens"


# MARK: Profiles

def profile_home():
  """Profiles whose secrets come by each kind of reference; a program among them tells what it was given."""
  home = children.scratch()
  for folder in ("wsglass", "wsglass/profiles"):
    os.mkdir(f"{home}/{folder}", 0o700)
  with open(f"{home}/secret", "w") as file:
    file.write(f"{CANARY}\n")
  os.chmod(f"{home}/secret", 0o600)
  program = f"{home}/give"
  with open(program, "w") as file:
    # What a child of ours could tell to others: its words and its environment.
    file.write(f"#!/bin/sh\ntr '\\0' '\\n' < /proc/$$/environ > {home}/child.env\n"
               f"tr '\\0' ' ' < /proc/$$/cmdline > {home}/child.words\ncat {home}/secret\n")
  os.chmod(program, 0o700)
  forms = {"env": "${env:WSGLASS_CANARY}", "file": f"${{file:{home}/secret}}", "cmd": f"${{cmd:['{program}']}}"}
  def text(reference, path="/feed"):
    return json.dumps({
      "url": f"ws://me:{reference}@127.0.0.1:{PORT}{path}?x={reference}", "headers": {"X-Odd": reference, "Cookie": f"a={reference}"},
      "subprotocols": [f"v1.{reference}", f"bearer.{reference}"], "onopen": [f"hello {reference}"], "snippets": {"s": "x"},
      "tag": "CAN", "color": "red"})
  profiles = {name: text(reference) for name, reference in forms.items()}
  profiles["close"] = text(forms["env"], "/close")
  profiles["refused"] = text(forms["cmd"], "/refuse")
  # Each word of it is another reference: the program must not get what the variable holds.
  profiles["both"] = json.dumps({"url": f"ws://127.0.0.1:{PORT}/close", "headers": {"A": forms["env"], "B": forms["cmd"]}})
  profiles["faulty"] = '{"url": "ws://h/' + CANARY + '", "tls": {"min": 9}}'
  profiles["asks"] = json.dumps({"url": f"ws://127.0.0.1:{PORT}/feed", "headers": {"X-Odd": "${ask:PIN}"}})
  for name, content in profiles.items():
    with open(f"{home}/wsglass/profiles/{name}.json", "w") as file:
      file.write(content)
    os.chmod(f"{home}/wsglass/profiles/{name}.json", 0o600)
  return home


def run_profile(home, *words, seconds=60, stdin=None):
  environment = dict(os.environ, XDG_CONFIG_HOME=home, XDG_STATE_HOME=f"{home}/state")
  # Only a profile that names the variable keeps it from its programs.
  if not {"cmd", "refused"} & set(words):
    environment["WSGLASS_CANARY"] = CANARY
  return subprocess.run([checks.program(), *words], capture_output=True, timeout=seconds, env=environment,
                        input=stdin if stdin is not None else b"")


@check("profiles: env, file and cmd; listed, shown, checked, recorded, refused, and what programs of theirs are given")
def profiles():
  home = profile_home()
  for words in (["profiles"], ["profiles", "check", "both"], *(["profiles", "show", name] for name in ("env", "file", "cmd", "both")),
                ["faulty"], ["record", "asks"]):
    result = run_profile(home, *words)
    expect_clean(result.stdout + result.stderr, " ".join(words))
  expect(b"ok  cmd" in run_profile(home, "profiles", "check", "cmd").stdout, "check does not resolve")
  for name in ("env", "file", "cmd", "close", "both"):
    for form in ("jsonl", "har", "text"):
      result = run_profile(home, "record", name, "--format", form, "--duration", "1.2")
      expect(len(result.stdout) > 1000, lambda: f"{name}: {result}")
      expect_clean(result.stdout, f"{form} of {name}")
      expect_clean(result.stderr, f"stderr of {form} of {name}")
  result = run_profile(home, "record", "refused", "--duration", "5")
  expect(result.returncode == 4, lambda: f"{result}")
  expect_clean(result.stderr, "a refused profile")
  for name in ("child.env", "child.words"):
    with open(f"{home}/{name}", "rb") as file:
      expect_clean(file.read(), f"what a program is given, {name}")


@check("replay --profile: a variable with a secret is sent by the script, and stands in no report, error or line")
def replayed():
  home = profile_home()
  with open(f"{home}/wsglass/profiles/spoken.json", "w") as file:
    file.write('{url: "%s", variables: {token: "Bearer ${env:WSGLASS_CANARY}"}}' % peers.python().url("/echo"))
  os.chmod(f"{home}/wsglass/profiles/spoken.json", 0o600)
  script = f"{home}/spoken.jsonl"
  with open(script, "w") as file:
    file.write('{"send":{"op":"login","auth":"${token}"}}\n{"expect":{"json":{"auth":"${token}"}},"within":"5s"}\n')
  result = run_profile(home, "replay", script, "--profile", "spoken")
  expect(result.returncode == 0, lambda: f"{result}")
  expect_clean(result.stdout + result.stderr, "replay")
  with open(script, "a") as file:
    file.write('{"send":"again ${token}"}\n{"expect":{"json":{"auth":"none ${token}"}},"within":"300ms"}\n')
  for form in ("xml", "json", "tap"):
    result = run_profile(home, "replay", script, "--profile", "spoken", "--report", f"{home}/report.{form}")
    expect(result.returncode == 8, lambda: f"{result}")
    expect_clean(result.stdout + result.stderr, f"replay that fails, {form}")
    with open(f"{home}/report.{form}", "rb") as file:
      expect_clean(file.read(), f"the report {form}")
  result = run_profile(home, "replay", script, "--profile", "spoken", "--check")
  expect_clean(result.stdout + result.stderr, "replay --check")
  other = peers.python().url("/echo").replace("127.0.0.1", "localhost")
  result = run_profile(home, "replay", script, "--profile", "spoken", "--against", other)
  expect(result.returncode == 2 and b"secret of the profile" in result.stderr, lambda: f"{result}")
  expect_clean(result.stdout + result.stderr, "replay --against another origin")


@check("profiles on screen: list, dialog, log, saved again, outcome; /proc/PID/cmdline; what is asked is not shown")
def profiles_on_screen():
  home = profile_home()
  captures = children.scratch()
  script = f"{children.scratch()}/run.sh"
  with open(script, "w") as file:
    file.write(f"export XDG_CONFIG_HOME={home} XDG_STATE_HOME={home}/state WSGLASS_CANARY={CANARY}\n"
               # The one before ended with its terminal; what it left open is not asked for.
               f"rm -rf {home}/state/wsglass/open\n"
               f"exec {checks.program()} --captures {captures} $1\n")
  screens = 0
  for name in ("env", "file", "cmd", "asks", "given"):
    eyes = Eyes("--version")
    eyes.tmux.close()
    eyes.tmux = Tmux(100, 30)
    if name == "given":
      eyes.tmux.command("bash", script, "env")
    else:
      eyes.tmux.command("bash", script)
      eyes.tmux.wait_for("WebSocket inspector")
      eyes.press("p", pause=0.5)
      eyes.tmux.type(name)
      eyes.press("Enter", pause=0.7)
    if name == "asks":
      eyes.tmux.type(CANARY)
      eyes.press("Enter", pause=0.5)
    eyes.tmux.wait_for("OPEN")
    time.sleep(0.5)
    # With a header more, the headers are written anew.
    eyes.press("C-o", "Tab", "Enter", pause=0.3)
    eyes.tmux.type("X-More: 1")
    eyes.press("Enter", "M-Enter", pause=0.5)
    eyes.tmux.wait_for("OPEN")
    walk(eyes, 8)
    for pid in subprocess.run(["pgrep", "-f", f"captures {captures}"], capture_output=True, text=True).stdout.split():
      with open(f"/proc/{pid}/cmdline", "rb") as file:
        expect_clean(file.read(), "cmdline")
    for keys in (["Escape", "C-o", "Tab", "Enter", "Up", "Up", "Escape", "Escape"], ["p", "M-Enter", "Escape"], ["r"], ["D"]):
      eyes.press(*keys, pause=0.4)
    eyes.tmux.press(":")
    eyes.tmux.type(f"save-profile saved-{name}")
    eyes.press("Enter", pause=0.6)
    eyes.press("p", pause=0.4)
    screens += eyes.screens
    eyes.close()
    with open(f"{home}/wsglass/profiles/saved-{name}.json", "rb") as file:
      content = file.read()
      expect_clean(content, f"saved-{name}")
      expect(b"X-More" in content, lambda: f"not what was changed: {content}")
  with open(f"{home}/state/wsglass/profiles.json", "rb") as file:
    expect_clean(file.read(), "what is known of profiles")
  return f"{screens} screens"


@check("imported secrets are in files of their own, for their owner alone, and nowhere else")
def imported():
  home = profile_home()
  command = (f"curl 'ws://me:{CANARY}@127.0.0.1:{PORT}/close?token={CANARY}' -H 'Authorization: Bearer {CANARY}' "
             f"-b 'sid={CANARY}' -x http://u:{CANARY}@127.0.0.1:9 --noproxy 127.0.0.1").encode()
  result = run_profile(home, "profiles", "import", "-", "--as", "copied", stdin=command)
  expect(result.returncode == 0, lambda: f"{result}")
  expect_clean(result.stdout + result.stderr, "the import")
  with open(f"{home}/wsglass/profiles/copied.json", "rb") as file:
    expect_clean(file.read(), "the profile")
  names = os.listdir(f"{home}/wsglass/secrets")
  expect(names and all(os.stat(f"{home}/wsglass/secrets/{name}").st_mode & 0o777 == 0o600 for name in names), lambda: f"{names}")
  result = run_profile(home, "record", "copied", "--duration", "1.2")
  expect(len(result.stdout) > 1000, lambda: f"{result}")
  expect_clean(result.stdout + result.stderr, "the recording")


if __name__ == "__main__":
  checks.run("secrets", together=4)
