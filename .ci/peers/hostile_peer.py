"""A server on a bare socket that says what no WebSocket library would. Prints {"ws": PORT}.

/frames    every attack as text, then as binary, then pings and pongs; stays open
/reason    a Close 1008 whose reason is an attack
/headers   101 with attacks in header values and in the header's name
/subprotocol, /extension   101 that accepts what was not offered, with an attack in it
/soft-headers, /soft-subprotocol, /soft-status   the same without control bytes, which HTTP allows
/status    HTTP 403 with attacks in the phrase, the headers and the body
/redirect  HTTP 302 with an attack in Location
/nonsense  attacks in place of an HTTP answer
/utf8      text that is no UTF-8, /masked  a masked frame, /rsv  a reserved bit: protocol violations
/tcp-close ends without a Close frame
/texts     every scalar as text, /blobs every two bytes as binary, with "that was all" at the end
/next-reason, /next-status, /next-header, /next-subprotocol, /next-location, /next-nonsense
           a field with the next part of all pairs of bytes and odd scalars, another one for each connection
CONNECT    as a proxy it refuses, with the next part in its phrase, headers and body
/served    how many of these there are and were, as JSON over HTTP

With the name of a folder with strange certificates, also TLS with another one for each connection: {"wss": PORT}.
"""
import asyncio, base64, glob, hashlib, json, os, ssl, sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
from harness import everything
from harness.attacks import ATTACKS, LINE, RAW, REASON, SOFT_LINE


def frame(opcode, payload, first=0x80):
  size = len(payload)
  length = bytes([size]) if size < 126 else b"\x7e" + size.to_bytes(2, "big") if size < 65536 else b"\x7f" + size.to_bytes(8, "big")
  return bytes([first | opcode]) + length + payload


def accepted(key, more=b""):
  answer = base64.b64encode(hashlib.sha1(key + b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11").digest())
  return (b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
          b"Sec-WebSocket-Accept: " + answer + b"\r\n" + more + b"\r\n")


def all_frames():
  for payload, _ in ATTACKS.values():
    yield frame(1, payload)
  for payload, _ in [*ATTACKS.values(), *RAW.values()]:
    yield frame(2, payload)
  for payload, _ in [*ATTACKS.values(), *RAW.values()]:
    yield frame(9, payload[:125])
    yield frame(10, payload[:125])
  yield frame(1, b"that was all")


class Parts:
  """The parts of everything that a field holds, one after the other."""

  def __init__(self, make):
    self.make, self.all, self.served = make, None, 0

  def next(self):
    if self.all is None:
      self.all = self.make()
    part = self.all[self.served % len(self.all)]
    self.served += 1
    return part


NEXT = {
  "reason": Parts(everything.reasons), "status": Parts(everything.fields), "header": Parts(everything.fields),
  "subprotocol": Parts(everything.fields), "location": Parts(everything.fields),
  "nonsense": Parts(lambda: everything.fields(soft=False)), "certificate": Parts(list),
  "proxy": Parts(everything.fields),
}


def served(key):
  body = json.dumps({name: [p.served, len(p.all or [])] for name, p in NEXT.items()}).encode()
  return b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body


def next_status(key, kind="status"):
  part = NEXT[kind].next()
  return (b"HTTP/1.1 403 No " + part[:600] + b"\r\nServer: " + part[600:] + b"\r\nContent-Length: %d\r\n\r\n" % len(part) + part)


ANSWERS = {
  b"/texts": lambda key: accepted(key) + b"".join(frame(1, t) for t in everything.texts()) + frame(1, b"that was all"),
  b"/blobs": lambda key: accepted(key) + b"".join(frame(2, b) for b in everything.blobs()) + frame(1, b"that was all"),
  b"/next-reason": lambda key: accepted(key) + frame(8, (1008).to_bytes(2, "big") + NEXT["reason"].next()),
  b"/next-status": next_status,
  b"/next-header": lambda key: accepted(key, b"Server: " + NEXT["header"].next() + b"\r\n") + frame(8, b"\x03\xe8"),
  b"/next-subprotocol": lambda key: accepted(key, b"Sec-WebSocket-Protocol: " + NEXT["subprotocol"].next() + b"\r\n"),
  b"/next-location": lambda key: b"HTTP/1.1 302 Found\r\nLocation: http://" + NEXT["location"].next() + b"/\r\nContent-Length: 0\r\n\r\n",
  b"/next-nonsense": lambda key: NEXT["nonsense"].next() + b"\r\n\r\n",
  b"/served": served,
  b"/frames": lambda key: accepted(key) + b"".join(all_frames()),
  b"/reason": lambda key: accepted(key) + frame(1, b"the reason comes") + frame(8, (1008).to_bytes(2, "big") + REASON),
  b"/headers": lambda key: accepted(key, b"Server: " + LINE + b"\r\nX-Evil: " + LINE + b"\r\n") + frame(1, b"headers said"),
  b"/subprotocol": lambda key: accepted(key, b"Sec-WebSocket-Protocol: " + LINE + b"\r\n"),
  b"/extension": lambda key: accepted(key, b"Sec-WebSocket-Extensions: " + LINE + b"\r\n"),
  b"/status": lambda key: b"HTTP/1.1 403 No " + LINE + b"\r\nServer: " + LINE + b"\r\nContent-Length: %d\r\n\r\n" % len(LINE) + LINE,
  b"/soft-headers": lambda key: accepted(key, b"Server: " + SOFT_LINE + b"\r\n") + frame(1, b"headers said"),
  b"/soft-subprotocol": lambda key: accepted(key, b"Sec-WebSocket-Protocol: " + SOFT_LINE + b"\r\n"),
  b"/soft-status": lambda key: (
    b"HTTP/1.1 403 No " + SOFT_LINE + b"\r\nServer: " + SOFT_LINE + b"\r\nContent-Length: %d\r\n\r\n" % len(LINE) + LINE),
  b"/redirect": lambda key: b"HTTP/1.1 302 Found\r\nLocation: http://" + LINE + b"/\r\nContent-Length: 0\r\n\r\n",
  b"/nonsense": lambda key: LINE + b"\r\n" + LINE + b"\r\n\r\n",
  b"/name": lambda key: accepted(key, b"X\x1b]0;pwned title\x07: y\r\n"),
  b"/utf8": lambda key: accepted(key) + frame(1, b"\x9b31m\xff"),
  b"/masked": lambda key: accepted(key) + b"\x81\x85\x00\x00\x00\x00hello",
  b"/rsv": lambda key: accepted(key) + frame(1, b"hello", first=0xC0),
  b"/tcp-close": lambda key: accepted(key) + frame(1, b"gone without a word"),
}


async def handle(reader, writer):
  try:
    head = await reader.readuntil(b"\r\n\r\n")
    path = head.split(b" ", 2)[1].split(b"?")[0]
    key = next((line.split(b":", 1)[1].strip() for line in head.split(b"\r\n") if line.lower().startswith(b"sec-websocket-key")), b"")
    writer.write(next_status(key, "proxy") if head.startswith(b"CONNECT ") else ANSWERS[path](key))
    await writer.drain()
    # Hears the rest and answers nothing; what closes here closes by itself.
    if path in (b"/frames", b"/headers", b"/soft-headers", b"/reason", b"/utf8", b"/masked", b"/rsv", b"/texts", b"/blobs"):
      while await reader.read(65536):
        pass
  except (ConnectionError, asyncio.IncompleteReadError):
    pass
  finally:
    writer.close()


def strange_tls(folder):
  contexts = []
  for path in sorted(glob.glob(f"{folder}/strange*.pem")):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path, f"{folder}/strange.key")
    contexts.append(context)
  parts = NEXT["certificate"]
  parts.make = lambda: contexts
  first = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
  first.load_cert_chain(f"{folder}/strange0.pem", f"{folder}/strange.key")

  def choose(socket, name, context):
    socket.context = parts.next()
  first.sni_callback = choose
  return first


async def main():
  server = await asyncio.start_server(handle, "127.0.0.1", 0)
  ports = {"ws": server.sockets[0].getsockname()[1]}
  if len(sys.argv) > 1:
    secure = await asyncio.start_server(handle, "127.0.0.1", 0, ssl=strange_tls(sys.argv[1]))
    ports["wss"] = secure.sockets[0].getsockname()[1]
  print(json.dumps(ports), flush=True)
  await asyncio.Future()


asyncio.run(main())
