#!/usr/bin/env python3
"""Every scalar in every field of the screen that shows what a peer said, a file holds or the user typed.

`wsglass-bench fields` fills the inspector's model by the messages that the program itself sends, draws the panes and shows them
with the program's own terminal, whose bytes are judged here by the terminal's description alone. It tells which scalars were not
to be seen, as they are or spelt out. What draws no cell (character, marks and role) that the field did not draw before is not
written again. TEXTS is the table of all that can come onto the screen; a text that the model learns to take in, and has no row,
fails. What the program makes of logs, files and peers is looked at by fields.py and everything.py.
"""
import concurrent.futures, json, os, pty, subprocess

from harness import checks, children, incoming
from harness.checks import check, expect
from harness.judge import Judge

WORKERS = 2

# A text of a message to the model: the drawn fields that show it, by how their names begin.
TEXTS = {
  "addressGiven": "tab bar: titles|list of tabs: titles|list of receivers: titles|titles of two tabs|title of compose|"
                  "panel of an end: the tab|panel of a replay: the script's name|question: a tab",
  "captureOpened": "tab bar: titles|status line: address",
  "CaptureSummary.name": "list of captures: names|list of captures on a narrow",
  "Closure.Status.reason": "panel of an end: reason",
  "Composer.Entry.text": "list of what was sent", "HistoryEntry.line": "list of what was sent|prompt of command line",
  "DraftChoice.name": "list of snippets", "snippets": "list of snippets",
  "ComposePayload.text": "compose: why a message", "ComposePayload.file": "compose: the path", "sendFailed": "compose: why a message",
  "ConnectOptions.url": "connect: address", "ConnectOptions.protocols": "connect: address", "ConnectOptions.origin": "connect: address",
  "ConnectOptions.proxy": "connect: address", "ConnectOptions.caFile": "connect: address",
  "ConnectOptions.certificate": "connect: address", "ConnectOptions.key": "connect: address",
  "ConnectOptions.script": "connect: the script", "ConnectOptions.headers": "connect: the first header|connect: a header",
  "curlRead": "connect: what of a curl", "optionsRefused": "connect: what is wrong",
  "ConnectionFacts.url": "page: handshake", "ConnectionFacts.failure": "page: handshake", "ConnectionFacts.peer": "page: handshake",
  "ConnectionFacts.local": "page: handshake", "ConnectionFacts.subprotocol": "page: handshake",
  "ConnectionFacts.extensions": "page: handshake", "ConnectionFacts.TLS.version": "page: handshake",
  "ConnectionFacts.TLS.cipher": "page: handshake", "ConnectionFacts.TLS.alpn": "page: handshake",
  "ConnectionFacts.Certificate.subject": "page: handshake", "ConnectionFacts.Certificate.issuer": "page: handshake",
  "ConnectionFacts.Certificate.fingerprint": "page: handshake", "ConnectionFacts.Head.startLine": "page: handshake",
  "ConnectionFacts.Field.name": "page: handshake", "ConnectionFacts.Field.value": "page: handshake",
  "ConnectionFacts.Step.detail": "page: steps", "ConnectionFacts.Step.name": "page: steps",
  "ConnectionFacts.Close.reason": "page: why it ended", "ConnectionFacts.Close.detail": "page: why it ended",
  "ConnectionFacts.Close.cause": "page: why it ended", "ConnectionFacts.Status.reason": "page: why it ended",
  "ExportOrder.file": "question: a file|export: the file", "ExportResult.written": "hint row: a notice|page: messages",
  "ExportResult.failed": "hint row: a notice|page: messages",
  "FailureReport.title": "panel of a failure", "FailureReport.what": "panel of a failure", "FailureReport.code": "panel of a failure",
  "FailureReport.why": "panel of a failure", "FailureReport.tries": "panel of a failure",
  "FailureReport.responseHead": "panel of a failure",
  "fileRead": "compose: the path", "FileContent.bytes": "compose: a text", "FileContent.failed": "prompt of a file: why",
  "draftEdited": "compose: a text", "edited": "compose: a text", "pathsFound": "prompt of a file: completions",
  "themeNames": "prompt of a file: completions",
  "log.payload": "log: payloads|log: reasons|detail: text|detail: strings|list of marks: payloads|ways to copy|"
                 "prompt of search: a value|compose: a message sent again|page: what differs",
  "log.note": "log: events", "log.mark": "log: notes|list of marks: notes",
  "notice": "hint row: a notice|status line: a notice|page: messages", "warnings": "hint row: a notice|page: messages",
  "LeftTab.title": "question: tabs that were left", "LeftTab.address": "tab bar: titles|status line: address",
  "profileAsks": "prompt of a secret", "profileExists": "question: a profile", "profileGiven": "tab bar: titles",
  "ProfileMark.name": "tab bar: titles", "ProfileMark.environment": "tab bar: titles", "ProfileMark.tag": "tab bar: tag",
  "ProfileSummary.name": "list of profiles on a narrow|list of profiles: names",
  "ProfileSummary.Variant.address": "list of profiles: addresses", "ProfileSummary.Variant.environment": "list of profiles: addresses",
  "ProfileSummary.traits": "list of profiles: traits", "ProfileSummary.fault": "list of profiles: faults",
  "ProfileSummary.Line.text": "list of profiles: what the chosen",
  "ReplayState.name": "panel of a replay: the script's name", "ReplayState.speed": "panel of a replay: kinds",
  "ReplayState.Step.kind": "panel of a replay: kinds", "ReplayState.Step.text": "panel of a replay: name",
  "ReplayState.Failure.place": "panel of a replay: place", "ReplayState.Failure.reason": "panel of a replay: place",
  "ReplayState.Failure.expected": "panel of a replay: place", "ReplayState.Failure.seen": "panel of a replay: place",
  "TabStatus.Phase.connecting": "status line: step", "TabStatus.Security.verified": "status line: address",
  "TabStatus.Security.unverified": "status line: version", "TabStatus.url": "status line: address|list of tabs: hosts|list of receivers: hosts",
  "TabStatus.extensions": "status line: address", "TabStatus.subprotocol": "status line: address",
  "TabStatus.tolerated": "status line: address", "TabStatus.captureFault": "status line: address",
  "TabStatus.incompleteFor": "status line: address", "TabStatus.retry": "status line: address",
  "themes": "list of themes", "ThemeSummary.name": "list of themes: names", "ThemeSummary.variant": "list of themes: names",
  "ThemeSummary.details": "list of themes: what is wrong",
}
# Texts that are never shown as they came, and why.
NOT_SHOWN = {
  "CaptureSummary.id": "how the runtime finds it again", "ConnectionFacts.Close.by": "us, peer or something else: chooses our words",
  "ComposePayload.binary": "its size is told", "ComposePayload.fragments": "its size is told",
  "ComposePayload.ping": "its size is told", "ComposePayload.pong": "its size is told",
  "ConnectOptions.pingInterval": "digits, of the user's own", "ConnectOptions.pingTimeout": "digits, of the user's own",
  "ConnectOptions.tries": "digits, of the user's own", "Opcode.rawValue": "a number",
  "ProtocolError.reservedBits": "a number", "ProtocolError.reservedOpcode": "a number",
  "ProfileSummary.Line.label": "our own words",
  "LeftTab.profile": "the name of a file that is looked for", "LeftTab.environment": "a name that is looked for in a profile",
}
# Fields that have no message: the search and command lines, and what is known before the first one.
OTHER_FIELDS = ("prompt of search: a pasted", "prompt of filter: a pasted", "status line of the first screen", "list of captures: what is kept",
                "connect: what the environment", "page: what differs")


@check("every text that can come onto the screen has a row in the table of fields")
def table():
  texts = incoming.texts()
  rows = {**TEXTS, **NOT_SHOWN}
  expect(len(texts) > 80, lambda: f"only {len(texts)} texts were found in the sources")
  for missing_one in sorted(texts - set(rows)):
    checks.fail(f"{missing_one} can come onto the screen and has no row in .ci/checks/drawn.py")
  for gone in sorted(set(rows) - texts):
    checks.fail(f"{gone} is in the table of .ci/checks/drawn.py, and no message has it")
  return f"{len(texts)} texts"


def bench():
  program = f"{os.path.dirname(checks.program())}/wsglass-bench"
  expect(os.path.exists(program), f"no {program}: swift build -c release")
  return program


def draw(part, parts, locale, names=()):
  """One part of the drawn fields on a terminal of its own; (judge, reports, bytes)."""
  master, slave = pty.openpty()
  report = f"{children.scratch()}/report"
  process = subprocess.Popen(
    [bench(), "fields", report, str(part), str(parts), *names], stdin=slave, stdout=slave, stderr=subprocess.PIPE,
    env={"PATH": os.environ["PATH"], "TERM": "xterm-256color", "LC_ALL": locale}, start_new_session=True)
  children._running.append(process)
  os.close(slave)
  judge, fresh, size = Judge(utf8=locale != "C"), bytearray(), 0
  while True:
    try:
      data = os.read(master, 1 << 16)
    except OSError:
      break
    fresh += data
    size += len(data)
    if len(fresh) > 1 << 21:
      at = fresh.rfind(b"\x1b")
      judge.read(bytes(fresh[:at]))
      del fresh[:at]
  judge.read(bytes(fresh))
  os.close(master)
  errors = process.stderr.read()
  expect(process.wait() == 0, lambda: f"wsglass-bench fields: {process.returncode} {errors[-500:]!r}")
  with open(report) as file:
    return judge, [json.loads(line) for line in file], size


def drawn(locale, names=()):
  with concurrent.futures.ThreadPoolExecutor(WORKERS) as pool:
    parts = list(pool.map(lambda part: draw(part, WORKERS, locale, names), range(1, WORKERS + 1)))
  reports = {report["field"]: report for _, all_of_part, _ in parts for report in all_of_part}
  for judge, _, _ in parts:
    expect(not judge.violations, lambda: "\n".join(judge.violations[:12]))
  faults = [f"{name}: {r['missing']} scalars were not seen in all of its {r['places']} places: {r['first']}"
            for name, r in reports.items() if r["missing"]]
  expect(not faults, lambda: "\n".join(faults))
  return reports, sum(size for _, _, size in parts)


@check("all scalars in each field of the screen, drawn by its own pane")
def screens():
  reports, size = drawn("C.UTF-8")
  rows = [start for starts in TEXTS.values() for start in starts.split("|")] + list(OTHER_FIELDS)
  for start in rows:
    expect(any(name.startswith(start) for name in reports), lambda: f"no drawn field begins with {start!r}")
  for name in reports:
    expect(any(name.startswith(start) for start in rows), lambda: f"{name!r} is drawn, and no text has it in the table")
  places = sum(report["places"] for report in reports.values())
  slow = max(reports.values(), key=lambda report: report["seconds"])
  return (f"{places} places, {sum(r['drawn'] for r in reports.values())} screens drawn, {size / 1e6:.0f} MB judged, "
          f"{sum(r['seconds'] for r in reports.values()):.0f} s of CPU, the most for: {slow['field']} ({slow['seconds']:.0f} s)")


@check("the same of a few fields where the locale has ASCII alone")
def ascii_screens():
  reports, size = drawn("C", ("panel of a failure", "panel of an end: reason", "log: payloads", "prompt of search: a pasted"))
  expect(len(reports) == 4, lambda: list(reports))
  return f"{size / 1e6:.0f} MB judged"


checks.run()
