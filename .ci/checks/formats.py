#!/usr/bin/env python3
"""Exports, read by the tools that they are for, and files of those tools, imported."""
import base64, csv, io, json, os, random, signal, subprocess, time, urllib.parse

from harness import checks, children, peers
from harness.checks import check, expect
from mitmproxy import io as mitmproxy_io
from mitmproxy.addons.savehar import SaveHar
from mitmproxy.test import tflow

FORMATS = {"jsonl": "jsonl", "har": "har", "csv": "csv", "text": "txt", "pcapng": "pcapng", "raw": "bin"}


def run(*words, seconds=60, status=0, **options):
  result = subprocess.run([checks.program(), *words], capture_output=True, stdin=subprocess.DEVNULL, timeout=seconds, **options)
  expect(result.returncode == status, lambda: f"status {result.returncode}, not {status}: {words} {result.stderr.decode()}")
  return result


def export(source, ending, *words):
  target = f"{children.scratch()}/log.{ending}"
  run("export", source, "-o", target, *words)
  return target


def lines_of(path):
  with open(path) as file:
    return [json.loads(line) for line in file]


def payload_of(frame):
  return frame["data"].encode() if "data" in frame else base64.b64decode(frame["base64"])


def messages_of(frames):
  """(type, opcode, payload) of each whole message, in the order in which they became whole."""
  messages, begun = [], {}
  for frame in frames:
    if frame["op"] not in ("text", "binary", "continuation"):
      continue
    if frame["op"] != "continuation":
      begun[frame["dir"]] = [1 if frame["op"] == "text" else 2, b""]
    begun[frame["dir"]][1] += payload_of(frame)
    if frame["fin"]:
      messages.append(("send" if frame["dir"] == "out" else "receive", *begun.pop(frame["dir"])))
  return messages


_made = {}


def demo():
  """The demo server's addresses, by path."""
  if "demo" not in _made:
    process = children.start([checks.program(), "serve"], stdout=subprocess.PIPE, text=True)
    _made["demo"] = process.stdout.readline().split("/echo")[0]
  return _made["demo"]


def recorded():
  """A recording of the demo server: fragments, pings, pongs that we sent masked, compression."""
  if "recorded" not in _made:
    path = f"{children.scratch()}/recorded.jsonl"
    run("record", "--duration", "4", "-o", path, demo() + "/fragments")
    frames = [line for line in lines_of(path) if "op" in line]
    expect(any(f.get("fragment", 0) > 1 for f in frames), "no fragments")
    expect(any(f["op"] == "pong" and f["dir"] == "out" and "mask" in f for f in frames), "no masked pongs")
    _made["recorded"] = path
  return _made["recorded"]


def made_up():
  """Every kind of frame and length, in two connections of which one has facts."""
  if "made_up" in _made:
    return _made["made_up"]
  path = f"{children.scratch()}/made-up.jsonl"
  generator = random.Random(7)
  number = 0
  upgrade = [{"name": "Upgrade", "value": "websocket"}, {"name": "Connection", "value": "Upgrade"}]
  facts = {
    "url": "wss://example.com/chat?room=1", "peer": "[2001:db8::7]:443", "local": "[2001:db8::9]:50000", "steps": [],
    "request": {"startLine": "GET /chat?room=1 HTTP/1.1", "fields": [{"name": "Host", "value": "example.com"}, *upgrade]},
    "response": {"startLine": "HTTP/1.1 101 Switching Protocols", "fields": [*upgrade, {"name": "Sec-WebSocket-Extensions", "value": "permessage-deflate"}]},
  }
  with open(path, "w") as file:
    def line(**fields):
      nonlocal number
      number += 1
      file.write(json.dumps({"seq": number, "time": f"2026-11-22T12:{number // 60:02d}:{number % 60:02d}.000000001Z", **fields}) + "\n")

    def frame(direction, op, payload, fin=True, rsv=0, **fields):
      key = {"mask": generator.randbytes(4).hex()} if direction == "out" else {}
      line(dir=direction, op=op, fin=fin, rsv=rsv, length=fields.pop("length", len(payload)), **key, base64=base64.b64encode(payload).decode(), **fields)

    line(event="opened", text="open", facts=facts)
    for length in (0, 1, 125, 126, 1459, 1460, 65535, 65536, 200000):
      for direction in ("out", "in"):
        frame(direction, "binary", generator.randbytes(length))
        frame(direction, "text", ("é" * length)[:length // 2].encode())
    frame("in", "text", b"inflated", rsv=4, length=4)
    frame("in", "text", b"one", fin=False, fragment=1)
    frame("in", "ping", b"p")
    frame("out", "pong", b"p")
    frame("in", "continuation", b"two", fragment=2)
    frame("in", "close", b"\x03\xe8bye")
    line(event="closed", text="CLOSED")
    line(event="opened", text="open again")
    frame("in", "text", b"hi")
  _made["made_up"] = path
  return path


@check("JSON Lines exported are the same bytes, and again; of a recording and of all kinds of frames")
def lossless():
  again = export(recorded(), "jsonl")
  expect(open(again, "rb").read() == open(recorded(), "rb").read(), "the export of a recording differs from it")
  first = export(made_up(), "jsonl", "--include-secrets=yes")
  expect(open(export(first, "jsonl", "--include-secrets=yes"), "rb").read() == open(first, "rb").read(), "the second export differs")
  known, exported = lines_of(made_up()), lines_of(first)[1:]
  for before, after in zip(known, exported, strict=True):
    for key in set(before) - {"base64", "facts"}:
      expect(before[key] == after[key], lambda: f"{key} of {before}\n{after}")
    if "op" in before:
      expect(payload_of(before) == payload_of(after), lambda: f"the payload of {before}")


def read_as_chrome(path):
  """As Chrome's importer: these names, these types, nothing else asked for."""
  with open(path) as file:
    log = json.load(file)["log"]
  expect(log["version"] == "1.2" and log["creator"]["name"] and log["creator"]["version"], lambda: f"{log.keys()}")
  entries = []
  for entry in log["entries"]:
    expect(entry["_resourceType"] == "websocket", lambda: f"{entry['_resourceType']}")
    time.strptime(entry["startedDateTime"], "%Y-%m-%dT%H:%M:%S.%fZ")
    request, response, timings = entry["request"], entry["response"], entry["timings"]
    for name, kind in (("method", str), ("url", str), ("httpVersion", str), ("cookies", list), ("headers", list), ("queryString", list), ("headersSize", int), ("bodySize", int)):
      expect(type(request[name]) is kind, lambda: f"request.{name}: {request[name]!r}")
    for name, kind in (("status", int), ("statusText", str), ("httpVersion", str), ("cookies", list), ("headers", list), ("redirectURL", str), ("headersSize", int), ("bodySize", int)):
      expect(type(response[name]) is kind, lambda: f"response.{name}: {response[name]!r}")
    expect(type(response["content"]["size"]) is int and type(response["content"]["mimeType"]) is str, "response.content")
    expect(entry["cache"] == {}, "cache")
    total = sum(max(0, timings[name]) for name in ("blocked", "dns", "connect", "send", "wait", "receive"))
    expect(timings["ssl"] <= max(0, timings["connect"]) and abs(entry["time"] - total) < 0.01, lambda: f"{entry['time']} {timings}")
    for message in entry["_webSocketMessages"]:
      expect(message["type"] in ("send", "receive") and type(message["time"]) is float, lambda: f"{message}")
      expect(type(message["opcode"]) is int and type(message["data"]) is str, lambda: f"{message}")
      own = [name for name in message if name not in ("type", "time", "opcode", "data")]
      expect(all(name.startswith("_") for name in own), lambda: f"{own}")
    entries.append([(m["type"], m["opcode"], m["data"].encode() if m["opcode"] == 1 else base64.b64decode(m["data"], validate=True)) for m in entry["_webSocketMessages"] if "unfinished" not in m.get("_flags", [])])
  return entries


@check("HAR has every field that 1.2 asks for, and Chrome's messages, whole")
def har():
  for source, connections in ((recorded(), 1), (made_up(), 2)):
    entries = read_as_chrome(export(source, "har"))
    expect(len(entries) == connections, lambda: f"{len(entries)} entries")
    wanted = messages_of(line for line in lines_of(source) if "op" in line)
    expect([m for entry in entries for m in entry] == wanted, "the messages differ")


@check("mitmproxy reads our HAR, and we read its own")
def mitmproxy():
  for source, connections in ((recorded(), 1), (made_up(), 2)):
    with open(export(source, "har"), "rb") as file:
      flows = list(mitmproxy_io.FlowReader(file).stream())
    expect(len(flows) == connections, lambda: f"{len(flows)} flows")
    expect(all(flow.response.status_code == 101 for flow in flows), lambda: f"{flows}")
  expect(flows[0].request.pretty_url.endswith("/chat?room=1"), lambda: flows[0].request.pretty_url)
  flow = tflow.twebsocketflow()
  path = f"{children.scratch()}/mitmproxy.har"
  with open(path, "w") as file:
    json.dump(SaveHar().make_har([flow]), file, indent=2)
  frames = [line for line in lines_of(export(path, "jsonl")) if "op" in line]
  wanted = [("out" if m.from_client else "in", m.type.value, m.content) for m in flow.websocket.messages]
  expect([(f["dir"], 1 if f["op"] == "text" else 2, payload_of(f)) for f in frames] == wanted, lambda: f"{frames}\n{wanted}")


def dissected(path):
  result = subprocess.run(
    ["tshark", "-r", path, "-o", "tcp.check_checksum:TRUE", "-o", "ip.check_checksum:TRUE", "-T", "json", "-x", "-j", "tcp websocket", "-Y", "websocket"],
    capture_output=True, timeout=60)
  expect(result.returncode == 0, lambda: result.stderr.decode())
  return [packet["_source"]["layers"] for packet in json.loads(result.stdout)]


def raw(layer, name):
  """tshark gives a field's bytes as [hex, ...]."""
  value = layer.get(f"{name}_raw")
  return bytes.fromhex(value[0]) if value else b""


@check("tshark dissects pcapng as WebSocket: opcodes, FIN, masks and payloads, and finds nothing to complain of")
def pcapng():
  counts = []
  for source in (recorded(), made_up()):
    path = export(source, "pcapng")
    frames = [line for line in lines_of(source) if "op" in line]
    opcodes = {"continuation": 0, "text": 1, "binary": 2, "close": 8, "ping": 9, "pong": 10}
    packets = dissected(path)
    expect(len(packets) == len(frames), lambda: f"{len(packets)} dissected, {len(frames)} frames")
    for frame, layers in zip(frames, packets):
      ws = layers["websocket"]
      expect(int(ws["websocket.opcode"]) == opcodes[frame["op"]] and (ws["websocket.fin"] == "1") == frame["fin"], lambda: f"{frame} {ws}")
      expect(ws.get("websocket.pmc", "0") == "0", lambda: f"RSV1 is set: {frame}")
      expect(ws.get("websocket.masking_key", "").replace(":", "") == frame.get("mask", ""), lambda: f"the mask of {frame}")
      if frame.get("fragment", 0) < 2 and payload_of(frame):
        expect(raw(ws, "websocket.payload") == payload_of(frame), lambda: f"the payload of {frame['seq']}")
    complaints = subprocess.run(
      ["tshark", "-r", path, "-o", "tcp.check_checksum:TRUE", "-o", "ip.check_checksum:TRUE", "-Y", "_ws.malformed || tcp.analysis.flags || _ws.expert.severity >= 6291456"],
      capture_output=True, text=True, timeout=60).stdout
    expect(not complaints, lambda: complaints[:1000])
    whole = subprocess.run(["tshark", "-r", path, "-Y", "websocket.fragments", "-T", "fields", "-e", "websocket.payload.text"], capture_output=True, text=True, timeout=60).stdout
    expect("onetwo" in whole or source != made_up(), lambda: f"fragments are not joined: {whole!r}")
    counts.append(str(len(frames)))
  return f"{' and '.join(counts)} frames"


@check("CSV is read by Python's csv, and raw is the payloads")
def other():
  frames = [line for line in lines_of(made_up()) if "op" in line]
  csv.field_size_limit(1 << 20)
  rows = list(csv.DictReader(io.StringIO(open(export(made_up(), "csv"), newline="").read(), newline="")))
  rows = [row for row in rows if row["direction"] != "note"]
  expect([row["type"] for row in rows] == [f["op"] for f in frames], "the types differ")
  for row, frame in zip(rows, frames):
    payload = row["payload"].encode() if row["encoding"] == "text" else base64.b64decode(row["payload"])
    wanted = payload_of(frame)[2:] if frame["op"] == "close" else payload_of(frame)
    expect(payload == wanted, lambda: f"row {row['seq']}")
  data = b"".join(payload_of(f) for f in frames if f["op"] in ("text", "binary", "continuation"))
  expect(open(export(made_up(), "bin"), "rb").read() == data, "raw differs")
  text = open(export(made_up(), "txt")).read()
  expect(len(text.splitlines()) == len(lines_of(made_up())), "not one line a record")


def forms_of(secret):
  plain = secret.encode()
  yield "raw", plain
  yield "json", json.dumps(secret)[1:-1].encode()
  yield "percent", urllib.parse.quote(secret, safe="").encode()
  yield "hex", plain.hex().encode()
  yield "HEX", plain.hex().upper().encode()
  for before in range(3):
    # Without what is shared with the bytes around it.
    encoded = base64.b64encode(b"x" * before + plain)[(before * 8 + 5) // 6:(before + len(plain)) * 8 // 6]
    yield f"base64+{before}", encoded
    yield f"base64url+{before}", encoded.replace(b"+", b"-").replace(b"/", b"_")


@check("a secret given as header, cookie or in the address is in no recording or export, in no form")
def redaction():
  secret = "S3CR3T-\"/+~>?-7c1b"
  payload = "|".join(form.decode() for _, form in forms_of(secret))
  source = f"{children.scratch()}/secret.jsonl"
  quoted = urllib.parse.quote(secret, safe="")
  with open(source, "w") as file:
    for number, text in enumerate((json.dumps({"token": secret}), f"https://u:{quoted}@h/?token={quoted}", f"Authorization: Bearer {secret}"), 1):
      file.write(json.dumps({"seq": number, "dir": "in", "op": "text", "data": text}) + "\n")
  for name, ending in FORMATS.items():
    found = [form for form, text in forms_of(secret) if text in open(export(source, ending), "rb").read()]
    expect(not found, lambda: f"{name}, by structure: {found}")
  # What the server sends back holds it in every form; only the value can tell.
  options = ["-H", f"X-Auth-Token: {secret}", "-b", f"session={secret.replace(';', '')}"]
  url = f"{peers.python().url('/verbatim')}?text={urllib.parse.quote(payload, safe='')}&token={quoted}"
  for name, ending in FORMATS.items():
    path = f"{children.scratch()}/recorded.{ending}"
    run("record", *options, "-o", path, url)
    content = open(path, "rb").read()
    # The text that came is in the file, but for the secret.
    expect(b"redacted:" in content, lambda: f"{name}: {content[:2000]}")
    found = [form for form, text in forms_of(secret) if text in content]
    expect(not found, lambda: f"{name}, by value: {found}\n{content[:3000]}")
  shown = f"{children.scratch()}/shown.jsonl"
  run("record", "--include-secrets=yes", *options, "-o", shown, url)
  expect(any(secret in line.get("data", "") for line in lines_of(shown)), "--include-secrets=yes left it out")


@check("a recording can be read while it is written, and after a kill; a HAR is a .part until it is whole")
def killed():
  for ending in ("jsonl", "pcapng", "har"):
    path = f"{children.scratch()}/live.{ending}"
    process = children.start([checks.program(), "record", "-o", path, peers.python().url("/paced?ms=5")])
    written = path + ".part" if ending == "har" else path
    children.until(lambda: os.path.exists(written) and os.path.getsize(written) > 3000, 10)
    expect(os.path.exists(path) == (ending != "har"), lambda: f"{os.listdir(os.path.dirname(path))}")
    process.send_signal(signal.SIGKILL)
    process.wait(5)
    if ending == "pcapng":
      expect(len(dissected(written)) > 10, "tshark reads nothing of it")
    else:
      result = run("export", written, "--format", "raw")
      expect(len(result.stdout) > 100, lambda: f"{result}")
  path = f"{children.scratch()}/live.har"
  run("record", "-o", path, "--count", "3", peers.python().url("/paced?ms=5"))
  expect(len(read_as_chrome(path)[0]) == 3 and not os.path.exists(path + ".part"), "no whole HAR")


@check("^C in the middle of an export leaves the old file and no part")
def interrupted():
  folder = children.scratch()
  source, old = f"{folder}/long.jsonl", f"{folder}/old.har"
  open(old, "w").write("old")
  with open(source, "w") as file:
    file.writelines(json.dumps({"seq": n, "dir": "in", "op": "text", "data": "x" * 200}) + "\n" for n in range(1, 400001))
  process = children.start([checks.program(), "export", source, "-o", old, "--force"], stderr=subprocess.PIPE)
  expect(children.until(lambda: os.path.exists(old + ".part"), 60, 0.001), "there was never a part")
  process.send_signal(signal.SIGINT)
  expect(process.wait(20) == -signal.SIGINT, lambda: f"status {process.returncode}")
  expect(open(old).read() == "old" and not os.path.exists(old + ".part"), lambda: f"{os.listdir(folder)}")


@check("export refuses what it would break: an existing file, a part, a full disk, a wrong word; with words and statuses")
def refusals():
  folder = children.scratch()
  old = f"{folder}/old.har"
  open(old, "w").write("old")
  expect(b"--force" in run("export", made_up(), "-o", old, status=7).stderr, "no --force in the advice")
  expect(open(old).read() == "old", "the old file was touched")
  run("export", made_up(), "-o", old, "--force")
  expect(len(read_as_chrome(old)) == 2, "--force wrote no HAR")
  expect(os.stat(old).st_mode & 0o777 == 0o600, "others may read it")
  open(f"{folder}/new.har.part", "w").write("another's")
  run("export", made_up(), "-o", f"{folder}/new.har", status=7)
  expect(open(f"{folder}/new.har.part").read() == "another's", "the part was touched")
  expect(b"No space" in run("export", made_up(), "-o", "/dev/full", status=7).stderr, "no reason")
  small = ["bash", "-c", 'ulimit -f 8; trap "" XFSZ; exec "$@"', "bash", checks.program(), "export", made_up(), "-o", f"{folder}/big.jsonl"]
  result = subprocess.run(small, capture_output=True, timeout=60)
  expect(result.returncode == 7 and b"File too large" in result.stderr, lambda: f"{result}")
  expect(sorted(os.listdir(folder)) == ["new.har.part", "old.har"], lambda: f"{os.listdir(folder)}")
  expect(b"=yes" in run("export", made_up(), "--include-secrets", status=2).stderr, "no advice")
  run("export", made_up(), "--include-secrets=maybe", status=2)
  run("export", made_up(), "--format", "xml", status=2)
  run("export", status=2)
  broken = f"{folder}/broken.jsonl"
  open(broken, "w").write('{"seq":1,"dir":"in","op":"text","data":"a"}\n{"seq":2,"dir":"in","op":"tixt"}\n')
  expect(b"line 2, column 32" in run("export", broken, status=1).stderr, "no place")


checks.run()
