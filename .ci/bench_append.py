"""What a record of 125 B costs in memory and with files, ours beside the least that C can do, in turn.

usage: bench_append.py BENCH FOLDER RUNS

Prints a JSON line for each run, and one of medians: CPU ns a record, and what files add as a share.
"""
import json, os, statistics, subprocess, sys, tempfile

bench, folder, runs = sys.argv[1], sys.argv[2], int(sys.argv[3])
here = os.path.dirname(os.path.abspath(__file__))


def lines(*words):
  return json.loads(subprocess.run(words, check=True, capture_output=True, text=True).stdout.strip().splitlines()[-1])


with tempfile.TemporaryDirectory() as built:
  floor = built + "/append"
  # Its checksum is ours, written with what clang knows.
  subprocess.run(["clang", "-O2", "-o", floor, here + "/floors/append.c"], check=True)
  rows = []
  for run in range(runs):
    ours = lines(bench, "append", "10000000", folder)
    least = lines(floor, "10000000", folder, "1")
    rows.append(dict(memory=ours["memory_ns"], files=ours["disk_ns"], floor_memory=least["none"], floor_sum=least["fused"],
                     floor_files=least["fused+direct"], floor_ring=least.get("fused+ring", 0), floor_cache=least["fused+buffered"]))
    print(json.dumps(dict(kind="append", run=run, **{k: round(v, 2) for k, v in rows[-1].items()})), flush=True)
middle = {key: statistics.median(row[key] for row in rows) for key in rows[0]}
print(json.dumps(dict(
    kind="append", runs=runs, **{k: round(v, 1) for k, v in middle.items()},
    files_add=round(middle["files"] / middle["memory"] - 1, 2),
    floor_files_add=round(middle["floor_files"] / middle["floor_memory"] - 1, 2))))
