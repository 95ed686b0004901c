"""What can come onto the screen: each text in a message to the inspector's model, which is the only way in, read from the sources."""
import pathlib, re

ROOT = pathlib.Path(__file__).resolve().parents[2] / "Sources"
FOLDERS = ("InspectorModel", "FrameLog", "Profiles", "WebSocketCore")
TEXTS = {"String", "UInt8", "Scalar", "DisplayText"}
# What a log holds beyond the facts of a connection.
LOG = {"log.payload", "log.note", "log.mark"}
_OPENING = re.compile(r"^( *)(?:public |package |indirect |final )*(?:struct|enum|class|extension|actor) ([\w.]+)[^\n]*\{$", re.M)
_PROPERTY = re.compile(r"^ *public (?:internal\(set\) |private\(set\) )?(?:var|let) (\w+)(?:: ([^={\n]+?))?(?: = ([^{\n]*))?$", re.M)
_CASE = re.compile(r"^ *case (\w+)\(([^\n]*)\)$", re.M)


def texts():
  """`Type.property`, `Type.case`, or the message's own name."""
  types = _types()
  found, seen = set(), set()

  def walk(path, kind, within):
    for name in set(re.findall(r"[A-Z][\w.]*", kind)):
      if name.split(".")[-1] in TEXTS:
        found.add(path)
      elif name == "LogReader":
        found.update(LOG)
        walk(path, "ConnectionFacts", "")
      else:
        for full in _meant(name, within, types):
          if full not in seen:
            seen.add(full)
            members(full)

  def members(full):
    for label, kind, value in _PROPERTY.findall(types[full]):
      walk(f"{full}.{label}", kind or ("String" if '"' in value else value), full)
    for case, kinds in _CASE.findall(types[full]):
      walk(case if full == "InspectorModel.Message" else f"{full}.{case}", kinds, full)

  members("InspectorModel.Message")
  return found


def _meant(name, within, types):
  """What a name stands for inside of a type: the nearest, else any that ends like this."""
  while within:
    if f"{within}.{name}" in types:
      return [f"{within}.{name}"]
    within = within.rpartition(".")[0]
  return [name] if name in types else [full for full in types if full.endswith("." + name)]


def _types():
  """Of each type what is its own: without the bodies of nested types and of functions."""
  found = {}
  for folder in FOLDERS:
    for path in sorted((ROOT / folder).rglob("*.swift")):
      text = re.sub(r" *//.*", "", path.read_text())
      around = []
      for match in _OPENING.finditer(text):
        around = around[:len(match.group(1)) // 2] + [match.group(2)]
        full = ".".join(around)
        body = text[match.end():text.find(f"\n{match.group(1)}}}", match.end())]
        found[full] = found.get(full, "") + _own(body)
  return found


def _own(body):
  lines, depth = [], 0
  for line in body.split("\n"):
    if depth == 0:
      lines.append(line)
    depth += line.count("{") - line.count("}")
  return "\n".join(lines)
