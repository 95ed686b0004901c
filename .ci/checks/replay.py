#!/usr/bin/env python3
"""Scripts end to end: made of sessions, played at our demo server and at Python websockets, and what comes of it."""
import json, os, re, signal, socket, subprocess, threading, time, uuid

from harness import checks, children, peers
from harness.checks import check, expect, fail
from harness.tmux import Tmux
from junitparser import JUnitXml
from lxml import etree
from websockets.exceptions import ConnectionClosed
from websockets.sync.server import serve

FOLDER = os.path.dirname(os.path.abspath(__file__))
SCHEMA = etree.XMLSchema(etree.parse(f"{FOLDER}/junit.xsd"))


def run(*words, status=0, seconds=60, **options):
  result = subprocess.run(
    [checks.program(), *words], capture_output=True, stdin=subprocess.DEVNULL, timeout=seconds, text=True, **options)
  expect(result.returncode == status,
         lambda: f"status {result.returncode}, not {status}: {words}\n{result.stdout}{result.stderr}")
  return result


def replay(script, *words, **options):
  return run("replay", script, *words, **options)


def script(*steps):
  """A file with these steps, one a line."""
  path = f"{children.scratch()}/script.jsonl"
  with open(path, "w") as file:
    file.writelines(json.dumps(step) + "\n" for step in steps)
  return path


_made = {}


def demo():
  if "demo" not in _made:
    process = children.start([checks.program(), "serve"], stdout=subprocess.PIPE, text=True)
    _made["demo"] = process.stdout.readline().split("/echo")[0]
  return _made["demo"]


class Server:
  """Python websockets; `answer` gives what is sent back for a message, a text or a list of them."""

  def __init__(self, answer):
    self.messages, self.requests = [], []

    def talk(connection):
      self.requests.append(connection.request)
      try:
        for message in connection:
          self.messages.append((time.monotonic(), message))
          replies = answer(message)
          for reply in replies if isinstance(replies, list) else [replies]:
            connection.send(reply)
      except ConnectionClosed:
        pass

    self.server = serve(talk, "127.0.0.1", 0, compression=None)
    self.url = f"ws://127.0.0.1:{self.server.socket.getsockname()[1]}/"
    threading.Thread(target=self.server.serve_forever, daemon=True).start()
    children.on_exit(self.server.shutdown)


class Changer:
  """Before a server: changes bytes of what it sends into as many others."""

  def __init__(self, url, old, new):
    host, port = re.match(r"ws://([^:/]+):(\d+)", url).groups()
    self.listener = socket.create_server(("127.0.0.1", 0))
    self.url = url.replace(f":{port}", f":{self.listener.getsockname()[1]}")

    def passing(source, target, change):
      try:
        while data := source.recv(65536):
          target.sendall(data.replace(old, new) if change else data)
        target.shutdown(socket.SHUT_WR)
      except OSError:
        pass

    def accepting():
      while True:
        client = self.listener.accept()[0]
        server = socket.create_connection((host, int(port)))
        for words in ((client, server, False), (server, client, True)):
          threading.Thread(target=passing, args=words, daemon=True).start()

    threading.Thread(target=accepting, daemon=True).start()


def leave(tmux):
  """To the log. What is pressed at once after Escape would be one key with it."""
  tmux.press("Escape")
  tmux.wait_for("i Compose")


def session(url, folder):
  """A session on the screen: three messages sent, echoed, the rows selected and written as a script."""
  path = f"{folder}/session.jsonl"
  with Tmux(100, 30) as tmux:
    tmux.command(checks.program(), url)
    tmux.wait_for("OPEN")
    tmux.press("i")
    for number in (41, 42, 43):
      tmux.type(json.dumps({"type": "order", "n": number, "id": str(uuid.uuid4())}))
      tmux.press("Enter")
      tmux.wait_for(f'"n": {number}')
    tmux.wait_for(">3 <3")
    leave(tmux)
    tmux.press("G", "V", "g")
    tmux.type(f":script {path}")
    tmux.press("Enter")
    tmux.wait_for("steps")
    # The same script, in the same tab, with its panel.
    leave(tmux)
    tmux.type("R")
    tmux.wait_for("File>")
    tmux.type(path)
    tmux.press("Enter")
    tmux.wait_for("Replay session.jsonl", "PASSED", "100%")
    leave(tmux)
    tmux.wait_for(" zr ", ">6 <6")
    tmux.type("Q")
    tmux.wait_for("ready>")
  return path


def recorded():
  if "recorded" not in _made:
    _made["recorded"] = session(demo() + "/echo", children.scratch())
  return _made["recorded"]


@check("a session on the screen becomes a script, which passes at the same server")
def same_server():
  with open(recorded()) as file:
    steps = [json.loads(line) for line in file]
  expect(sum("send" in step for step in steps) == 3, lambda: f"not three sends: {steps}")
  expect(sum("expect" in step for step in steps) == 3, lambda: f"not three expectations: {steps}")
  replay(recorded(), "--url", demo() + "/echo")


@check("a changed reply of the same server fails it, and the difference is shown")
def changed_reply():
  result = replay(recorded(), "--url", Changer(demo() + "/echo", b'"n": 42', b'"n": 99').url, "--no-compression", status=8)
  expect("at n: expected 42, seen 99" in result.stdout, lambda: f"the difference is not told:\n{result.stdout}")


@check("an exported capture is a script as it is: --expect-replies takes what was received for what is expected")
def exported():
  folder = children.scratch()
  environment = {**os.environ, "XDG_STATE_HOME": folder}
  session_of = Server(lambda message: json.dumps({"type": "ack", "of": json.loads(message)["n"], "at": time.time_ns()}))
  with Tmux(100, 30, environment={"XDG_STATE_HOME": folder}) as tmux:
    tmux.command(checks.program(), session_of.url)
    tmux.wait_for("OPEN")
    tmux.press("i")
    for number in (1, 2):
      tmux.type(json.dumps({"n": number}))
      tmux.press("Enter")
      tmux.wait_for(f'"of": {number}')
    leave(tmux)
    tmux.type("Q")
    tmux.wait_for("ready>")
  name = run("captures", "--names", env=environment).stdout.split()[0]
  run("export", name, "-o", f"{folder}/log.jsonl", env=environment)
  replay(f"{folder}/log.jsonl", "--expect-replies", "--url", session_of.url)
  wrong = Server(lambda message: json.dumps({"type": "ack", "of": 7, "at": time.time_ns()}))
  result = replay(f"{folder}/log.jsonl", "--expect-replies", "--url", wrong.url, status=8)
  expect("at of: expected 1, seen 7" in result.stdout, lambda: f"the difference is not told:\n{result.stdout}")


@check("the same script passes at Python websockets, and fails where that answers something else")
def python_server():
  replay(recorded(), "--url", peers.python().url("/echo"))
  other = Server(lambda message: message.replace('"n": 43', '"n": "43"'))
  result = replay(recorded(), "--url", other.url, status=8)
  expect('at n: expected 43, seen "43"' in result.stdout, lambda: f"the difference is not told:\n{result.stdout}")


@check("two servers are compared reply by reply, by order or by key, but for what is ignored")
def twin():
  steps = [{"send": {"q": 1}}, {"expect": {"json": {"q": 1}}}, {"send": {"q": 2}}, {"expect": {"json": {"q": 2}}}]
  def reply(message, **more):
    return json.dumps({**json.loads(message), "time": time.time_ns(), **more})
  one, same = Server(reply), Server(reply)
  other = Server(lambda message: reply(message, price=3))
  path = script(*steps)
  replay(path, "--url", one.url, "--against", same.url, "--ignore", "time")
  result = replay(path, "--url", one.url, "--against", same.url, status=8)
  expect("at time: expected" in result.stdout, lambda: f"no difference told:\n{result.stdout}")
  result = replay(path, "--url", one.url, "--against", other.url, "--ignore", "time", status=8)
  expect("at price: not expected: 3" in result.stdout, lambda: f"no difference told:\n{result.stdout}")
  # In another order, with the same values by key.
  both = [{"send": {"q": 1}}, {"expect": [{"json": {"k": "a"}}, {"json": {"k": "b"}}]}]
  forth = Server(lambda message: ['{"k":"a","v":1}', '{"k":"b","v":2}'])
  back = Server(lambda message: ['{"v":2,"k":"b"}', '{"v":1,"k":"a"}'])
  replay(script(*both), "--url", forth.url, "--against", back.url, status=8)
  replay(script(*both), "--url", forth.url, "--against", back.url, "--align", "k")


def report_of(status, *steps, url=None):
  folder = children.scratch()
  words = [word for ending in ("xml", "json", "tap") for word in ("--report", f"{folder}/r.{ending}")]
  replay(script(*steps), "--url", url or demo() + "/echo", *words, status=status)
  return folder


@check("JUnit reports validate against the common schema and load in junitparser, with any bytes in them")
def junit():
  evil = "".join(map(chr, [0, 1, 8, 11, 27, 127, 133, 0x202E, 0xFFFE, 0xFFFF])) + "]]>&<\"'\n\té\U0001F600"
  folder = report_of(8, {"send": evil}, {"expect": {"contains": "never " + evil[1:]}, "within": "100ms", "name": evil[1:]})
  document = etree.parse(f"{folder}/r.xml")
  SCHEMA.assertValid(document)
  suites = JUnitXml.fromfile(f"{folder}/r.xml")
  cases = [case for suite in suites for case in suite]
  expect(len(cases) == 2 and suites.failures == 1 and suites.errors == 0 and suites.tests == 2, lambda: f"counts: {suites}")
  expect(type(cases[1].result[0]).__name__ == "Failure", lambda: f"no failure: {cases[1].result}")
  expect("\\x1b" in cases[1].result[0].text, lambda: f"ESC is not visible: {cases[1].result[0].text!r}")
  with open(f"{folder}/r.json") as file:
    facts = json.load(file)
  expect(facts["passed"] is False and facts["cases"][1]["failed"] == 1, lambda: f"JSON: {facts}")
  expect("\x1b" in facts["cases"][1]["findings"][0]["seen"], "JSON does not have what came")
  folder = report_of(0, {"send": "a"}, {"expect": "a"}, {"send": "b"}, {"expect": "b"})
  SCHEMA.assertValid(etree.parse(f"{folder}/r.xml"))
  with open(f"{folder}/r.tap") as file:
    lines = file.read().splitlines()
  expect(lines[:2] == ["TAP version 14", "1..3"], lambda: f"TAP: {lines}")
  expect(sum(line.startswith("ok ") for line in lines) == 3, lambda: f"TAP: {lines}")
  # What could not be tried is an error, not a failure.
  folder = report_of(4, {"send": "a"}, {"expect": "a"}, url=f"ws://127.0.0.1:{peers.refused_port()}/")
  SCHEMA.assertValid(etree.parse(f"{folder}/r.xml"))
  suites = JUnitXml.fromfile(f"{folder}/r.xml")
  expect(suites.errors == 1 and suites.failures == 0, lambda: f"counts: {suites.errors} {suites.failures}")


@check("a fault in a script is told with file, line and column, and nothing is sent")
def faults():
  server = Server(lambda message: message)
  path = script({"send": "first"}, {"sned": "second"})
  result = replay(path, "--url", server.url, status=3)
  expect(f"{path}:2:2:" in result.stderr and "send" in result.stderr, lambda: f"no place: {result.stderr}")
  expect(not server.requests, "something was sent before the script was read")
  with open(path, "w") as file:
    file.write('{"send":"a"}\n{"send":')
  result = replay(path, "--url", server.url, status=3)
  expect(f"{path}:2:" in result.stderr, lambda: f"no place: {result.stderr}")


@check("latency limits fail the run, from the command line and from the script")
def thresholds():
  slow = demo() + "/slow?delay=60"
  steps = [{"send": "a"}, {"expect": "a", "name": "slow one"}]
  replay(script(*steps), "--url", slow, "--threshold", "slow one:p99<5s")
  result = replay(script(*steps), "--url", slow, "--threshold", "slow one:p50<20ms", status=8)
  expect("slow one: p50 < 20 ms" in result.stdout, lambda: f"the limit is not told:\n{result.stdout}")
  steps[1]["p95"] = "20ms"
  result = replay(script(*steps), "--url", slow, status=8)
  expect("slow one: p95 < 20 ms" in result.stdout, lambda: f"the limit is not told:\n{result.stdout}")
  result = replay(script(*steps), "--url", slow, "--threshold", "nobody:p50<9s", status=8)
  expect("nothing was measured" in result.stdout, lambda: f"a limit for nothing held:\n{result.stdout}")


@check("Ctrl-C ends with a report, and by the signal")
def interrupted():
  folder = children.scratch()
  server = Server(lambda message: message)
  process = children.start(
    [checks.program(), "replay", script({"send": "a"}, {"wait": "60s"}, {"expect": "never"}), "--url", server.url,
     "--report", f"{folder}/r.xml", "--report", f"{folder}/r.tap"], stdout=subprocess.PIPE, text=True)
  expect(children.until(lambda: server.messages, 10), "nothing was sent")
  process.send_signal(signal.SIGINT)
  output = process.communicate(timeout=10)[0]
  expect(process.returncode == -signal.SIGINT, lambda: f"ended with {process.returncode}, not by the signal")
  expect("stopped by signal 2" in output, lambda: f"the end is not told: {output}")
  SCHEMA.assertValid(etree.parse(f"{folder}/r.xml"))
  with open(f"{folder}/r.tap") as file:
    expect("Bail out!" in file.read(), "TAP does not bail out")


@check("each kind of failure has its own status: 2 arguments, 3 script, 4 connect, 5 TLS, 6 protocol, 7 file, 8 expectation")
def statuses():
  path = script({"send": "a"}, {"expect": "a"})
  url = demo() + "/echo"
  run("replay", status=2)
  replay(path, "--speed", "1000", "--url", url, status=2)
  replay(path, status=2)
  replay("/nowhere.jsonl", "--url", url, status=3)
  replay(path, "--url", f"ws://127.0.0.1:{peers.refused_port()}/", status=4)
  replay(path, "--url", peers.python().url("/echo", "unknown-ca", "localhost"), status=5)
  replay(path, "--url", url, "--report", "/nowhere/r.xml", status=7)
  replay(script({"send": "a"}, {"expect": "b", "within": "50ms"}), "--url", url, status=8)


@check("many connections at once, each with its own numbers, at Python websockets")
def many():
  steps = [{"repeat": 5, "rate": 20, "steps": [{"send": '{"n":${seq}}'}, {"expect": {"json": {"n": "${any:number}"}}, "name": "n"}]}]
  folder = children.scratch()
  replay(script(*steps), "--url", peers.python().url("/echo"), "--connections", "200", "--report", f"{folder}/r.json")
  with open(f"{folder}/r.json") as file:
    report = json.load(file)
  expect(report["totals"]["sent"] == 1000 and report["totals"]["matched"] == 1000, lambda: f"totals: {report['totals']}")
  expect(report["totals"]["connections"] == 200, lambda: f"totals: {report['totals']}")
  return f"p99 {report['cases'][1]['latency']['p99'] * 1000:.1f} ms"


@check("waits are kept to, scaled by --speed: no step is a millisecond late in the middle, and none catches up")
def timing():
  notes = []
  for speed, pause in (("1", 0.04), ("4", 0.01), ("max", 0)):
    server = Server(lambda message: [])
    steps = [{"send": str(number), "after": "40ms"} for number in range(50)]
    replay(script(*steps), "--url", server.url, "--speed", speed)
    expect(children.until(lambda: len(server.messages) == 50, 5), lambda: f"{len(server.messages)} of 50 came")
    began = server.messages[0][0]
    drifts = sorted(moment - began - index * pause for index, (moment, _) in enumerate(server.messages))
    middle = abs(drifts[25])
    expect(middle < 0.005 if pause else drifts[-1] < 1, lambda: f"{speed}x: the middle step is off by {middle * 1000:.2f} ms")
    if pause:
      gaps = [b[0] - a[0] for a, b in zip(server.messages, server.messages[1:])]
      expect(abs(sorted(gaps)[24] - pause) < 0.001, lambda: f"{speed}x: the gap is {sorted(gaps)[24] * 1000:.2f} ms")
      notes.append(f"{speed}x {middle * 1e6:.0f} us")
  return ", ".join(notes)


@check("credentials of a recording never go to another origin than the recorded one")
def origins():
  folder = children.scratch()
  server, other = Server(lambda message: message), Server(lambda message: message)
  secret = f"hunter2-{uuid.uuid4()}"
  with Tmux(100, 30, environment={"XDG_STATE_HOME": folder}) as tmux:
    tmux.command(checks.program(), server.url, "-H", "Cookie: sid=of-the-recording")
    tmux.wait_for("OPEN")
    tmux.press("i")
    tmux.type(json.dumps({"op": "login", "password": secret}))
    tmux.press("Enter")
    tmux.wait_for(">1 <1")
    leave(tmux)
    tmux.type("Q")
    tmux.wait_for("ready>")
  environment = {**os.environ, "XDG_STATE_HOME": folder}
  name = run("captures", "--names", env=environment).stdout.split()[0]
  path = f"{folder}/log.jsonl"
  run("export", name, "-o", path, "--include-secrets=yes", env=environment)
  before = len(server.messages)
  replay(path, "--url", server.url)
  expect(secret in server.messages[before][1], lambda: f"not played to its own server: {server.messages[before:]}")
  result = replay(path, "--url", other.url, status=8)
  expect("are not sent to another origin" in result.stderr, lambda: f"not told: {result.stderr}")
  expect("credential" in result.stdout, lambda: f"why is not told: {result.stdout}")
  expect(not any(secret in message for _, message in other.messages), "the password went to another server")
  for request in server.requests[1:] + other.requests:
    expect("Cookie" not in request.headers, lambda: f"the cookie went along: {request.headers}")


@check("a secret given by header, file or environment is in no report, no output, and in no process list")
def canary():
  folder = children.scratch()
  canary = f"S3CR3T-{uuid.uuid4()}"
  for name, text in (("headers", f"Authorization: Bearer {canary}\n"), ("token", canary + "\n")):
    with open(f"{folder}/{name}", "w") as file:
      file.write(text)
    os.chmod(f"{folder}/{name}", 0o600)
  server = Server(lambda message: message)
  steps = [{"send": {"auth": "${token}", "again": "${other}"}}, {"expect": {"json": {"auth": "${token}"}}, "name": "echo"},
           {"expect": {"json": {"auth": "no"}}, "within": "700ms", "name": "${token}"}]
  words = [word for ending in ("xml", "json", "tap") for word in ("--report", f"{folder}/r.{ending}")]
  process = children.start(
    [checks.program(), "replay", script(*steps), "--url", server.url, "--header-file", f"{folder}/headers",
     "--set", f"token=${{file:{folder}/token}}", "--set", "other=${env:CANARY}", *words],
    stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env={**os.environ, "CANARY": canary})
  expect(children.until(lambda: server.messages, 10), "nothing was sent")
  with open(f"/proc/{process.pid}/cmdline", "rb") as file:
    command_line = file.read()
  output = process.communicate(timeout=20)[0]
  expect(process.returncode == 8, lambda: f"status {process.returncode}: {output.decode()}")
  expect(canary in server.messages[0][1], "the secret did not reach its server: this check would prove nothing")
  seen = {"the output": output, "the process list": command_line}
  for ending in ("xml", "json", "tap"):
    with open(f"{folder}/r.{ending}", "rb") as file:
      seen[f"the report (.{ending})"] = file.read()
  for where, text in seen.items():
    expect(canary.encode() not in text, lambda: f"the secret is in {where}:\n{text.decode()}")
    expect(canary[8:24].encode() not in text, lambda: f"a part of the secret is in {where}:\n{text.decode()}")


checks.run("replay")
