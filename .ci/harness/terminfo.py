"""What ncurses may write to a terminal of one type, as one regular expression.

Read from the terminal's own description, so that a sequence is allowed because that terminal
defines it and curses uses it, not because it looks harmless.
"""
import functools, re, subprocess

# What the curses library writes by itself. Left out on purpose: bel and flash, titles (tsl, fsl), the
# clipboard (Ms), colour definitions (initc), printing (mc*), status queries (u6 to u9).
DRAWING = """am blink bold cbt civis clear cnorm cr csr cub cub1 cud cud1 cuf cuf1 cup cuu cuu1 cvvis dch dch1
  dim dl dl1 ech ed el el1 enacs home hpa ht ich ich1 il il1 ind indn invis nel oc op rc rep rev ri rin ritm
  rmacs rmam rmcup rmir rmkx rmso rmul sc setab setaf sgr sgr0 sitm smacs smam smcup smir smkx smso smul vpa""".split()

# Our own switches: mouse, focus, paste, synchronised output, light and dark, kitty keys, and the questions after these; the cursor and the
# alternate screen once more, because the way out after a crash does not go through curses.
MODES = {25, 1000, 1002, 1003, 1004, 1006, 1049, 2004, 2026, 2031}
OWN = [
  r"\x1b\[\?(?:%s)(?:;(?:%s))*[hl]" % (("|".join(map(str, sorted(MODES))),) * 2),
  r"\x1b\[\?(?:2026|2031)\$p", r"\x1b\[\?u", r"\x1b\]11;\?\x1b\\", r"\x1b\[c", r"\x1b\[[<>]\d*u", r"\x1b\[0m",
]


@functools.lru_cache(None)
def strings(term):
  """The string capabilities of a terminal, as bytes."""
  text = subprocess.run(["infocmp", "-1", term], capture_output=True, text=True, check=True).stdout
  found = re.findall(r"^\t(\w+)=(.*),$", text, re.M)
  return {name: _unescaped(value) for name, value in found}


@functools.lru_cache(None)
def allowed(term):
  patterns = list(OWN)
  for name, value in strings(term).items():
    if name in ("sgr", "setab", "setaf", "sgr0"):
      patterns.append(r"(?:\x1b\[[0-9;:]*m|[\x0e\x0f]|\x1b\([B0])")
    elif name in DRAWING:
      # One by one: smcup of xterm is two sequences, and each may come in a read of its own.
      patterns += [_pattern(part) for part in re.split(r"(?=\x1b)", value) if "\x1b" in part]
  # The longest first: a choice of patterns takes the first that fits.
  return re.compile("|".join(sorted(patterns, key=len, reverse=True)).encode("latin-1"))


def _pattern(value):
  """A sequence with its parameters as numbers; the character of rep comes before it, as text."""
  value = re.sub(r"\$<[^>]*>", "", value)
  # Numbers may be left out where they say what the terminal assumes anyway.
  plain = re.fullmatch(r"\x1b\[(?:%[^A-Za-z]*[dp\d]|[%;{}\d+-])*([@-~])", re.sub(r"%i|%p\d", "", value))
  if plain and "%" in value:
    return r"\x1b\[[\d;]*" + re.escape(plain.group(1))
  pieces = re.split(r"(%i|%p\d|%\{\d+\}|%[-+*/m]|%[\d.]*[dc])", value)
  kinds = []
  for piece in pieces:
    if re.fullmatch(r"%[\d.]*d", piece):
      kinds.append(r"\d+")
    elif not piece.startswith("%"):
      kinds.append(re.escape(piece))
  return "".join(kinds)


def _unescaped(value):
  simple = {"E": "\x1b", "e": "\x1b", "n": "\n", "l": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f", "s": " ", "0": "\0"}

  def one(match):
    word = match.group(1)
    if word[0] == "^":
      return "\x7f" if word[1] == "?" else chr(ord(word[1]) & 0x1F)
    if re.fullmatch(r"\\[0-7]{3}", word):
      return chr(int(word[1:], 8) & 0x7F)
    return simple.get(word[1], word[1])
  return re.sub(r"(\\[0-7]{3}|\\.|\^.)", one, value)
