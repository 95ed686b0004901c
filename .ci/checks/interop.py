#!/usr/bin/env python3
"""Our client against foreign servers, proxies and gateways; our server against foreign clients."""
import base64, json, os, random, subprocess, sys

from harness import checks, children, gateways, peers
from harness.checks import check, expect
from harness.relay import Relay
from websockets.exceptions import ConnectionClosed
from websockets.extensions.permessage_deflate import ClientPerMessageDeflateFactory
from websockets.sync.client import connect

# interop.py LWS_PEER [WORDS]: the compiled peer, and parts of the sentences to choose by.
LWS_PEER = sys.argv.pop(1)
MEGABYTE = "0123456789abcdef" * 65536
# No proxy of the user's own, or exception from it, comes between.
for _name in [name for name in os.environ if name.lower().endswith("_proxy")]:
  del os.environ[_name]
# Its short name, where it is, and what its /binary, /fragments and /close1011 say.
SERVERS = {
  "Python websockets": ("python", peers.python, bytes([0xDE, 0xAD, 0xBE, 0xEF, 0x00, 0x01]), "frag mented py", "the database is away"),
  "node ws": ("node", peers.node, bytes([0xCA, 0xFE, 0xBA, 0xBE, 0x00, 0x02]), "frag mented node", "the disk is on fire"),
  "libwebsockets": ("lws", lambda: peers.libwebsockets(LWS_PEER), bytes([0xBE, 0xEF, 0x00, 0x03]), "frag mented lws", "the lamp went out"),
}
SMALL_WINDOWS = "in windows of 512 bytes"
# What is offered, what has to be agreed on, and whether the compressor remembers the noise of the message before.
AGREEMENTS = {
  "with context takeover": ("client_max_window_bits", (), True),
  "without context takeover": (
    "server_no_context_takeover;client_no_context_takeover",
    ("server_no_context_takeover", "client_no_context_takeover"), False),
  SMALL_WINDOWS: (
    "server_max_window_bits=9;client_max_window_bits=9", ("server_max_window_bits=9", "client_max_window_bits=9"), False),
}
NOISE = 3000


def run(*words, seconds=15):
  return subprocess.run(words, capture_output=True, stdin=subprocess.DEVNULL, timeout=seconds)


def recorded(*words, status=0):
  """Standard error, all lines, and the frames of a recording."""
  result = run(checks.program(), "record", "--duration", "8", *words)
  expect(result.returncode == status, lambda: f"{words}: status {result.returncode}, not {status}: {result.stderr.decode()}")
  lines = [json.loads(line) for line in result.stdout.decode().splitlines()]
  return result.stderr.decode(), lines, [line for line in lines if "op" in line]


def bench(*words):
  result = run(f"{checks.program()}-bench", *words, seconds=30)
  expect(result.returncode == 0, lambda: f"{words}: status {result.returncode}: {result.stderr.decode()}")
  return json.loads(result.stdout)


def data(frames, direction="in"):
  return [f for f in frames if f["dir"] == direction and f["op"] in ("text", "binary", "continuation")]


def closes(frames):
  return [(f["dir"], f["code"], f["reason"]) for f in frames if f["op"] == "close"]


def messages(frames):
  """The payloads of the messages that came, and the bytes each took on the wire."""
  whole, sizes = [], []
  for frame in data(frames):
    if frame["op"] != "continuation":
      whole.append("")
      sizes.append(0)
    whole[-1] += frame["data"]
    sizes[-1] += frame["length"]
  return whole, sizes


# MARK: What every server shows, straight or through something

def expect_conversation(server, url, *options, fragments=4):
  """Text, binary, ping, fragments, a subprotocol, 1 MiB and a close; `url` makes the address of a path."""
  name, _, binary, fragmented, reason = SERVERS[server]
  _, lines, frames = recorded("--count", "5", "-s", "wsglass.interop", *options, url("/text"))
  expect([f["data"] for f in data(frames)] == [f"{name} text {n}" for n in range(1, 6)], lambda: f"{frames}")
  expect("wsglass.interop" in json.dumps(lines), lambda: f"the subprotocol is not told: {lines}")
  _, _, frames = recorded("--count", "1", *options, url("/binary"))
  expect(frames[0]["op"] == "binary" and base64.b64decode(frames[0]["base64"]) == binary, lambda: f"{frames}")
  _, _, frames = recorded("--count", "3", *options, url("/ping"))
  expect([(f["dir"], f["op"], f["data"]) for f in frames] == [
    ("in", "ping", "are you there"), ("out", "pong", "are you there"), ("in", "text", "pong came back")], lambda: f"{frames}")
  # Three pings, three pongs, and the fragments: Python's last is an empty one.
  count = 6 + fragments + (name == "python")
  _, _, frames = recorded("--count", str(count), *options, url("/fragments"))
  pieces = data(frames)
  expect([f["op"] for f in pieces] == ["text"] + ["continuation"] * (len(pieces) - 1), lambda: f"{pieces}")
  expect(len(pieces) >= fragments and [f["fin"] for f in pieces] == [False] * (len(pieces) - 1) + [True], lambda: f"{pieces}")
  expect("".join(f["data"] for f in pieces) == fragmented, lambda: f"{pieces}")
  expect([f["data"] for f in frames if f["op"] == "pong"] == ["mid 1", "mid 2", "mid 3"], lambda: f"{frames}")
  _, _, frames = recorded(*options, url("/large"))
  expect(messages(frames)[0] == [MEGABYTE], lambda: f"{[len(m) for m in messages(frames)[0]]} bytes, not 1 MiB")
  expect([c[:2] for c in closes(frames)] == [("in", 1000), ("out", 1000)], lambda: f"{closes(frames)}")
  words, _, frames = recorded(*options, url("/close1011"))
  expect(closes(frames)[0] == ("in", 1011, reason) and closes(frames)[1][:2] == ("out", 1011), lambda: f"{closes(frames)}")
  expect("1011" in words and reason in words, words)


def expect_agreed(field, wanted):
  agreed = [part.strip() for part in field.split(";")]
  expect(agreed[0] == "permessage-deflate" and all(w in agreed for w in wanted), lambda: f"agreed on: {field!r}, not {wanted}")


def expect_memory(sizes, remembers):
  """The wire bytes of the same noise three times."""
  expect(len(sizes) == 3 and sizes[0] < NOISE * 0.7, lambda: f"not compressed: {sizes}")
  if remembers:
    expect(max(sizes[1:]) < sizes[0] / 4, lambda: f"no context was taken over: {sizes}")
  else:
    expect(min(sizes[1:]) > sizes[0] * 0.8, lambda: f"it remembers what it may not: {sizes}")


def check_server(server):
  make = SERVERS[server][1]

  @check(f"{server}: text, binary, ping, fragments, subprotocol, 1 MiB, close code and reason")
  def conversation():
    expect_conversation(server, make().url, "--no-compression")

  @check(f"{server}: the same through a server that compresses")
  def compressed_conversation():
    # What libwebsockets compresses in fragments, it sends as one frame.
    expect_conversation(server, lambda path: make().url(path, "deflate"), fragments=1 if server == "libwebsockets" else 4)

  for title, (offer, wanted, remembers) in AGREEMENTS.items():
    if server == "libwebsockets" and title == SMALL_WINDOWS:
      continue  # It has no word for them: see below.

    @check(f"{server}: what it compresses {title}")
    def received(offer=offer, wanted=wanted, remembers=remembers):
      relay = Relay(make().ports["deflate"])
      _, _, frames = recorded("--deflate", offer, f"ws://127.0.0.1:{relay.port}/repeats")
      agreed = relay.conversations[0].field("Sec-WebSocket-Extensions")
      expect_agreed(agreed, wanted)
      texts, sizes = messages(frames)
      expect(len(texts) == 3 and len(set(texts)) == 1 and len(texts[0]) == NOISE, lambda: f"{[len(t) for t in texts]}")
      expect(all(f["rsv"] == (0 if f["op"] == "continuation" else 4) for f in data(frames)), lambda: f"{frames}")
      expect_memory(sizes, remembers)
      return f"{sizes} of {NOISE}"

  @check(f"{server}: round trips of 125 bytes and of 1 MiB, plain and compressed")
  def round_trips():
    for name in ("ws", "deflate"):
      for count, size in ((50, 125), (3, 1 << 20)):
        relay = Relay(make().ports[name])
        result = bench("echo", f"ws://127.0.0.1:{relay.port}/echo", str(count), str(size))
        expect(result["n"] == count, lambda: f"{result['n']} of {count} came back")
        if name == "deflate" and size > 125:
          sent = relay.conversations[0].sent_frames
          expect(sent < size / 10, lambda: f"{sent} bytes were sent for {count} of {size}")


@check("libwebsockets: it agrees to a small window without a word of it, which is refused by name, status 6")
def libwebsockets_windows():
  relay = Relay(SERVERS["libwebsockets"][1]().ports["deflate"])
  words, _, _ = recorded("--deflate", "server_max_window_bits=9", f"ws://127.0.0.1:{relay.port}/repeats", status=6)
  expect("server_max_window_bits was asked for and is missing" in words, words)
  expect(relay.conversations[0].field("Sec-WebSocket-Extensions") == "permessage-deflate", relay.conversations[0].response)
  _, _, frames = recorded("--deflate", "client_max_window_bits=9", f"ws://127.0.0.1:{relay.port}/repeats")
  expect_memory(messages(frames)[1], True)


def check_echoes(server):
  """What our client sends, as the server's own cases ask it back."""
  make = SERVERS[server][1]

  def play(name, *offer):
    relay = Relay(make().ports[name])
    result = bench("autobahn", f"ws://127.0.0.1:{relay.port}", "wsglass", *offer)
    failures = json.loads(data(recorded("--no-compression", make().url("/verdict"))[2])[0]["data"])
    expect(not failures and result["cases"] == 9, lambda: f"{result}: {failures}")
    return next(c for c in relay.conversations if "case=9" in c.request)

  @check(f"{server}: it has our text, binary, empty and 1 MiB messages back, and our answer to its close")
  def plain():
    sent = play("ws").sent_frames
    expect(sent > 3 * NOISE, lambda: f"{sent} bytes for {3 * NOISE}")

  for title, (offer, wanted, remembers) in AGREEMENTS.items():
    if server == "libwebsockets" and title == SMALL_WINDOWS:
      continue

    @check(f"{server}: what we compress {title}")
    def sent(offer=offer, wanted=wanted, remembers=remembers):
      talk = play("deflate", offer)
      expect_agreed(talk.field("Sec-WebSocket-Extensions"), wanted)
      # Noise of sixteen digits takes half its length; what is remembered next to nothing.
      low, high = (0.45, 0.75) if remembers else (1.4, 2.1)
      expect(low * NOISE < talk.sent_frames < high * NOISE, lambda: f"{talk.sent_frames} bytes for {3 * NOISE}")
      return f"{talk.sent_frames} bytes for {3 * NOISE}"


for _server in SERVERS:
  check_server(_server)
for _server in SERVERS:
  check_echoes(_server)


# MARK: nginx

def authority():
  return "--cacert", f"{peers.certificate_folder()}/ca.pem"


_nginx = {}


def nginx(name):
  """(plain, secure) before the Python peer that compresses or does not."""
  if name not in _nginx:
    _nginx[name] = gateways.nginx(peers.python().ports[name])
  return _nginx[name]


@check("nginx as reverse proxy: the whole conversation")
def reverse_proxy():
  expect_conversation("Python websockets", lambda path: f"ws://127.0.0.1:{nginx('ws')[0]}{path}")
  result = bench("echo", f"ws://127.0.0.1:{nginx('ws')[0]}/echo", "3", str(1 << 20))
  expect(result["n"] == 3, lambda: f"{result}")


@check("nginx as TLS terminator: the whole conversation, with its certificate verified")
def tls_terminator():
  expect_conversation("Python websockets", lambda path: f"wss://localhost:{nginx('ws')[1]}{path}", *authority())
  result = bench("echo", f"wss://localhost:{nginx('ws')[1]}/echo", "3", str(1 << 20))
  expect(result["n"] == 3, lambda: f"{result}")


@check("nginx, plain and with TLS: compression passes through, with and without context takeover")
def compressed_through_nginx():
  for offer, wanted, remembers in AGREEMENTS.values():
    for url in (f"ws://127.0.0.1:{nginx('deflate')[0]}", f"wss://localhost:{nginx('deflate')[1]}"):
      _, _, frames = recorded("--deflate", offer, *authority(), f"{url}/repeats")
      expect(all(f["rsv"] == 4 for f in data(frames)), lambda: f"{frames}")
      expect_memory(messages(frames)[1], remembers)


@check("nginx: an unknown authority is status 5; a server that is away or has no such path is status 4 and told")
def nginx_refuses():
  plain, secure = nginx("ws")
  words, _, _ = recorded(f"wss://localhost:{secure}/text", status=5)
  expect("issuer" in words, words)
  words, _, _ = recorded(f"ws://127.0.0.1:{plain}/away", status=4)
  expect("502" in words, words)
  words, _, _ = recorded(*authority(), f"wss://localhost:{secure}/nothing", status=4)
  expect("404" in words, words)


# MARK: Proxies

USER = ("ada", "s3cret")


def user_file(text):
  path = f"{children.scratch()}/user"
  with open(path, "w") as file:
    file.write(text + "\n")
  os.chmod(path, 0o600)
  return "--proxy-user-file", path


_proxies = {}


def proxy(make, user=None):
  """A relay before the proxy, which shows what it is asked."""
  if (make, user) not in _proxies:
    _proxies[make, user] = make(user)
  return Relay(_proxies[make, user])


def through(relay, scheme, *options):
  """The conversation over ws and over wss, both through the relay; the first bytes of each conversation."""
  python = peers.python()
  for name in ("ws", "good"):
    expect_conversation("Python websockets", lambda path: python.url(path, name, "localhost"),
                        *authority(), "-x", f"{scheme}://127.0.0.1:{relay.port}", *options)
  expect(len(relay.conversations) == 12, lambda: f"{len(relay.conversations)} of 12 went through the proxy")
  return [python.ports["ws"], python.ports["good"]], [bytes(c.sent) for c in relay.conversations]


@check("tinyproxy: ws and wss through CONNECT, names left to the proxy")
def connect_proxy():
  ports, starts = through(proxy(gateways.tinyproxy), "http")
  for number, start in enumerate(starts):
    expect(start.startswith(b"CONNECT localhost:%d HTTP/1.1\r\n" % ports[number // 6]), lambda: f"{start[:80]}")


@check("tinyproxy with a user: the password opens it; none or a wrong one is told, without the password")
def connect_proxy_user():
  ports, starts = through(proxy(gateways.tinyproxy, USER), "http", *user_file(":".join(USER)))
  credentials = b"Proxy-Authorization: Basic " + base64.b64encode(":".join(USER).encode())
  expect(all(credentials.lower() in start.lower() for start in starts), lambda: f"{starts[0][:300]}")
  # Of a wrong password tinyproxy says 401.
  expect_refused(gateways.tinyproxy, "http", "407", "401")


@check("microsocks: ws and wss through SOCKS5, names resolved here (socks5) and by the proxy (socks5h)")
def socks_proxy():
  # Without -4 the first of our addresses may be ::1, where nothing listens, and each try is a conversation.
  for scheme, kind, options in (("socks5h", 3, ()), ("socks5", 1, ("-4",))):
    _, starts = through(proxy(gateways.microsocks), scheme, *options)
    for start in starts:
      greeting = 2 + start[1]
      expect(start[0] == 5 and start[greeting:greeting + 4] == bytes([5, 1, 0, kind]), lambda: f"{scheme}: {start[:40]}")
      expect((b"\x09localhost" in start[:40]) == (scheme == "socks5h"), lambda: f"{scheme}: {start[:40]}")
  relay = proxy(gateways.microsocks)
  _, _, frames = recorded("--count", "1", "-x", f"socks5://127.0.0.1:{relay.port}", peers.python().url("/text", host="localhost"))
  expect(len(frames) == 1 and relay.conversations, "nothing came over any of the addresses")


@check("microsocks with a user: the password opens it; none or a wrong one is told, without the password")
def socks_proxy_user():
  _, starts = through(proxy(gateways.microsocks, USER), "socks5h", *user_file(":".join(USER)))
  expect(all(b"\x01\x03ada\x06s3cret" in start[:40] for start in starts), lambda: f"{starts[0][:60]}")
  expect_refused(gateways.microsocks, "socks5h", "none of the offered ways", "did not take user and password")


def expect_refused(make, scheme, without, wrong):
  """What is told without a password and with a wrong one; both times with what to do."""
  for options, told in (((), without), (user_file("ada:wr0ng-word"), wrong)):
    words, _, _ = recorded("-x", f"{scheme}://127.0.0.1:{proxy(make, USER).port}", *options, peers.python().url("/text"), status=4)
    expect(told in words and "--proxy-user-file" in words and "wr0ng-word" not in words, words)


@check("tinyproxy and microsocks: a server that refuses is the proxy's answer, status 4")
def refused_behind():
  for make, scheme in ((gateways.tinyproxy, "http"), (gateways.microsocks, "socks5h")):
    words, _, _ = recorded("-x", f"{scheme}://127.0.0.1:{proxy(make).port}", f"ws://localhost:{peers.refused_port()}/", status=4)
    expect("proxy" in words.lower(), words)


# MARK: Our server

_ours = {}


def our_server():
  """The port of `wsglass serve`."""
  if not _ours:
    process = children.start([checks.program(), "serve"], stdout=subprocess.PIPE, text=True)
    _ours["process"] = process
    _ours["port"] = int(process.stdout.readline().split()[0].split(":")[2].split("/")[0])
  return _ours["port"]


def noise():
  return "".join(random.Random(9).choices("0123456789abcdef", k=NOISE))


def expect_relayed(talk, wanted, remembers):
  """A relayed echo of noise alone: both ways compressed as agreed."""
  expect_agreed(talk.field("Sec-WebSocket-Extensions"), wanted)
  received = talk.received_count - len(talk.response) - 4
  low, high = (0.45, 0.75) if remembers else (1.4, 2.1)
  for way, count in (("sent", talk.sent_frames), ("received", received)):
    expect(low * NOISE < count < high * NOISE, lambda: f"{way}: {count} bytes for {3 * NOISE}")
  return f"{talk.sent_frames} and {received} bytes for {3 * NOISE}"


@check("our server, Python websockets as client: text, binary, empty, fragments, 1 MiB, ping, close")
def python_client():
  for compression in (None, "deflate"):
    with connect(f"ws://127.0.0.1:{our_server()}/echo", compression=compression, max_size=4 << 20) as ws:
      for message in ("h\u00e9llo \U0001f44d", bytes(range(256)), "", b"", MEGABYTE, random.Random(1).randbytes(1 << 20)):
        ws.send(message)
        expect(ws.recv(timeout=10) == message, "the echo differs")
      ws.send(["frag", "", "ment", "ed"])
      expect("".join(ws.recv_streaming()) == "fragmented", "the fragments differ")
      expect(ws.ping(b"are you there").wait(5), "no pong")
      ws.close(4001, "enough of it")
      expect(ws.close_code == 4001, lambda: f"closed with {ws.close_code}")
  with connect(f"ws://127.0.0.1:{our_server()}/close/4321?reason=that%20is%20all") as ws:
    try:
      checks.fail(f"/close said {ws.recv(timeout=5)!r}")
    except ConnectionClosed as closed:
      expect((closed.rcvd.code, closed.rcvd.reason) == (4321, "that is all"), lambda: f"{closed.rcvd}")


@check("our server, Python websockets as client: deflate with and without context takeover, in small windows")
def python_client_deflate():
  notes = []
  for offer, wanted, remembers in AGREEMENTS.values():
    relay = Relay(our_server())
    words = dict(part.partition("=")[::2] for part in offer.split(";"))
    factory = ClientPerMessageDeflateFactory(**{k: int(v) if v else True for k, v in words.items()})
    with connect(f"ws://127.0.0.1:{relay.port}/echo", compression=None, extensions=[factory]) as ws:
      for _ in range(3):
        ws.send(noise())
        expect(ws.recv(timeout=5) == noise(), "the echo differs")
    notes.append(expect_relayed(relay.conversations[0], wanted, remembers))
  return "; ".join(notes)


@check("our server, node ws as client: all its messages come back, plain and compressed, and its close is answered")
def node_client():
  offers = {
    "false": "", "true": "permessage-deflate",
    '{"serverNoContextTakeover":true,"clientNoContextTakeover":true}': "server_no_context_takeover",
    '{"serverMaxWindowBits":9,"clientMaxWindowBits":9}': "server_max_window_bits=9",
  }
  for offer, wanted in offers.items():
    relay = Relay(our_server())
    result = subprocess.run(
      ["node", f"{peers.FOLDER}/node_client.js", f"ws://127.0.0.1:{relay.port}/echo", offer], capture_output=True,
      stdin=subprocess.DEVNULL, timeout=20, env={**os.environ, "NODE_PATH": "/usr/share/nodejs"})
    expect(result.returncode == 0, lambda: result.stderr.decode())
    said = json.loads(result.stdout)
    expect(said["failures"] == [] and said["echoed"] == 10, lambda: f"{offer}: {said}")
    expect((said["code"], said["reason"]) == (4001, ""), lambda: f"{offer}: {said}")
    talk = relay.conversations[0]
    agreed = talk.field("Sec-WebSocket-Extensions")
    expect(wanted in agreed and bool(wanted) == bool(agreed), lambda: f"{offer}: {agreed}")
    # The text of 1 MiB is gone where there is compression; that of noise never is.
    limit = 1.2 if wanted else 9
    for count in (talk.sent_count, talk.received_count):
      expect(count < limit * (1 << 20) and (wanted or count > 2 << 20), lambda: f"{offer}: {count} bytes")


checks.run("interop")
