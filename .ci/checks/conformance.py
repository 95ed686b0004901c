#!/usr/bin/env python3
"""Compares an Autobahn index.json with .ci/autobahn-expected.json:  conformance.py RUN INDEX CASES [--write]

RUN is "client", "client-window" (it offers other parameters of compression) or "server"; CASES are the patterns that were
asked for. Any case that is worse or missing fails, and any that is better: commit the better file, so that it stays.
"""
import fnmatch, json, pathlib, sys

EXPECTED = pathlib.Path(__file__).resolve().parents[1] / "autobahn-expected.json"
# Best first. What no case may be, whatever the file says: FAILED, and NON-STRICT too.
ORDER = ["OK", "INFORMATIONAL", "UNIMPLEMENTED", "NON-STRICT", "WRONG CODE", "UNCLEAN", "FAILED BY CLIENT", "FAILED"]


def rank(result):
  return tuple(ORDER.index(word) if word in ORDER else len(ORDER) for word in result)


run, path, patterns = sys.argv[1], sys.argv[2], json.loads(sys.argv[3])
index = json.load(open(path))
(agent,) = index
found = {case: [r["behavior"], r["behaviorClose"]] for case, r in index[agent].items()}
everything = json.loads(EXPECTED.read_text())
if "--write" in sys.argv:
  everything[run] = {**everything.get(run, {}), **found}

  def rows(results):
    ordered = sorted(results.items(), key=lambda item: [int(part) for part in item[0].split(".")])
    return ",\n".join(f"  {json.dumps(case)}: {json.dumps(result)}" for case, result in ordered)

  EXPECTED.write_text("{\n" + ",\n".join(
    f" {json.dumps(name)}: {{\n{rows(results)}\n }}" for name, results in everything.items()) + "\n}\n")
  sys.exit(f"{len(found)} results of {run} written to {EXPECTED.name}")

expected = {case: result for case, result in everything[run].items()
            if any(fnmatch.fnmatchcase(case, pattern) for pattern in patterns)}
worse = [f"{case}: {' / '.join(found.get(case, ['did not run']))}, was {' / '.join(result)}"
         for case, result in expected.items() if case not in found or rank(found[case]) > rank(result)]
bad = [f"{case}: {' / '.join(result)}" for case, result in found.items() if max(rank(result)) >= ORDER.index("UNIMPLEMENTED")]
unknown = sorted(set(found) - set(expected))
better = [case for case, result in expected.items() if case in found and rank(found[case]) < rank(result)]
if worse or bad or unknown:
  sys.exit("\n".join(["not as good as what is committed:", *worse, *bad, *(f"{case}: not in the file" for case in unknown)]))
if better:
  sys.exit(f"better than what is committed: {' '.join(better)}. Keep it: conformance.py {run} INDEX CASES --write, and commit")
good = sum(result == ["OK", "OK"] for result in found.values())
print(f"{run}: {len(found)} of {len(everything[run])} cases: {good} OK, {len(found) - good} INFORMATIONAL, as committed")
