"""All scalars and all pairs of bytes, cut to what one message, or one field of a handshake, holds."""
import functools, unicodedata

# Of 98x300, with every scalar escaped to ten columns.
SCALARS_A_MESSAGE = 2600
BYTES_A_MESSAGE = 1500


def scalars():
  """All 1,114,112 code points in order; surrogates, which are none, as the three bytes that would stand for them."""
  return "".join(map(chr, range(0x110000))).encode("utf-8", "surrogatepass")


@functools.lru_cache(None)
def texts():
  """Messages of text with every scalar once, each with its number in front and a word at its end."""
  # A mark has a letter of its own to stand on: of many on one letter most are left out on purpose.
  every = ["x" * (unicodedata.category(chr(n)) in ("Mn", "Me")) + chr(n) for n in range(0x110000) if not 0xD800 <= n <= 0xDFFF]
  pieces = [every[i:i + SCALARS_A_MESSAGE] for i in range(0, len(every), SCALARS_A_MESSAGE)]
  return [f"T{n:04d} {''.join(piece)} T{n:04d}E".encode() for n, piece in enumerate(pieces)]


@functools.lru_cache(None)
def pairs():
  """Every two bytes side by side, in one string of 65,537 (a de Bruijn sequence), and the surrogates after it."""
  word, sequence = [0] * 512, []

  def extend(t, p):  # Lyndon words of one and two letters, in order
    if t > 2:
      if 2 % p == 0:
        sequence.extend(word[1:p + 1])
      return
    word[t] = word[t - p]
    extend(t + 1, p)
    for letter in range(word[t - p] + 1, 256):
      word[t] = letter
      extend(t + 1, t)
  extend(1, 1)
  return bytes(sequence) + bytes(sequence[:1])


def blobs():
  """Binary messages with every pair; each begins with the last byte of the one before."""
  every = pairs()
  step = BYTES_A_MESSAGE - 1
  return [b"B%04d " % n + every[i:i + BYTES_A_MESSAGE] for n, i in enumerate(range(0, len(every) - 1, step))]


def odd_scalars():
  """Scalars that a field may not show as they are, and a sample of all others."""
  odd = [n for n in range(0x110000) if not 0xD800 <= n <= 0xDFFF
         and (unicodedata.category(chr(n)) in ("Cc", "Cf", "Zl", "Zp", "Zs", "Me") or n % 1021 == 0 or n in (0x115F, 0x3164, 0xFFA0))]
  return [chr(n) for n in odd]


def reasons():
  """Close reasons, of 123 bytes at most, with all of these."""
  found, now = [], b""
  for character in odd_scalars():
    piece = character.encode()
    if len(now) + len(piece) > 110:
      found.append(now)
      now = b""
    now += piece
  return [*found, now]


def fields(size=1200, soft=True):
  """What one line of an HTTP head can hold: every pair of bytes without CR, LF and NUL, and the odd scalars. `soft` has no
  control bytes, for which a strict reader would refuse the line."""
  every = pairs() + "".join(odd_scalars()).encode()
  kept = bytes(b for b in every if (b >= 0x20 and b != 0x7F if soft else b not in b"\r\n\0"))
  return [kept[i:i + size] for i in range(0, len(kept), size - 1)]


def subjects():
  """Names for certificates with the odd scalars, three parts of at most 60 characters each."""
  odd = [c for c in odd_scalars() if c != "\0"]
  parts = ["".join(odd[i:i + 60]) for i in range(0, len(odd), 60)]
  return [parts[i:i + 3] for i in range(0, len(parts), 3)]
