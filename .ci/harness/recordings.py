"""Logs in our JSON Lines with every scalar in each field that such a log can hold, as a hostile one might have."""
import base64, functools, json, unicodedata

from . import everything
from .vt import NEVER_SHOWN, _width

HEADING = {"format": "wsglass-frames", "version": 1}
TIME = "2026-01-01T00:00:00.000Z"


def columns(n):
  """At most what a scalar takes on screen."""
  category = unicodedata.category(chr(n))
  # Of signs of east Asia terminals have different opinions, and what is not agreed on is spelt out.
  if _width(n) < 0 or 0x2E80 <= n < 0x3400 or 0x4DC0 <= n < 0x4E00 or n in NEVER_SHOWN or category in ("Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp", "Zs"):
    return len(f"<U+{n:04X}>") + (category in ("Mn", "Me"))
  # Of those without a width some are marks, which are shown on a letter, and some are not.
  return 10 if _width(n) == 0 or category in ("Mn", "Me") else 2 if n >= 0x1100 else 1


@functools.lru_cache(None)
def pieces(room, most=1 << 20, odd=False):
  """All scalars, or the odd ones alone, cut to what takes at most so many columns, and `most` scalars; the surrogates, which no
  text can hold, are not among them."""
  found, now, left = [], [], room
  for n in map(ord, everything.odd_scalars()) if odd else range(0x110000):
    if 0xD800 <= n <= 0xDFFF:
      continue
    need = columns(n)
    if need > left or len(now) == most:
      found.append("".join(now))
      now, left = [], room
    # A mark has a letter of its own to stand on: of many on one letter most are left out on purpose.
    now.append("x" * (unicodedata.category(chr(n)) in ("Mn", "Me")) + chr(n))
    left -= need
  return [*found, "".join(now)]


def surrogates(room):
  """The surrogates as the three bytes that would stand for them, each shown as `<xED><xA0><x80>`."""
  step = max(1, room // 15)
  return [b"".join(chr(n).encode("utf-8", "surrogatepass") for n in range(first, min(first + step, 0xE000)))
          for first in range(0xD800, 0xE000, step)]


def payloads(room, most=1 << 20):
  return [piece.encode() for piece in pieces(room, most)] + surrogates(room)


def frame(sequence, payload, opcode="text", **more):
  return {"seq": sequence, "time": TIME, "mono": sequence * 1000, "dir": "in", "op": opcode, "fin": True,
          "base64": base64.b64encode(payload).decode(), **more}


def note(sequence, payload, event="information", **more):
  return {"seq": sequence, "time": TIME, "mono": sequence * 1000, "event": event, "base64": base64.b64encode(payload).decode(), **more}


def write(path, lines):
  with open(path, "w") as file:
    for line in [HEADING, *lines]:
      file.write(json.dumps(line) + "\n")
  return path


def mark(n):
  return f"mark{n:06d}end"


HANDSHAKE = ("url", "failure", "peer", "local", "subprotocol", "extensions", "version", "cipher", "alpn", "subject", "issuer",
             "fingerprint", "request line", "request name", "request value", "response line", "response name", "response value")


def opened(room, odd=False):
  """A connection each, with the same piece in all of what a handshake says."""
  for n, piece in enumerate(pieces(room, odd=odd), 1):
    head = {"startLine": piece, "fields": [{"name": piece, "value": piece}]}
    last = {"startLine": piece, "fields": [{"name": piece, "value": f"{piece} {mark(n)}"}]}
    certificate = {"subject": piece, "issuer": piece, "notBefore": 0, "notAfter": 0, "fingerprint": piece}
    yield note(n, b"opened", "opened", facts={
      "url": piece, "failure": piece, "peer": piece, "local": piece, "subprotocol": piece, "extensions": piece, "steps": [],
      "tls": {"version": piece, "cipher": piece, "alpn": piece, "isVerified": False, "chain": [certificate]},
      "request": head, "response": last})


ENDING = ("reason", "cause", "detail", "reason sent", "reason received")


def ended(room, odd=False):
  """An end each, with the same piece in all of what is kept of it."""
  for n, piece in enumerate(pieces(room, odd=odd), 1):
    status = {"code": 1008, "reason": piece}
    yield note(n, piece.encode(), "closed", facts={
      "url": "ws://host/", "peer": "", "local": "", "steps": [], "close": {
        "code": 1008, "reason": piece, "isClean": False, "by": "peer", "unsentBytes": 0, "cause": piece, "detail": piece,
        "sent": status, "received": {"code": 1008, "reason": f"{piece} {mark(n)}"}}})


def texts(room):
  """Messages, each with a note of the user's on it that says the same; where that can't be text, without."""
  for n, payload in enumerate(payloads(room), 1):
    try:
      yield frame(n, payload, mark=payload.decode())
    except UnicodeDecodeError:
      yield frame(n, payload)


def members(room, odd=False):
  """JSON with the same in a name and in a value; what is no text is in none."""
  for n, piece in enumerate(pieces(room, odd=odd), 1):
    yield frame(n, json.dumps({piece: piece, "": mark(n)}, ensure_ascii=False).encode())


def pairs(size):
  """Every two bytes side by side, in text, in reasons of Close frames, in events and in binary."""
  every, n = everything.pairs(), 0
  for first in range(0, len(every) - 1, size - 1):
    part = every[first:first + size]
    for line in (frame(n + 1, part), frame(n + 2, (1008).to_bytes(2, "big") + part, "close"), note(n + 3, part, "failed"), frame(n + 4, part, "binary")):
      yield line
    n += 4


def escaped_surrogates():
  """Halves of pairs, as JSON can name them and no text hold them."""
  for n, first in enumerate(range(0xD800, 0xE000, 32), 1):
    half = "".join(map(chr, range(first, first + 32)))
    yield frame(n, json.dumps({half: half, "": mark(n)}).encode())


def longer(most):
  """Messages that are much longer than a row."""
  for n, payload in enumerate([piece.encode() for piece in pieces(1 << 30, most)] + surrogates(15000), 1):
    yield frame(n, payload)
