"""A terminal that draws what it is sent and keeps a list of everything it should not have been sent."""
import codecs, ctypes, functools, locale, re, unicodedata

from . import terminfo

locale.setlocale(locale.LC_ALL, "C.UTF-8")
_libc = ctypes.CDLL(None)
_width = functools.lru_cache(None)(_libc.wcwidth)
_category = functools.lru_cache(None)(unicodedata.category)

# Printable for the C library, and yet nothing that a payload may put on a screen: they reorder, hide or join.
NEVER_SHOWN = {
  0xAD, 0x34F, 0x61C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFEFF, 0xFFA0, 0xFFFC,
  *range(0x180B, 0x1810), *range(0x200B, 0x2010), *range(0x2028, 0x202F), *range(0x2060, 0x2070),
  *range(0xFE00, 0xFE10), *range(0xFFF9, 0xFFFC), *range(0x1BCA0, 0x1BCA4), *range(0x1D173, 0x1D17B),
  *range(0xE0000, 0xE1000),
}
ESCAPE = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|[ -/]+[0-~]|[0-OQ-WYZ\\`-~])")
STRING = re.compile(rb"\x1b[\]PX^_].*?(?:\x07|\x1b\\|$)", re.S)
MOTION = b"\r\n\b\t\x0e\x0f\0"


class Terminal:
  def __init__(self, columns=80, rows=24, term="xterm-256color", utf8=True):
    self.term, self.columns, self.rows = term, columns, rows
    self.allowed = terminfo.allowed(term)
    self.decode = codecs.getincrementaldecoder("utf-8" if utf8 else "ascii")("surrogateescape").decode
    self.violations, self.modes, self.written = [], set(), 0
    self.pending = b""
    self.primary = None
    self._blank()

  # MARK: What a check asks

  def lines(self):
    return ["".join(row).rstrip() for row in self.cells]

  def text(self):
    return "\n".join(self.lines())

  def resize(self, columns, rows):
    """The program paints anew after a resize, so what does not fit may go."""
    self.columns, self.rows = columns, rows
    self.cells = [(row + [" "] * columns)[:columns] for row in self.cells[:rows]]
    self.cells += [[" "] * columns for _ in range(rows - len(self.cells))]
    self.top, self.bottom = 0, rows - 1
    self.x, self.y = min(self.x, columns - 1), min(self.y, rows - 1)

  # MARK: Bytes in

  def feed(self, data):
    self.pending += data
    while self.pending:
      taken = self._step(self.pending)
      if not taken:
        return
      self.pending = self.pending[taken:]
      self.written += taken

  def _step(self, data):
    first = data[0]
    if first == 0x1B:
      return self._escape(data)
    if first < 0x20 or first == 0x7F:
      if first not in MOTION:
        self._violation("control byte", data[:1])
      else:
        self._motion(first)
      return 1
    end = next((i for i, byte in enumerate(data) if byte < 0x20 or byte == 0x7F), len(data))
    for character in self.decode(data[:end], end < len(data)):
      self._put(character)
    return end

  def _escape(self, data):
    fits = self.allowed.match(data)
    any_escape = STRING.match(data) if data[1:2] in (b"]", b"P", b"X", b"^", b"_") else ESCAPE.match(data)
    if fits and any_escape and fits.end() < any_escape.end():
      fits = None
    if fits:
      self._perform(fits.group())
      return fits.end()
    if not any_escape:
      # Not all here yet; nothing that we allow is this long.
      if len(data) > 64:
        self._violation("endless sequence", data[:64])
        return len(data)
      return 0
    self._violation("sequence not allowed", any_escape.group()[:80])
    return any_escape.end()

  def _violation(self, kind, data):
    near = "".join(self.cells[self.y]).strip()[:60]
    self.violations.append(f"{kind}: {data!r} at byte {self.written}, row {self.y} column {self.x} ({near!r})")

  # MARK: Cells

  def _blank(self):
    self.cells = [[" "] * self.columns for _ in range(self.rows)]
    self.x = self.y = self.top = 0
    self.bottom = self.rows - 1
    self.saved = (0, 0)
    self.graphics = False
    self.last = " "

  def _put(self, character):
    scalar = ord(character)
    width = _width(scalar) if scalar < 0xD800 or scalar > 0xDFFF else -1
    if width < 0 or scalar in NEVER_SHOWN or _category(character) in ("Cc", "Cf", "Co", "Cs"):
      self._violation(f"character U+{scalar:04X} not allowed", character.encode("utf-8", "surrogateescape"))
      return
    if width == 0:
      if self.x == 0:
        self._violation(f"mark U+{scalar:04X} at the start of a row", character.encode())
        return
      at = min(self.x, self.columns) - 1
      while at > 0 and self.cells[self.y][at] == "":
        at -= 1
      self.cells[self.y][at] += character
      return
    if self.graphics:
      character = {"l": "+", "k": "+", "m": "+", "j": "+", "q": "-", "x": "|"}.get(character, character)
    if self.x + width > self.columns:
      self.x = 0
      self._line_feed()
    self.last = character
    self.cells[self.y][self.x] = character
    if width == 2:
      self.cells[self.y][self.x + 1] = ""
    self.x += width

  def _line_feed(self):
    if self.y == self.bottom:
      self._scroll(1)
    else:
      self.y = min(self.y + 1, self.rows - 1)

  def _scroll(self, count, top=None):
    """Positive: lines go up. Within the scroll region, or from `top` down."""
    top = self.top if top is None else top
    region = self.cells[top:self.bottom + 1]
    count = max(-len(region), min(len(region), count))
    blanks = [[" "] * self.columns for _ in range(abs(count))]
    region = region[count:] + blanks if count > 0 else blanks + region[:len(region) + count]
    self.cells[top:self.bottom + 1] = region

  def _motion(self, byte):
    if byte == 13: self.x = 0
    elif byte == 10: self._line_feed()
    elif byte == 8: self.x = max(0, min(self.x, self.columns - 1) - 1)
    elif byte == 9: self.x = min(self.columns - 1, (self.x // 8 + 1) * 8)
    elif byte == 14: self.graphics = True
    elif byte == 15: self.graphics = False

  def _perform(self, sequence):
    if sequence[:1] != b"\x1b":
      for byte in sequence: self._motion(byte) if byte < 0x20 else self._put(chr(byte))
      return
    # A capability may be several sequences in a row, as smcup of xterm is, and rep starts with a character.
    for match in re.finditer(rb"\x1b\[([<=>?]?)([0-9;:]*)([ -/]*)([@-~])|\x1b([ -/]?)([0-~])|([^\x1b])", sequence):
      private, numbers, between, final, middle, short, plain = match.groups()
      if plain: self._motion(plain[0]) if plain[0] < 0x20 else self._put(plain.decode())
      elif short: self._short(middle, short)
      elif private == b"?" and final in b"hl": self._mode(numbers, final == b"h")
      elif not private and not between: self._csi(numbers, final.decode())

  def _short(self, middle, final):
    if middle == b"(": self.graphics = final == b"0"
    elif middle: return
    elif final == b"7": self.saved = (self.x, self.y)
    elif final == b"8": self.x, self.y = self.saved
    elif final == b"M":
      if self.y == self.top: self._scroll(-1)
      else: self.y = max(0, self.y - 1)
    elif final == b"D": self._line_feed()
    elif final == b"E":
      self.x = 0
      self._line_feed()

  def _mode(self, numbers, on):
    for number in map(int, filter(None, numbers.split(b";"))):
      (self.modes.add if on else self.modes.discard)(number)
      if number == 1049 and on and self.primary is None:
        self.primary = (self.cells, self.x, self.y)
        self._blank()
      elif number == 1049 and not on and self.primary is not None:
        self._blank()
        self.cells, self.x, self.y = self.primary
        self.primary = None
        self.resize(self.columns, self.rows)

  def _csi(self, numbers, final):
    values = [int(n) if n else 0 for n in numbers.replace(b":", b";").split(b";")]
    first = values[0]
    count = max(1, first)
    row = self.cells[self.y]
    x = min(self.x, self.columns - 1)
    if final == "A": self.y = max(0, self.y - count)
    elif final == "B": self.y = min(self.rows - 1, self.y + count)
    elif final == "C": self.x = min(self.columns - 1, x + count)
    elif final == "D": self.x = max(0, x - count)
    elif final in "G`": self.x = min(self.columns, count) - 1
    elif final == "d": self.y = min(self.rows, count) - 1
    elif final in "Hf":
      self.y = min(self.rows, count) - 1
      self.x = min(self.columns, max(1, values[1] if len(values) > 1 else 1)) - 1
    elif final == "J": self._erase_display(first, x)
    elif final == "K":
      start, end = {0: (x, self.columns), 1: (0, x + 1), 2: (0, self.columns)}[first]
      row[start:end] = [" "] * (end - start)
    elif final == "X":
      end = min(self.columns, x + count)
      row[x:end] = [" "] * (end - x)
    elif final == "P": self.cells[self.y] = (row[:x] + row[x + count:] + [" "] * count)[:self.columns]
    elif final == "@": self.cells[self.y] = (row[:x] + [" "] * count + row[x:])[:self.columns]
    elif final == "L": self._scroll(-count, top=self.y)
    elif final == "M": self._scroll(count, top=self.y)
    elif final == "S": self._scroll(count)
    elif final == "T": self._scroll(-count)
    elif final == "b":
      for _ in range(count): self._put(self.last)
    elif final == "Z": self.x = max(0, (x - 1) // 8 * 8)
    elif final == "r":
      self.top = max(1, first) - 1
      self.bottom = (values[1] if len(values) > 1 and values[1] else self.rows) - 1
      self.x = self.y = 0
    elif final in "mhl": self.graphics = {10: False, 11: True}.get(first, self.graphics) if final == "m" else self.graphics

  def _erase_display(self, kind, x):
    if kind == 0:
      self.cells[self.y][x:] = [" "] * (self.columns - x)
      for y in range(self.y + 1, self.rows): self.cells[y] = [" "] * self.columns
    else:
      self.cells = [[" "] * self.columns for _ in range(self.rows)]
