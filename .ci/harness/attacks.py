"""What a hostile server might say. Each has bytes that must never reach the terminal as they are."""

# name: (bytes, the part of it that would act if a terminal got it)
ATTACKS = {
  "osc-0 title": (b"A\x1b]0;pwned title\x07B", b"\x1b]0;pwned"),
  "osc-2 title st": (b"A\x1b]2;pwned\x1b\\B", b"\x1b]2;pwned"),
  "osc-52 clipboard": (b"A\x1b]52;c;cHduZWQ=\x07B", b"\x1b]52;c;cHdu"),
  "osc-8 link": (b"\x1b]8;;http://evil.example\x1b\\click\x1b]8;;\x1b\\", b"\x1b]8;;"),
  "osc-9 notify": (b"\x1b]9;hello\x07", b"\x1b]9;"),
  "osc-1337": (b"\x1b]1337;ClearScrollback\x07", b"\x1b]1337"),
  "csi colour": (b"A\x1b[38;5;199mpink\x1b[0m", b"\x1b[38;5;199m"),
  "csi move": (b"A\x1b[7;77Hmoved", b"\x1b[7;77H"),
  "csi clear": (b"A\x1b[2J\x1b[3Jgone", b"\x1b[3J"),
  "csi report": (b"\x1b[6n\x1b[c\x1b[21t\x1b[x", b"\x1b[21t"),
  "csi screen": (b"\x1b[?1049lout\x1b[?1049h", b"\x1b[?1049lout"),
  "csi mouse": (b"\x1b[?1003;1015h", b"\x1b[?1003;1015h"),
  "csi reset": (b"\x1bc\x1b[!p", b"\x1bc"),
  "csi repeat": (b"Z\x1b[4000b", b"\x1b[4000b"),
  "dcs tmux": (b"\x1bPtmux;\x1b\x1b]52;c;eHg=\x07\x1b\\", b"\x1bPtmux"),
  "dcs request": (b"\x1bP$qm\x1b\\", b"\x1bP$q"),
  "apc kitty": (b"\x1b_Ga=T;AAAA\x1b\\", b"\x1b_G"),
  "pm sos": (b"\x1b^pm\x1b\\\x1bXsos\x1b\\", b"\x1b^pm"),
  "charset": (b"\x1b(0lqqk\x1b(B \x0e shifted", b"\x1b(0lqqk"),
  "c1 in utf-8": ("A\u009b31mred\u009d0;title\u009c\u0090q\u0085next".encode(), "\u009b".encode()),
  "c0 all": (bytes(range(1, 32)) + b"\x7f", b"\x05\x06\x07"),
  "nul": (b"A\0B\0\0C", b"A\0B"),
  "overwrite": (b"secret\r\x08\x08\x08\x08safe   \x7f", b"\r\x08\x08"),
  "newlines": (b"one\ntwo\r\nthree\x0bfour\x0cfive", b"\x0bfour\x0c"),
  "bidi": ("user\u202e\u2066// admin\u2069\u2066 \u200f\u061c end".encode(), "\u202e".encode()),
  "right to left": ("\u05d0\u05d1\u05d2 \u0627\u0644\u0639".encode(), None),
  "zero width": ("a\u200bb\u200cc\u200dd\u2060e\ufefff\u00adg\u180eh".encode(), "\u200b".encode()),
  "zero width first": ("\u200b\u0301\u0300abc".encode(), "\u200b".encode()),
  "separators": ("a\u2028b\u2029c\u0085d".encode(), "\u2028".encode()),
  "tags": ("a\U000e0041\U000e0042\U000e007f".encode(), "\U000e0041".encode()),
  "zalgo": (("e" + "\u0301" * 40 + "x").encode(), ("\u0301" * 6).encode()),
  "private and none": ("\ue000\uf8ff\U000f0000\U0010ffff\ufdd0\ufffe".encode(), "\ue000".encode()),
  "emoji": ("\U0001f468\u200d\U0001f469\u200d\U0001f467 \U0001f44d\U0001f3fd \u26a0\ufe0f \U0001f1e9\U0001f1ea".encode(), "\u200d".encode()),
  "wide": ("\u65e5\u672c\u8a9e\uff21\u1100\u1161\u11a8".encode(), None),
  "escape in json": (b'{"a":"\\u001b]52;c;eA==\\u0007","b\x1b[7;77H":"\\u009b31m\\u202e"}', b"\x1b[7;77H"),
  "long": (b"\x1b[7;77H" * 3000, b"\x1b[7;77H"),
}
# Bytes that are no UTF-8: for binary frames and for what HTTP allows.
RAW = {
  "c1 raw": (b"A\x9b31mB\x9d0;t\x9c\x90x\x85", b"\x9b31m"),
  "overlong": (b"\xc0\x9b31m\xe0\x80\x9b\xf0\x80\x80\x9b", b"\x9b31m"),
  "surrogates": (b"\xed\xa0\x80\xed\xbf\xbf", b"\xed\xa0\x80"),
  "every byte": (bytes(range(256)), bytes(range(0x80, 0xA0))),
  "every byte backwards": (bytes(range(255, -1, -1)), bytes(range(0x9F, 0x7F, -1))),
}

# For one header line: no CR, LF or NUL, which would end it.
LINE = b"x\x1b]0;pwned title\x07\x1b]52;c;cHduZWQ=\x07\x1b[7;77H\x9b31m\x08\x7f\xe2\x80\xae\xe2\x80\x8bend"
# The same without control bytes, which a strict reader of HTTP lets through: C1 raw and in UTF-8, bidi, zero width.
SOFT_LINE = b"x\x9b31m\x9d0;pwned\x9c\xc2\x9b31m\xe2\x80\xae\xe2\x80\x8b\xf3\xa0\x81\x81\xff\xfeend"
REASON = b"bye\x1b]52;c;cHduZWQ=\x07\x1b[7;77H\xc2\x9b31m\xe2\x80\xae\xe2\x80\x8b\r\n\x08end"

POISON = sorted({p for _, p in [*ATTACKS.values(), *RAW.values()] if p} | {
  b"\x1b]52", b"\x1b]0;pwned", b"\x1b[7;77H", b"\x9b31m", b"\xe2\x80\xae", b"\xe2\x80\x8b"})
