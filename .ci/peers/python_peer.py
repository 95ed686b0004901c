"""The Python `websockets` peer:  python_peer.py FOLDER  (certificates as harness/certificates.py makes them).

Prints one line of JSON, {"ws": PORT, "deflate": PORT, "good": PORT, "wrong-host": PORT, "unknown-ca": PORT}, and
serves until ended. "deflate" agrees to what the client offers of permessage-deflate; the others never compress.
"""
import asyncio, json, random, ssl, sys
from urllib.parse import parse_qs, urlsplit

from websockets.asyncio.server import serve
from websockets.exceptions import ConnectionClosed


async def echo(ws, _):
  async for message in ws:
    await ws.send(message)


async def text(ws, _):
  for number in range(1, 6):
    await ws.send(f"python text {number}")
  await ws.wait_closed()


async def binary(ws, _):
  await ws.send(bytes([0xDE, 0xAD, 0xBE, 0xEF, 0x00, 0x01]))
  await ws.wait_closed()


async def fragments(ws, _):
  """A message in four fragments, a ping before each but the first."""
  async def pieces():
    for number, piece in enumerate(["frag ", "ment", "ed p", "y"]):
      if number:
        await (await ws.ping(f"mid {number}".encode()))
      yield piece
  await ws.send(pieces())
  await ws.wait_closed()


async def ping(ws, _):
  await (await ws.ping(b"are you there"))
  await ws.send("pong came back")
  await ws.wait_closed()


async def close1011(ws, _):
  await ws.send("before the end")
  await ws.close(1011, "the database is away")


async def paced(ws, query):
  """/paced?ms=200&size=100&burst=60: a numbered text every so often, the first ones at once."""
  pause = int(query.get("ms", ["200"])[0]) / 1000
  size = int(query.get("size", ["100"])[0])
  burst = int(query.get("burst", ["0"])[0])
  number = 0
  while True:
    number += 1
    await ws.send(f'{{"seq":{number:08},"pad":"'.ljust(size - 2, "abcdefgh"[number % 8]) + '"}')
    if number > burst:
      await asyncio.sleep(pause)


async def count(ws, query):
  """/count?n=10: so many texts, then close 1000."""
  for number in range(int(query.get("n", ["10"])[0])):
    await ws.send(f"number {number}")
  await ws.close(1000)


async def verbatim(ws, query):
  """/verbatim?text=...: that text, whole and then in three frames, then close 1000."""
  text = query["text"][0]
  third = len(text) // 3
  await ws.send(text)
  await ws.send([text[:third], text[third:2 * third], text[2 * third:]])
  await ws.close(1000)


async def large(ws, _):
  """1 MiB of text, then close 1000."""
  await ws.send("0123456789abcdef" * 65536)
  await ws.close(1000)


# Hexadecimal digits of noise: alone they compress to half, after themselves to nothing.
NOISE = "".join(random.Random(7).choices("0123456789abcdef", k=3000))


async def repeats(ws, _):
  """The same text three times, which tells whether the compressor remembers, and how far."""
  for _ in range(3):
    await ws.send(NOISE)
  await ws.close(1000)


# What `wsglass-bench autobahn` is asked to send back: a list is one message in fragments, a tuple several messages.
CASES = (
  "h\u00e9llo \U0001f44d", bytes(range(256)), "", b"", ["frag", "", "ment", "ed"], [b"\0" * 300, b"\xff" * 70000],
  "0123456789abcdef" * 65536, random.Random(8).randbytes(1 << 20), (NOISE, NOISE, NOISE))
failures = []


async def getCaseCount(ws, _):
  await ws.send(str(len(CASES)))
  await ws.close(1000)


async def runCase(ws, query):
  number = int(query["case"][0])
  case = CASES[number - 1]
  for message in case if isinstance(case, tuple) else (case,):
    await ws.send(message)
    whole = type(message[0])().join(message) if isinstance(message, list) else message
    echo = await asyncio.wait_for(ws.recv(), 10)
    if echo != whole:
      failures.append(f"case {number}: {len(echo)} of {len(whole)} came back, a {type(echo).__name__}")
  await ws.close(4000 + number, "case over")
  if ws.close_code != 4000 + number:
    failures.append(f"case {number}: closed with {ws.close_code}")


async def updateReports(ws, _):
  await ws.close(1000)


async def verdict(ws, _):
  """What failed since the last verdict, as JSON."""
  await ws.send(json.dumps(failures))
  failures.clear()
  await ws.close(1000)


closes = []


async def farewells(ws, _):
  """/farewells: with which code each connection before this one was closed, as JSON."""
  await ws.send(json.dumps(closes))


PATHS = {f"/{f.__name__}": f for f in (echo, text, binary, fragments, ping, close1011, paced, count, farewells,
                                         large, repeats, verbatim, getCaseCount, runCase, updateReports, verdict)}


async def handle(ws):
  url = urlsplit(ws.request.path)
  try:
    await PATHS[url.path](ws, parse_qs(url.query))
  except ConnectionClosed:
    if url.path == "/runCase":
      failures.append(f"{ws.request.path}: {ws.close_code} {ws.close_reason}")
  await ws.wait_closed()
  closes.append([url.path, ws.close_code])


def refuse_unknown(connection, request):
  if urlsplit(request.path).path not in PATHS:
    return connection.respond(404, "there is nothing at this path\n")


async def main(folder):
  ports = {}
  for name in ("ws", "deflate", "good", "wrong-host", "unknown-ca"):
    context = None
    if name not in ("ws", "deflate"):
      context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
      context.load_cert_chain(f"{folder}/{name}.pem", f"{folder}/{name}.key")
    server = await serve(
      handle, "127.0.0.1", 0, ssl=context, compression="deflate" if name == "deflate" else None, process_request=refuse_unknown,
      max_size=4 << 20,
      select_subprotocol=lambda ws, offered: offered[0] if offered else None)
    ports[name] = server.sockets[0].getsockname()[1]
  print(json.dumps(ports), flush=True)
  await asyncio.Future()


asyncio.run(main(sys.argv[1]))
