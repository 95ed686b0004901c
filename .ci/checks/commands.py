#!/usr/bin/env python3
"""The command line: what it prints, what it records, and with which status it ends."""
import base64, datetime, json, os, pty, re, select, shutil, signal, subprocess, threading

from harness import checks, children, peers
from harness.checks import check, expect
from websockets.sync.client import connect


def run(*words, seconds=15, **options):
  return subprocess.run([checks.program(), *words], capture_output=True, stdin=subprocess.DEVNULL, timeout=seconds, **options)


def expect_status(result, status, *wanted):
  """The status, and words on standard error that hold each of the texts."""
  errors = result.stderr.decode()
  expect(result.returncode == status, lambda: f"status {result.returncode}, not {status}: {errors}")
  for text in wanted:
    expect(text in errors, lambda: f"{text!r} is not in: {errors}")


def recorded(*words, **options):
  result = run("record", *words, **options)
  objects = [json.loads(line) for line in result.stdout.decode().splitlines()]
  # The first line says what the others are.
  if objects and "format" in objects[0]:
    heading = objects.pop(0)
    expect(heading["format"] == "wsglass-frames" and heading["version"] == 1 and heading["redacted"] != "off", lambda: f"{heading}")
  return result, objects, [o for o in objects if "op" in o]


@check("--help: examples first, every command and status, exit 0, on standard output")
def help_text():
  for word in ("--help", "-h"):
    result = run(word)
    text = result.stdout.decode()
    expect(result.returncode == 0 and not result.stderr, lambda: f"{result}")
    for wanted in ("wsglass wss://", "demo", "serve", "record", "doctor", "--cacert", "--header", "-H", "-k"):
      expect(wanted in text, lambda: f"{wanted!r} is not in:\n{text}")
    expect(text.index("wss://") < text.index("--cacert"), "examples do not come first")
    long = [line for line in text.splitlines() if len(line) > 100]
    expect(not long, lambda: "lines over 100 columns:\n" + "\n".join(long))


@check("--version, also verbose")
def version():
  result = run("--version")
  expect(re.fullmatch(rb"wsglass \d+\.\d+\.\d+\n", result.stdout) and result.returncode == 0, lambda: f"{result}")
  result = run("--version", "--verbose")
  expect(b"OpenSSL" in result.stdout, lambda: f"{result}")


@check("wrong arguments: status 2, what is wrong, and --help as the next step")
def usage():
  expect_status(run("--no-such-option"), 2, "--no-such-option", "--help")
  expect_status(run("--headr", "a: b"), 2, "--headr", "did you mean --header")
  expect_status(run("-Z"), 2, "-Z")
  expect_status(run("--cacert"), 2, "--cacert", "value")
  expect_status(run("http://127.0.0.1/x y"), 2)
  expect_status(run("record"), 2, "URL")
  expect_status(run("record", "ftp://127.0.0.1/"), 2, "ws://")
  expect_status(run("record", "--count", "none", "ws://127.0.0.1:1/"), 2, "--count")
  expect_status(run("serve", "--listen", "here"), 2, "HOST:PORT")
  expect_status(run("-H", "no colon", "ws://127.0.0.1:1/"), 2)


@check("no terminal: lines instead of the screen, and the status of what became of the connection")
def no_terminal():
  expect_status(run("ws://127.0.0.1:1/"), 4, "connection refused")
  expect_status(run(), 2, "no URL", "--plain")
  result = run(peers.python().url("/count?n=3"))
  expect_status(result, 0)
  expect([b"number 0", b"number 1", b"number 2"] == re.findall(rb"received text, 8 B: (number \d)", result.stdout), lambda: f"{result.stdout}")


def ask(text, *words, seconds=15):
  return subprocess.run([checks.program(), *words], input=text, capture_output=True, timeout=seconds)


@check("plain in a pipe: what comes in is sent, answers are waited for, then Close 1000 and status 0")
def plain_pipe():
  result = ask(b'{"a":1}\nlast without an end', "--plain", peers.python().url("/echo"))
  expect_status(result, 0)
  lines = result.stdout.decode().splitlines()
  for wanted in ('sent text, 7 B: {"a":1}', 'received text, 7 B: {"a":1}', "received text, 19 B: last without an end",
                 "sent close 1000 normal closure", "received close 1000"):
    expect(sum(wanted in line for line in lines) == 1, lambda: f"{wanted!r}: {result.stdout.decode()}")
  many = b"".join(b"line %d\n" % n for n in range(5000))
  result = ask(many, peers.python().url("/echo"), "--linger", "2", seconds=30)
  expect_status(result, 0)
  expect(result.stdout.count(b"received text") == 5000, lambda: f"{result.stdout.count(b'received text')} came back")


@check("plain: commands, several URLs with their names in front, a refused one's status, no byte that is not UTF-8")
def plain_commands():
  url = peers.python().url("/echo")
  result = ask(b":ping hi\n:binary 00 ff\n::x\n:nonsense\n:help\n", url)
  text = result.stdout.decode()
  for wanted in ("sent ping, 2 B: hi", "received pong, 2 B: hi", "received binary, 2 B: 00 ff", "received text, 2 B: :x"):
    expect(wanted in text, lambda: f"{wanted!r}: {text}")
  expect_status(result, 0, '":nonsense" is not a command', ":connect URL")
  result = ask(b"to the first\n:tab 2\nto the second\n", url, url + "?two")
  expect(re.search(rb"^1 \S+/echo #\d+ \S+ sent text, 12 B: to the first$", result.stdout, re.M) and
         re.search(rb"^2 \S+/echo\?two #\d+ \S+ received text, 13 B: to the second$", result.stdout, re.M), lambda: result.stdout.decode())
  expect_status(ask(b"x\n", url, "ws://127.0.0.1:1/"), 4, "refused")
  expect_status(ask(b"a\xffb\n", url), 1, "not sent", "UTF-8")
  expect_status(ask(b":connect " + url.encode() + b"\nhello\n"), 0)
  path = f"{children.scratch()}/log.jsonl"
  expect_status(ask(b"hello\n:ping\n:filter op:text\n:export " + path.encode() + b"\n", url), 0, f"{path}: ")
  frames = [json.loads(line) for line in open(path)][1:]
  expect(frames and all(f["op"] == "text" for f in frames), lambda: f"{frames}")
  expect_status(ask(b"hello\n:export " + path.encode() + b"\n", url), 1, "is there already")


@check("plain: a reader that has enough, a full disk, and signals end it as any filter")
def plain_ends():
  url = peers.python().url("/paced?ms=5&size=50")
  process = subprocess.Popen([checks.program(), url], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
  for _ in range(5):
    process.stdout.readline()
  process.stdout.close()
  expect(process.wait(5) == -signal.SIGPIPE and not process.stderr.read(), lambda: f"{process.returncode}")
  with open("/dev/full", "w") as full:
    expect_status(subprocess.run([checks.program(), url], stdin=subprocess.DEVNULL, stdout=full, stderr=subprocess.PIPE, timeout=5), 7, "No space")
  for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
    process = subprocess.Popen([checks.program(), url], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
    process.stdout.readline()
    process.send_signal(number)
    expect(process.wait(5) == -number, lambda: f"{process.returncode} after {number}")


@check("a faulty keymap.json or config.json is told by line and never stops the start")
def user_files():
  folder = children.scratch()
  os.makedirs(f"{folder}/wsglass")
  with open(f"{folder}/wsglass/config.json", "w") as file:
    file.write('{\n  // mine\n  "mose": true,\n  "theme": "nrod"\n}\n')
  with open(f"{folder}/wsglass/keymap.json", "w") as file:
    file.write('{"log": {\n"ctrl-x": "detail.hax"}}')
  result = run("doctor", env={**os.environ, "XDG_CONFIG_HOME": folder})
  text = result.stdout.decode()
  expect(result.returncode == 1, lambda: f"{result.returncode}")
  for wanted in ('config.json:3:3 mose means nothing here (did you mean "mouse"?)', 'keymap.json:2:1 "ctrl-x": there is no command "detail.hax" (did you mean "detail.hex"?)', "nrod"):
    expect(wanted in text, lambda: f"{wanted!r}: {text}")
  with open(f"{folder}/wsglass/keymap.json", "wb") as file:
    file.write(b"\x00\xff{[" * 30000)
  result = ask(b"", peers.python().url("/count?n=1"))
  expect_status(result, 0)


@check("check lints every file of the user's, status 3 where one is faulty; locate says where they are")
def check_and_locate():
  folder = children.scratch()
  environment = {**os.environ, "XDG_CONFIG_HOME": folder}
  result = run("check", env=environment)
  expect(result.returncode == 0, lambda: f"{result}")
  path = run("locate", "config", env=environment).stdout.decode().strip()
  expect(path == f"{folder}/wsglass/config.json", path)
  os.makedirs(f"{folder}/wsglass/profiles", mode=0o700)
  with open(path, "w") as file:
    file.write('{"tiem": "utc"}')
  with open(f"{folder}/wsglass/profiles/bad.json", "w") as file:
    file.write('{"ulr": 1}')
  os.chmod(f"{folder}/wsglass/profiles/bad.json", 0o600)
  result = run("check", env=environment)
  text = result.stdout.decode()
  expect(result.returncode == 3, lambda: f"{result}")
  for wanted in ('config.json:1:2 tiem means nothing here (did you mean "time"?)', "bad.json:1", "ok  themes"):
    expect(wanted in text, lambda: f"{wanted!r} is not in:\n{text}")
  expect_status(run("locate", "nothing"), 2, "locate knows no")


@check("record: JSON Lines with time, dir, op, fin, rsv, length and data; all of it, then status 0")
def record_text():
  result, objects, frames = recorded(peers.python().url("/count?n=50"))
  expect_status(result, 0)
  texts = [f for f in frames if f["op"] == "text"]
  expect([f["data"] for f in texts] == [f"number {n}" for n in range(50)], lambda: f"{texts}")
  for frame in texts:
    expect(frame["dir"] == "in" and frame["fin"] is True and frame["rsv"] == 0, lambda: f"{frame}")
    expect(frame["length"] == len(frame["data"]), lambda: f"{frame}")
    when = datetime.datetime.fromisoformat(frame["time"].replace("Z", "+00:00"))
    age = datetime.datetime.now(datetime.timezone.utc) - when
    expect(abs(age.total_seconds()) < 60, lambda: f"{frame}")
  closes = [(f["dir"], f["op"]) for f in frames if f["op"] == "close"]
  expect(closes == [("in", "close"), ("out", "close")], lambda: f"close frames: {closes}")
  expect([o["seq"] for o in objects] == list(range(1, len(objects) + 1)), "seq has holes")


@check("record: binary as base64, pings with the automatic pongs, fragments one by one, on both peers")
def record_kinds():
  for peer, blob, pieces in ((peers.python(), b"\xde\xad\xbe\xef\x00\x01", ["frag ", "ment", "ed p", "y"]),
                             (peers.node(), b"\xca\xfe\xba\xbe\x00\x02", ["frag ", "ment", "ed n", "ode"])):
    _, _, frames = recorded("--count", "1", peer.url("/binary"))
    expect(frames[0]["op"] == "binary" and base64.b64decode(frames[0]["base64"]) == blob, lambda: f"{frames}")
    _, _, frames = recorded("--count", "3", peer.url("/ping"))
    expect([(f["dir"], f["op"], f["data"]) for f in frames] == [
      ("in", "ping", "are you there"), ("out", "pong", "are you there"), ("in", "text", "pong came back")], lambda: f"{frames}")
    expect("automatic" in frames[1].get("flags", []), lambda: f"{frames[1]}")
    result, _, frames = recorded("--duration", "1.5", peer.url("/fragments"))
    expect_status(result, 0)
    data = [f for f in frames if f["op"] in ("text", "continuation")]
    # A peer may end its message with an empty fragment.
    texts = [f["data"] for f in data if f["data"]]
    expect(texts == pieces, lambda: f"{data}")
    expect([f["fin"] for f in data] == [False] * (len(data) - 1) + [True], lambda: f"{data}")
    expect([f["op"] for f in data] == ["text"] + ["continuation"] * (len(data) - 1), lambda: f"{data}")
    expect(sum(f["op"] == "ping" for f in frames) == 3 and sum(f["op"] == "pong" for f in frames) == 3, lambda: f"{frames}")


@check("record --count, --duration, -o FILE and SIGINT: the file is whole, mode 0600, status 0")
def record_ends():
  folder = children.scratch()
  path = f"{folder}/out.jsonl"
  result, _, frames = recorded("--count", "7", peers.python().url("/paced?ms=10"))
  expect(result.returncode == 0 and len(frames) == 7, lambda: f"{result.returncode} {len(frames)}")
  result = run("record", "--duration", "0.5", "-o", path, peers.python().url("/paced?ms=20"))
  expect_status(result, 0)
  expect_status(run("record", "-o", path, "ws://127.0.0.1:1/"), 7, path, "--force")
  lines = [json.loads(line) for line in open(path)]
  expect(10 <= len(lines) <= 60, lambda: f"{len(lines)} lines")
  expect(os.stat(path).st_mode & 0o777 == 0o600, lambda: f"mode {os.stat(path).st_mode & 0o777:o}")
  process = children.start([checks.program(), "record", "--force", "-o", path, peers.python().url("/paced?ms=20")])
  children.until(lambda: os.path.getsize(path) > 500, 5)
  process.send_signal(signal.SIGINT)
  expect(process.wait(5) in (0, -signal.SIGINT, 130), lambda: f"status {process.returncode}")
  text = open(path).read()
  expect(text.endswith("\n") and [json.loads(line) for line in text.splitlines()], "the last line is cut")


@check("record sends headers, cookies, origin and subprotocols; the offer is answered")
def record_options():
  _, objects, frames = recorded("--count", "1", "-s", "v12.stomp", "-H", "X-Test: yes", "-b", "a=b", "--origin", "https://a.example",
                                peers.python().url("/text"))
  expect(frames[0]["data"] == "python text 1", lambda: f"{frames}")
  expect("v12.stomp" in json.dumps(objects), lambda: f"the subprotocol is not told: {objects}")


@check("status 1: a server that ends without a Close frame; a close is told with code and reason")
def status_1():
  expect_status(run("record", peers.hostile().url("/tcp-close")), 1, "without a Close frame")
  expect_status(run("record", peers.python().url("/close1011")), 0, "1011", "the database is away")


@check("status 3: a header file or a theme that cannot be read")
def status_3():
  path = f"{children.scratch()}/broken.json"
  open(path, "w").write('{"format": 1,\n "roles": }')
  expect_status(run("record", "--header-file", f"{path}.not", "ws://127.0.0.1:1/"), 3, "broken.json.not")
  expect_status(run("--theme-file", path, "ws://127.0.0.1:1/"), 3, "broken.json")


@check("status 4: refused, not found, no such name, an HTTP answer that is no upgrade")
def status_4():
  port = peers.refused_port()
  expect_status(run("record", f"ws://127.0.0.1:{port}/"), 4, "refused", "try:")
  expect_status(run("record", "ws://no-such-host.invalid/"), 4, "DNS")
  expect_status(run("record", peers.python().url("/nothing")), 4, "404")
  expect_status(run("record", peers.hostile().url("/soft-status")), 4, "403")


@check("status 5: unknown CA, wrong host, a server without TLS; with --cacert all is well")
def status_5():
  folder = peers.certificate_folder()
  expect_status(run("record", peers.python().url("/text", "good", "localhost")), 5, "issuer", "--cacert")
  expect_status(run("record", "--cacert", f"{folder}/ca.pem", peers.python().url("/text", "wrong-host", "localhost")), 5, "other.example")
  expect_status(run("record", "--cacert", f"{folder}/ca.pem", peers.python().url("/text", "unknown-ca", "localhost")), 5, "issuer")
  expect_status(run("record", f"wss://127.0.0.1:{peers.python().ports['ws']}/"), 5, "TLS")
  for host in ("localhost", "127.0.0.1"):
    result, _, frames = recorded("--count", "5", "--cacert", f"{folder}/ca.pem", peers.python().url("/text", "good", host))
    expect(result.returncode == 0 and len(frames) == 5, lambda: f"{result}")
  result, _, frames = recorded("--count", "5", "-k", peers.python().url("/text", "wrong-host", "localhost"))
  expect(result.returncode == 0 and len(frames) == 5, lambda: f"{result}")


@check("status 6: a masked frame, a reserved bit, text that is no UTF-8; the rule is named")
def status_6():
  expect_status(run("record", peers.hostile().url("/masked")), 6, "mask")
  expect_status(run("record", peers.hostile().url("/rsv")), 6, "RSV")
  expect_status(run("record", peers.hostile().url("/utf8")), 6, "UTF-8")
  expect_status(run("record", peers.hostile().url("/soft-subprotocol")), 6, "ubprotocol")
  # Control bytes in the head: no peer that means well sends them.
  expect_status(run("record", peers.hostile().url("/status")), 6, "control byte 27")


@check("status 7: a full disk, a folder that is not there")
def status_7():
  expect_status(run("record", "-o", "/dev/full", peers.python().url("/text")), 7, "/dev/full", "No space")
  expect_status(run("record", "-o", "/no-such-folder/x", peers.python().url("/text")), 7, "/no-such-folder/x")


@check("record into a pipe that closes ends quietly, not by SIGPIPE's trace or a hang")
def closed_pipe():
  result = subprocess.run(
    ["bash", "-c", 'set -o pipefail; "$0" record "$1" | head -2', checks.program(), peers.python().url("/paced?ms=5")],
    capture_output=True, text=True, timeout=15)
  expect(len(result.stdout.splitlines()) == 2, lambda: f"{result}")
  expect(result.returncode in (0, 7, 141), lambda: f"{result}")


@check("serve prints its addresses, serves them to a foreign client, and ends by the signal")
def serve():
  process = children.start([checks.program(), "serve"], stdout=subprocess.PIPE, text=True)
  addresses = {}

  def read():
    for line in process.stdout:
      if line.startswith("ws://"):
        address = line.split()[0]
        addresses[re.split(r"[/?]", address)[3]] = address
  reader = threading.Thread(target=read, daemon=True)
  reader.start()
  children.until(lambda: "flood" in addresses, 5)
  for path in ("echo", "ticker", "chat", "binary", "fragments", "slow"):
    expect(path in addresses, lambda: f"no /{path} among {addresses}")
  base = addresses["echo"].removesuffix("/echo")
  with connect(f"{base}/echo", compression=None) as ws:
    for message in ("hello", "ü" * 40000, b"\0\1\2", ""):
      ws.send(message)
      expect(ws.recv(timeout=3) == message, "the echo differs")
  with connect(f"{base}/ticker", compression=None) as ws:
    expect(all(isinstance(json.loads(ws.recv(timeout=3)), dict) for _ in range(4)), "no JSON from the ticker")
  with connect(f"{base}/chat", compression=None) as one, connect(f"{base}/chat", compression=None) as two:
    one.send("to all")
    heard = [two.recv(timeout=3)]
    children.until(lambda: "to all" in heard[-1] or heard.append(two.recv(timeout=3)), 3)
    expect("to all" in heard[-1], lambda: f"{heard}")
  with connect(f"{base}/binary", compression=None) as ws:
    expect(isinstance(ws.recv(timeout=3), bytes), "no bytes from /binary")
  with connect(f"{base}/fragments", compression=None) as ws:
    pieces = list(ws.recv_streaming())
    expect(len(pieces) > 1, lambda: f"no fragments: {pieces}")
  with connect(f"{base}/close/4321", compression=None) as ws:
    try:
      ws.recv(timeout=3)
      expect(False, "/close/4321 said something")
    except Exception as closed:
      expect("4321" in str(closed), lambda: f"{closed!r}")
  with connect(f"{base}/flood?n=5000&size=64", compression=None) as ws:
    messages = [message for message in ws]
    expect(len(messages) == 5000 and all(len(m) == 64 for m in messages), lambda: f"{len(messages)} of 5000")
  process.send_signal(signal.SIGTERM)
  expect(process.wait(5) == -signal.SIGTERM, lambda: f"status {process.returncode}")
  reader.join(2)


@check("serve over TLS, on an address of one's own; a taken port is told")
def serve_tls():
  folder = peers.certificate_folder()
  process = children.start([checks.program(), "serve", "--cert", f"{folder}/good.pem", "--key", f"{folder}/good.key"], stdout=subprocess.PIPE, text=True)
  address = process.stdout.readline().split()[0]
  expect(address.startswith("wss://"), address)
  result, _, frames = recorded("--count", "1", "--cacert", f"{folder}/ca.pem", address.replace("/echo", "/ticker"))
  expect(result.returncode == 0 and len(frames) == 1, lambda: f"{result}")
  port = address.split(":")[2].split("/")[0]
  expect_status(run("serve", "--listen", f"127.0.0.1:{port}"), 1, "port is taken")
  children.stop(process)


@check("doctor tells version, terminal, TERM, locale, theme and TLS roots")
def doctor():
  result = run("doctor", env={"PATH": os.environ["PATH"], "TERM": "xterm-256color", "LC_ALL": "C.UTF-8"})
  text = result.stdout.decode()
  for wanted in ("wsglass", "OpenSSL", "terminal", "TERM", "UTF-8", "theme", "TLS"):
    expect(wanted in text, lambda: f"{wanted!r} is not in:\n{text}")
  expect(result.returncode in (0, 1), lambda: f"{result}")


@check("man pages: man and mandoc read them without a warning; none for a terminal")
def man_pages():
  pages = {words: run(*words).stdout for words in (("man",), *(("man", topic) for topic in ("config", "formats", "keymap", "theme")))}
  for wanted in ("--include-secrets", ":disconnect", "flag:", "XDG_STATE_HOME", "config.json", "a file could not be written"):
    plain = pages[("man",)].decode().replace("\\-", "-")
    expect(wanted in plain, lambda: f"{wanted!r} is not in the page")
  readers = [["man", "--warnings", "-E", "UTF-8", "-l", "-Tutf8", "-Z"], ["mandoc", "-Tlint"]]
  there = [reader for reader in readers if shutil.which(reader[0])]
  for words, page in pages.items():
    path = f"{children.scratch()}/{'-'.join(words)}.{5 if words[1:] else 1}"
    open(path, "wb").write(page)
    expect(page.isascii() and page.startswith(b'.\\"'), lambda: f"{page[:100]}")
    for reader in there:
      result = subprocess.run([*reader, path], capture_output=True, text=True, timeout=15, env={**os.environ, "LC_ALL": "C.UTF-8"})
      told = result.stderr + (result.stdout if reader[0] == "mandoc" else "")
      expect(result.returncode == 0 and not told.strip(), lambda: f"{reader[0]}, {words}: {told}")
  expect_status(run("man", "nothing"), 2, "nothing", "man -l -")
  lead, end = pty.openpty()
  result = subprocess.run([checks.program(), "man"], stdin=subprocess.DEVNULL, stdout=end, stderr=subprocess.PIPE, timeout=15)
  os.close(end), os.close(lead)
  expect_status(result, 2, "wsglass man | man -l -")
  missing = [reader[0] for reader in readers if reader not in there]
  return f"NOT READ: {', '.join(missing)} is not here" if missing else None


def completion_lines():
  """What is typed, what has to be offered, and what must not be."""
  return [
    ("wsglass ", {"record", "export", "man"}, {"--help", "inspect"}),
    ("wsglass re", {"record"}, {"serve"}),
    ("wsglass --he", {"--header", "--header-file", "--help"}, {"--format", "--listen"}),
    ("wsglass serve --", {"--listen", "--cert", "--help"}, {"--header", "--theme", "--format"}),
    ("wsglass -k record --co", {"--cookie", "--count"}, {"--captures"}),
    ("wsglass -H demo --th", {"--theme", "--theme-file"}, set()),
    ("wsglass -kH serve --li", set(), {"--listen"}),
    ("wsglass --cacert serve export --f", {"--format", "--force", "--filter"}, {"--listen"}),
    ("wsglass export --format ", {"jsonl", "har", "csv", "text", "pcapng", "raw"}, {"demo"}),
    ("wsglass export --format=h", {"--format=har"}, {"--format=raw"}),
    ("wsglass export --filter flag:vi", {"flag:violation"}, {"flag:auto"}),
    ("wsglass --theme ", {"mono", "terminal"}, {"demo"}),
    ("wsglass completions ", {"bash", "zsh", "fish"}, {"demo"}),
    ("wsglass man f", {"formats"}, set()),
    ("wsglass --captures STATE export 2026", {"20260101-a-capture"}, {"demo"}),
    ("wsglass --captures=STATE 2026", {"20260101-a-capture"}, {"demo"}),
    ("wsglass --header-file some", {"some file.txt"}, {"demo"}),
    ("wsglass --cacert=some", {"--cacert=some file.txt"}, set()),
    ("wsglass --capath some", {"some folder"}, {"some file.txt"}),
    ("wsglass record ws", set(), {"record"}),
    ("wsglass pro", {"prod-feed", "profiles"}, {"serve"}),
    ("wsglass record ", {"prod-feed"}, {"demo"}),
    ("wsglass --profile ", {"prod-feed"}, {"demo"}),
    ("wsglass profiles sh", {"show"}, {"prod-feed"}),
    ("wsglass profiles show pr", {"prod-feed"}, {"show"}),
  ]


def completion_folder():
  folder = children.scratch()
  os.makedirs(f"{folder}/some folder", exist_ok=True)
  os.makedirs(f"{folder}/STATE/20260101-a-capture", exist_ok=True)
  os.makedirs(f"{folder}/CONFIG/wsglass/profiles", mode=0o700, exist_ok=True)
  open(f"{folder}/CONFIG/wsglass/profiles/prod-feed.json", "w").close()
  open(f"{folder}/some file.txt", "w").close()
  # One segment, of nothing but its name: that is what a list looks for.
  open(f"{folder}/STATE/20260101-a-capture/0000000000000000.frames", "w").close()
  return folder


def check_offers(offers, strip=lambda text, word: word):
  for text, wanted, unwanted in completion_lines():
    found = offers(text)
    missing = {word for word in wanted if strip(text, word) not in found}
    expect(not missing, lambda: f"{text!r}: {missing} not in {found}")
    wrong = {word for word in unwanted if strip(text, word) in found}
    expect(not wrong, lambda: f"{text!r}: {wrong} in {found}")


def completion_environment(folder):
  return {**os.environ, "PATH": f"{os.path.dirname(checks.program())}:{os.environ['PATH']}", "LC_ALL": "C.UTF-8", "HOME": folder,
          "XDG_CONFIG_HOME": f"{folder}/CONFIG"}


@check("completions for bash: commands, their options, values, files and captures")
def bash_completions():
  folder = completion_folder()
  script = r'''
source <(wsglass completions bash)
# A function that is called by hand has no compopt.
compopt() { :; }
COMP_LINE=$1 COMP_POINT=${#1} COMP_WORDBREAKS=$' \t\n"\'><=;|&(:'
shift
COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
_wsglass wsglass
printf '%s\n' "${COMPREPLY[@]}"
'''

  def offers(text):
    # As bash takes a line apart: its word breaks are words of their own.
    words = [w for w in re.findall(r"[=:]+|[^\s=:]+", text)] + ([""] if text.endswith(" ") else [])
    result = subprocess.run(["bash", "--norc", "-c", script, "bash", text, *words], capture_output=True, text=True, timeout=15, cwd=folder,
                            env=completion_environment(folder))
    expect(result.returncode == 0 and not result.stderr, lambda: f"{text!r}: {result}")
    return set(result.stdout.split("\n"))

  def strip(text, word):
    # What stands before the last word break is not said again.
    typed = text.split(" ")[-1]
    cut = max(typed.rfind("="), typed.rfind(":")) + 1
    return word[cut:]
  check_offers(offers, strip)


@check("completions for zsh and fish: the shells read them, and fish offers what it should")
def other_completions():
  folder = completion_folder()
  missing = [shell for shell in ("zsh", "fish") if not shutil.which(shell)]
  for shell in ("zsh", "fish"):
    path = f"{folder}/completions.{shell}"
    result = run("completions", shell)
    expect_status(result, 0)
    open(path, "wb").write(result.stdout)
    if shell in missing:
      continue
    result = subprocess.run([shell, "-n", path], capture_output=True, text=True, timeout=15)
    expect(result.returncode == 0 and not result.stderr, lambda: f"{shell}: {result}")
  expect_status(run("completions"), 2, "bash, zsh, fish")
  expect_status(run("completions", "tcsh"), 2, "bash, zsh, fish")
  if "fish" not in missing:
    def offers(text):
      command = f"wsglass completions fish | source; complete -C '{text}'"
      result = subprocess.run(["fish", "--no-config", "-c", command], capture_output=True, text=True, timeout=15, cwd=folder,
                              env=completion_environment(folder))
      expect(result.returncode == 0 and not result.stderr, lambda: f"{text!r}: {result}")
      return {line.split("\t")[0].replace("\\ ", " ").removesuffix("/") for line in result.stdout.splitlines()}
    check_offers(offers)
  return f"NOT READ: {', '.join(missing)} is not here" if missing else None


@check("completions at the prompt of bash and zsh: Tab makes words whole")
def live_completions():
  folder = completion_folder()
  lines = [("wsglass exp", "export "), ("wsglass export --format=h", "--format=har "), ("wsglass export --filter flag:vi", "flag:violation "),
           ("wsglass --captures STATE export 2026", "20260101-a-capture"), ("wsglass --capath some", r"some\ folder/"),
           ("wsglass record -kH 'a: b' --cou", "--count")]
  shells = {"bash": (["bash", "--norc", "--noprofile", "-i"], "source <(wsglass completions bash)"),
            "zsh": (["zsh", "-f", "-i"], "autoload -U compinit; compinit -u -D; source <(wsglass completions zsh)")}
  missing = [shell for shell in shells if not shutil.which(shell)]
  for shell, (words, setting) in shells.items():
    if shell in missing:
      continue
    lead, end = pty.openpty()
    process = subprocess.Popen(words, stdin=end, stdout=end, stderr=end, cwd=folder, start_new_session=True,
                               env={**completion_environment(folder), "TERM": "dumb", "PS1": "$ "})
    os.close(end)
    said = bytearray()

    def shows(text, seconds=5):
      def there():
        while select.select([lead], [], [], 0)[0]:
          said.extend(os.read(lead, 65536))
        return text in re.sub(rb"\x1b\[[0-9;?]*[a-zA-Z]|\r|\n|.\x08", b"", bytes(said)).decode(errors="replace")
      expect(children.until(there, seconds), lambda: f"{shell}: no {text!r} in {bytes(said)!r}")
    try:
      os.write(lead, setting.encode() + b"; echo rea''dy\n")
      shows("ready", 15)
      for typed, wanted in lines:
        said.clear()
        os.write(lead, typed.encode() + b"\t")
        shows(wanted)
        said.clear()
        # The line is thrown away.
        os.write(lead, b"\x15echo go''ne\n")
        shows("gone")
    finally:
      # A shell at a prompt does not end by SIGTERM.
      process.kill()
      process.wait(5)
      os.close(lead)
  return f"NOT TRIED: {', '.join(missing)} is not here" if missing else None


checks.run()
