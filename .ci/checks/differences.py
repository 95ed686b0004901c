"""Where our core and Python websockets' sans-I/O protocol differ on purpose, each with its reason.

A rule is (name, reason, applies). `applies(case, ours, theirs)` says exactly what both did, so that nothing else hides
behind it. differential.py fails on a difference that no rule explains, and on a rule that no case met.

`ours["error"]` is the rule that the core named, "" where it found none. `sent` is the code of the Close frame that went
out: 1005 for one without a code, None where none did.
"""


def same_messages(ours, theirs):
  return ours["messages"] == theirs["messages"]


def early(ours, theirs):
  """Theirs holds a prefix of ours, or the other way round: one of the two stopped before the other."""
  a, b = ours["messages"], theirs["messages"]
  return a[:len(b)] == b or b[:len(a)] == a


def stays_behind(ours, theirs):
  """Theirs says what ours does up to a message of which it has the beginning at most."""
  a, b = ours["messages"], theirs["messages"]
  at = next((i for i, (x, y) in enumerate(zip(a, b)) if x != y), min(len(a), len(b)))
  if at == len(a) or at == len(b):
    return True
  return b[at][0] == a[at][0] and a[at][1].startswith(b[at][1]) or ours["error"] != ""


RULES = [
  ("length not in its shortest form",
   "RFC 6455 section 5.2 is a MUST (F08, F09); websockets takes any form.",
   lambda c, o, t: o["error"] == "lengthNotMinimal" and o["sent"] == 1002 and early(o, t)),
  ("length with its top bit set",
   "Section 5.2: the top bit MUST be 0, so it breaks a rule (F10) before it is too long; websockets says 1009.",
   lambda c, o, t: o["error"] == "lengthOutOfRange" and o["sent"] == 1002 and t["sent"] == 1009 and same_messages(o, t)),
  ("close inside a fragmented message",
   "Section 5.4 lets control frames in; it is answered like any other close (F36, Autobahn 7.1.5); websockets says 1002.",
   lambda c, o, t: o["error"] == "" and o["received"] is not None and t["sent"] == 1002
   and t["error"] == "incomplete fragmented message" and same_messages(o, t)),
  ("not DEFLATE",
   "The fault is in the message's data, not in the framing: 1007 (D05, D11, D12); websockets says 1002.",
   lambda c, o, t: o["error"] == "inflateFailed" and o["sent"] == 1007 and t["sent"] == 1002
   and t["error"] == "decompression failed" and same_messages(o, t)),
  ("compressed message that ends inside a block",
   "zlib takes it and stumbles over the next one (D09, D16): 1007 on the message itself; websockets hands on what there is.",
   lambda c, o, t: o["error"] == "compressedMessageTruncated" and o["sent"] == 1007 and early(o, t)),
  ("block with BFINAL",
   "RFC 7692 section 7.2.3.4 allows it, and the window goes on (D10); websockets' inflater is over after it and yields nothing.",
   lambda c, o, t: c.tags & {"bfinal", "random-deflate"} and stays_behind(o, t)),
  ("window larger than agreed",
   "The outcome must not depend on how a message was cut, so ours always inflates with 32 KiB (D13); websockets' zlib notices "
   "some of the distances that reach too far.",
   lambda c, o, t: "large-window" in c.tags and t["error"] == "decompression failed" and o["error"] != "inflateFailed"),
  ("a fault in a frame that never came whole",
   "A header's fault shows at its byte, and wrong text at its own (F01, F07, F23); websockets reads the whole frame first, "
   "and the stream ended before.",
   lambda c, o, t: o["error"] != "" and o["sent"] in (1002, 1007, 1009) and t["sent"] is None and t["status"] == 1006
   and same_messages(o, t)),
  ("a fault of the first bytes in a frame that is too long",
   "What the first two bytes show is told first; websockets looks at the length before the reserved bits, the opcode's place "
   "and the size of a control frame, and says 1009.",
   lambda c, o, t: o["error"] in ("reservedBits", "fragmentedControl", "controlTooLong", "unexpectedContinuation",
                                  "expectedContinuation") and o["sent"] == 1002 and t["sent"] == 1009
   and same_messages(o, t)),
  ("close with a forbidden code and a reason that is not UTF-8",
   "The code stands first: 1002; websockets decodes the reason first and says 1007.",
   lambda c, o, t: o["error"] == "closeCodeForbidden" and o["sent"] == 1002 and t["sent"] == 1007 and same_messages(o, t)),
  ("a control frame inside a message that is nearly too long",
   "A control frame is no part of the message around it (section 5.4); websockets counts it against what the message may "
   "still have, and says 1009.",
   lambda c, o, t: t["sent"] == 1009 and t["error"].startswith("frame with")
   and o["messages"][:len(t["messages"])] == t["messages"]),
]
