#!/usr/bin/env python3
"""Who may import whom, what may stand at the top, and what no file may say.

Every import has to be declared by its own target in Package.swift (SwiftPM's check is content with a declaration
anywhere below), and every declaration has to be one of the design: an arrow added there still has to be added here,
in the open.
"""
import json, pathlib, re, subprocess, sys

root = pathlib.Path(__file__).resolve().parents[2]
faults = []

# Every module of Sources and all that it may import. Pure modules name nothing that acts.
SYSTEM = {"Swift", "Glibc", "Synchronization", "FoundationEssentials", "Foundation"}
MODULES = {
  "Canvas": set(),
  # libcrypto writes Base64.
  "ByteText": {"COpenSSL"},
  "Secrets": {"ByteText"},
  # Swift by name: the standard library's NFC, for hosts, is not public otherwise.
  "WebSocketCore": {"ByteText", "COpenSSL", "CZlib", "Swift"},
  "Locks": {"Glibc"},
  "FrameLog": {"WebSocketCore", "Locks", "CLinux", "Synchronization", "Glibc", "FoundationEssentials"},
  "JSONBytes": {"ByteText"},
  "JSON5": {"ByteText"},
  # Canvas: its NearestName, for what was mistyped.
  "Scripts": {"ByteText", "JSONBytes", "Secrets", "Canvas", "FrameFilter", "Formats", "WebSocketCore"},
  # Glibc: the zone of a time of day.
  "FrameFilter": {"ByteText", "JSONBytes", "FrameLog", "WebSocketCore", "Locks", "Glibc"},
  # Canvas: its table of what does not show.
  "Formats": {"ByteText", "Canvas", "Secrets", "FrameLog", "FrameFilter", "WebSocketCore", "COpenSSL", "Glibc", "FoundationEssentials", "Locks"},
  "Profiles": {"ByteText", "JSON5", "Secrets"},
  "ProfileFiles": {"Profiles", "Secrets", "FrameLog", "Locks", "CLinux", "Glibc"},
  "InspectorModel": {"ByteText", "Secrets", "Profiles", "Canvas", "JSON5", "JSONBytes", "Scripts", "FrameFilter", "FrameLog", "WebSocketCore"},
  "InspectorUI": {"ByteText", "Secrets", "Profiles", "InspectorModel", "Canvas", "FrameFilter", "FrameLog", "WebSocketCore"},
  "Loop": {"CLinux", "Locks", "Glibc", "Synchronization"},
  "Transport": {"ByteText", "Loop", "Locks", "CLinux", "COpenSSL", "Glibc", "Synchronization"},
  "WebSocketClient": {"ByteText", "WebSocketCore", "Transport", "Loop", "Glibc", "Synchronization"},
  "WebSocketServer": {"ByteText", "WebSocketCore", "Transport", "Loop", "Glibc", "Synchronization"},
  "Sessions": {"ByteText", "Secrets", "Scripts", "FrameLog", "Formats", "WebSocketClient", "WebSocketCore", "Transport", "Loop", "Locks", "Glibc", "Synchronization"},
  "CursesTerminal": {"Canvas", "CNcurses", "CLinux", "Glibc", "Synchronization"},
  "wsglass": None,  # the only place that sees everything; but C stays in its shim's owner
  "wsglass-bench": None,
  "wsglass-fuzz": {"Scripts", "Secrets", "Profiles", "JSON5", "Formats", "FrameFilter", "FrameLog", "WebSocketClient", "WebSocketCore", "Transport", "Loop", "Glibc"},
  "CLinux": set(), "CNcurses": set(), "COpenSSL": set(), "CZlib": set(),
}
# The C libraries have one owner each, or few.
OWNERS = {
  "CNcurses": {"CursesTerminal"},
  "COpenSSL": {"ByteText", "WebSocketCore", "Transport", "Formats"},
  "CZlib": {"WebSocketCore"},
}
TOP = {"Package.swift", "Sources", "Tests", "themes", "README.md", "CHANGELOG.md"}

# (what, where it holds, what to do instead, files that may)
BANS = [
  (r"\btry!", "Sources", "handle the error", set()),
  (r"\bas!", "Sources", "`as?` and a decision", set()),
  (r"\bfatalError\(", "Sources", "`preconditionFailure(\"a sentence\")`", set()),
  (r"-Ounchecked|unsafeFlags", ".", "the traps make faults visible", set()),
  (r"\bTODO\b|\bFIXME\b|\bXXX\b", "Sources", "do it, or file it", set()),
  (r"(?<![.\w])(?<!func )print\(", "Sources", "`writeLine(safe(...))`: everything shown goes through DisplayText", {"wsglass-bench", "wsglass-fuzz"}),
  (r"\.disabled\(|XCTSkip|withKnownIssue|\.enabled\(if:", "Tests", "a test that is off proves nothing", set()),
  (r"Thread\.sleep|\busleep\(|(?<![.\w])sleep\(|Task\.sleep", "Tests", "tests wait for events", set()),
  (r"String\(cString:.*payload|Int\(payloadLength\)|UInt32\(payloadLength\)", "Sources", "`Int(exactly:)`", set()),
  (r"\bCharacter\b", "Sources/WebSocketCore", "bytes: CR LF is one Character", set()),
  (r"\bDate\(|ContinuousClock|SystemRandomNumberGenerator|\.random\(", "Sources/WebSocketCore", "`now` and randomness come in as arguments", set()),
  (r"\bTask(\.detached)? *\{", "Sources", "no unstructured tasks outside the executable", {"wsglass", "wsglass-bench", "wsglass-fuzz"}),
]
# `@unchecked Sendable` and `nonisolated(unsafe)` need a reason within the ten lines before.
UNCHECKED = re.compile(r"@unchecked Sendable|nonisolated\(unsafe\)")
MACHINE = re.compile(r"(^|[^a-zA-Z0-9_.])/(work|farm|home|root|Users)/|/\.library\b")


def fault(path, number, words):
  faults.append(f"{path.relative_to(root)}:{number}: {words}")


def code_of(line):
  """The line without a comment or what stands in quotes."""
  return re.sub(r'"(\\.|[^"\\])*"', '""', line).split("//")[0]


IMPORT = re.compile(
  r"(?:@\w+(?:\([^)]*\))? +)*(?:(?:public|internal|package|private|fileprivate) +)?import +"
  r"(?:(?:struct|class|enum|func|typealias|protocol|let|var) +)?(\w+)")


def imports(lines):
  found = ((number, IMPORT.match(line)) for number, line in enumerate(lines, 1))
  return [(number, match.group(1)) for number, match in found if match]


def check_declared(path, target, lines):
  for number, name in imports(lines):
    if name in declared and name not in declared[target]:
      fault(path, number, f"{target} imports {name} and does not declare it in Package.swift")


def check_imports(path, module, lines):
  allowed = MODULES[module]
  for number, name in imports(lines):
    if name in OWNERS and module not in OWNERS[name]:
      fault(path, number, f"only {', '.join(sorted(OWNERS[name]))} may import {name}")
    elif allowed is not None and name not in allowed:
      fault(path, number, f"{module} may import {', '.join(sorted(allowed)) or 'nothing'}; not {name}")


def check_words(path, lines):
  local = path.relative_to(root)
  for pattern, where, advice, exempt in BANS:
    if where != "." and not local.is_relative_to(where):
      continue
    if len(local.parts) > 1 and local.parts[1] in exempt:
      continue
    for number, line in enumerate(lines, 1):
      text = line if "TODO" in pattern or where == "." else code_of(line)
      if re.search(pattern, text):
        fault(path, number, f"{line.strip()[:60]!r}: {advice}")
  for number, line in enumerate(lines, 1):
    reason = "\n".join(l for l in lines[max(0, number - 11):number] if l.lstrip().startswith("//"))
    if local.parts[0] == "Sources" and UNCHECKED.search(code_of(line)) and not reason:
      fault(path, number, "say above it why this is sound")


package = subprocess.run(["swift", "package", "describe", "--type", "json"], cwd=root, capture_output=True, text=True, check=True).stdout
declared = {t["name"]: set(t.get("target_dependencies", [])) for t in json.loads(package)["targets"]}

tracked = subprocess.run(["git", "ls-files"], cwd=root, capture_output=True, text=True, check=True).stdout.split("\n")
for top in sorted({name.split("/")[0] for name in tracked if name}):
  if top not in TOP and not top.startswith("."):
    faults.append(f"{top}: does not belong at the top; the top is {', '.join(sorted(TOP))} and dotfiles")

for name in filter(None, tracked):
  path = root / name
  if not path.is_file() or path.suffix not in (".swift", ".py", ".js", ".sh", ".md", ".json", ".h", ".modulemap", ""):
    continue
  lines = path.read_text(errors="replace").split("\n")
  for number, line in enumerate(lines, 1):
    if MACHINE.search(line) and path.name != "layers.py":
      fault(path, number, f"{line.strip()[:60]!r}: a path of one machine")
  if path.suffix != ".swift":
    continue
  check_words(path, lines)
  parts = path.relative_to(root).parts
  if len(parts) > 2 and parts[1] in declared:
    check_declared(path, parts[1], lines)
  if parts[0] == "Sources":
    if parts[1] not in MODULES:
      faults.append(f"{parts[1]}: a new module; say in .ci/checks/layers.py what it may import")
    else:
      check_imports(path, parts[1], lines)

if faults:
  print("\n".join(sorted(set(faults))))
  sys.exit(f"{len(set(faults))} faults in the layers")
print(f"{len(MODULES)} modules, every import as in the design; the bans hold")
