#!/usr/bin/env python3
"""Compares an Autobahn index.json with .ci/autobahn-expected.json:  conformance.py INDEX [--write]

Any case that is worse or missing fails, and any that is better: commit the better file, so that it stays.
"""
import json, pathlib, sys

EXPECTED = pathlib.Path(__file__).resolve().parents[1] / "autobahn-expected.json"
# Best first. What no case may be, whatever the file says: FAILED, and NON-STRICT too.
ORDER = ["OK", "INFORMATIONAL", "UNIMPLEMENTED", "NON-STRICT", "WRONG CODE", "UNCLEAN", "FAILED BY CLIENT", "FAILED"]


def rank(result):
  return tuple(ORDER.index(word) if word in ORDER else len(ORDER) for word in result)


index = json.load(open(sys.argv[1]))
(agent,) = index
found = {case: [r["behavior"], r["behaviorClose"]] for case, r in index[agent].items()}
if "--write" in sys.argv:
  rows = sorted(found.items(), key=lambda item: [int(part) for part in item[0].split(".")])
  EXPECTED.write_text("{\n" + ",\n".join(f" {json.dumps(case)}: {json.dumps(result)}" for case, result in rows) + "\n}\n")
  sys.exit(f"{len(rows)} results written to {EXPECTED.name}")

expected = json.loads(EXPECTED.read_text())
worse = [f"{case}: {' / '.join(found.get(case, ['did not run']))}, was {' / '.join(result)}"
         for case, result in expected.items() if case not in found or rank(found[case]) > rank(result)]
bad = [f"{case}: {' / '.join(result)}" for case, result in found.items() if max(rank(result)) >= ORDER.index("NON-STRICT")]
better = [case for case, result in expected.items() if case in found and rank(found[case]) < rank(result)]
if worse or bad:
  sys.exit("\n".join(["not as good as what is committed:", *worse, *bad]))
if better:
  sys.exit(f"better than what is committed: {' '.join(better)}. Keep it: .ci/checks/conformance.py INDEX --write, and commit")
print(f"{len(found)} cases, all as good as committed; {len(found) - len(set(found) & set(expected))} not in the file")
