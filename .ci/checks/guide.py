#!/usr/bin/env python3
"""Every test that the table of hackney's guide names is there."""
import pathlib, re, sys

root = pathlib.Path(__file__).resolve().parents[2]
table = (root / "Sources/WebSocketClient/WebSocketClient.docc/HackneyGuide.md").read_text()
tests = set()
for file in (root / "Tests").rglob("*.swift"):
  tests |= set(re.findall(r"func `([^`]+)`", file.read_text()))
named, faults = 0, []
for row in table.splitlines():
  if not row.startswith("| ") or set(row) <= set("| -:"):
    continue
  cell = row.rstrip("|").rsplit("|", 1)[-1]
  names = re.findall(r"`([^`]+)`", cell)
  if not names and cell.strip() != "test":
    faults.append(f"a row without a test: {row}")
  for name in names:
    named += 1
    if name not in tests:
      faults.append(f"no such test: {name}")
for fault in faults:
  print(fault)
if faults:
  sys.exit(f"{len(faults)} faults in the table of hackney's guide")
print(f"{named} tests named by the table of hackney's guide, all there")
