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
"""
import asyncio, base64, hashlib, json, os, sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
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


ANSWERS = {
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
    writer.write(ANSWERS[path](key))
    await writer.drain()
    # Hears the rest and answers nothing; what closes here closes by itself.
    if path in (b"/frames", b"/headers", b"/soft-headers", b"/reason", b"/utf8", b"/masked", b"/rsv"):
      while await reader.read(65536):
        pass
  except (ConnectionError, asyncio.IncompleteReadError):
    pass
  finally:
    writer.close()


async def main():
  server = await asyncio.start_server(handle, "127.0.0.1", 0)
  print(json.dumps({"ws": server.sockets[0].getsockname()[1]}), flush=True)
  await asyncio.Future()


asyncio.run(main())
