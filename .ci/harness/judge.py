"""All that a program writes, judged at the speed of regular expressions: which sequences, which characters, no cells."""
import re, select, os, time

from . import terminfo
from .checks import expect, fail
from .screen import Screen
from .vt import ESCAPE, MOTION, NEVER_SHOWN, STRING, _category, _width

SEQUENCE = re.compile(b"(?:" + STRING.pattern + b"|" + ESCAPE.pattern + rb"|\x1b)", re.S)
_ZERO_WIDE = "".join(re.escape(chr(n)) for n in range(0x80, 0x110000) if not 0xD800 <= n <= 0xDFFF and _width(n) == 0)
ESCAPED = re.compile(r"(?:<U\+|<\u00b7|<\.|\\u\{)([0-9A-Fa-f]+)[>}]")
BYTES = re.compile(r"(?:(?:<x|\\x)[0-9A-Fa-f]{2}>?)+")
# What joins the parts of an emoji; where cells are counted, nothing does.
_EMOJI = "\u00a9\u00ae\u203c-\U0001faff"
JOINER = re.compile(f"(?<=[{_EMOJI}])\ufe0f|(?<=[0-9#*])\ufe0f(?=\u20e3)|(?<=[{_EMOJI}\ufe0f])\u200d(?=[{_EMOJI}])")
# A mark that stands on nothing: after a motion, or first in what is written.
LONE_MARK = re.compile(f"(?:^|[\0-\x1f\x7f])[{_ZERO_WIDE}]")


def shown(text):
  """The code points that a text shows, as they are or spelt out, surrogates as three bytes."""
  found = set(map(ord, set(text))) | {int(number, 16) for number in set(ESCAPED.findall(text))}
  for run in set(BYTES.findall(text)):
    code = bytes.fromhex(re.sub(r"[<x>\\]", "", run))
    found.update(map(ord, code.decode("utf-8", "surrogatepass")) if code[0] == 0xED and len(code) % 3 == 0 else ())
  return found


def missing(found):
  """Code points that are not there; control bytes have many spellings and are left out."""
  return [n for n in range(0x20, 0x110000) if n not in found and not 0x7F <= n < 0xA0]


class Judge:
  """What `vt.Terminal` allows, without its cells."""

  def __init__(self, term="xterm-256color", cells=True, utf8=True):
    self.allowed = terminfo.allowed(term)
    # Where cells have to be counted, what the C library does not know is not shown either.
    self.cells = cells
    self.utf8 = utf8
    self.violations, self.seen = [], set()
    self.shown = set()  # asked for by `keeps`
    self.keeps = False
    self._good = set()

  def read(self, data):
    """No sequence and no character may be cut at the end, and no mark from its letter."""
    for sequence in set(SEQUENCE.findall(data)) - self._good:
      if not self.allowed.fullmatch(sequence):
        self.violations.append(f"sequence not allowed: {sequence[:80]!r}")
      self._good.add(sequence)
    text = SEQUENCE.sub(b"\0", data).decode("utf-8", "surrogateescape")
    if not self.cells:
      text = JOINER.sub("", text)
    for character in set(text) - self.seen:
      scalar = ord(character)
      if scalar < 0x20 or scalar == 0x7F:
        if scalar not in MOTION:
          self.violations.append(f"control byte {scalar:02X}")
      elif not self.utf8 and scalar > 0x7F or (_width(scalar) < 0 and (self.cells or _category(character) != "Cn")) or scalar in NEVER_SHOWN or _category(character) in ("Cc", "Cf", "Co", "Cs"):
        self.violations.append(f"character U+{scalar:04X} not allowed")
      self.seen.add(character)
    if self.keeps:
      self.shown |= shown(text)
    if lone := LONE_MARK.search(text):
      self.violations.append(f"mark U+{ord(lone.group()[-1]):04X} without a letter")


class JudgedScreen(Screen):
  """A program on a pseudo-terminal, for many megabytes."""

  def __init__(self, words, columns, rows, environment=None):
    super().__init__(words, columns, rows, environment=environment)
    self.judge, self.fresh, self.last, self.bytes = Judge(), bytearray(), b"", 0

  def pump(self, seconds=0.0):
    """Takes what comes until nothing has come for this long; the number of bytes."""
    count = 0
    while select.select([self.master], [], [], seconds)[0]:
      try:
        data = os.read(self.master, 65536)
      except OSError:
        break
      if not data:
        break
      self.fresh += data
      count += len(data)
    self.bytes += count
    return count

  def open(self, word="CAPTURE", seconds=60):
    """Until the word is there, and all that belongs to it."""
    end = time.monotonic() + seconds
    while word.encode() not in self.fresh:
      expect(time.monotonic() < end and not self.ended(), lambda: f"never written: {word}")
      self.pump(0.05)
    self.pump(0.3)
    self._judge()

  def turn(self, keys, mark=None, seconds=20, quiet=0.03, redraw="\x0c"):
    """Sends keys, and ^L, upon which all of the screen is painted; judges what came until the mark did. False where it did
    not."""
    self.send(keys + redraw)
    end, old = time.monotonic() + seconds, len(self.fresh)
    while time.monotonic() < end:
      if self._has(mark, old) and not self.pump(quiet):
        break
      self.pump(0.002)
      expect(not self.ended(), lambda: f"the program ended on the way: {self.status}")
    found = self._has(mark, old)
    self._judge()
    return found

  def _has(self, mark, old):
    return mark.encode() in self.fresh if mark else len(self.fresh) > old

  def _judge(self):
    """All but what may go on after the last sequence."""
    at = max(0, self.fresh.rfind(b"\x1b"))
    self.judge.read(bytes(self.fresh[:at]))
    self.last = bytes(self.fresh[-3000:])
    del self.fresh[:at]

  def expect_clean(self):
    expect(not self.judge.violations, lambda: "\n".join(self.judge.violations[:12]))

  def fail(self, words):
    fail(words + "\n" + SEQUENCE.sub(b"\n", self.last).decode("utf-8", "replace"))
