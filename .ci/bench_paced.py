#!/usr/bin/env python3
"""CPU a frame where frames of 125 B come at a rate, in memory and with a capture: bench_paced.py BENCH FOLDER [RUNS]

What a capture adds to what a connection costs; `wsglass-bench append` says what it adds to a loop that only appends.
Runs are interleaved, each against the paced server of ../shared/bench; medians."""
import json, os, re, shutil, statistics, subprocess, sys

bench, folder, runs = sys.argv[1], sys.argv[2], int(sys.argv[3]) if len(sys.argv) > 3 else 3
flood = os.path.join(os.environ.get("B", "/tmp/bench"), "flood")
SECONDS = 4


def cpu(rate, captures):
  """Nanoseconds of CPU a frame, of all threads."""
  server = subprocess.Popen(["taskset", "-c", "0", flood, "-L", "30"], stdout=subprocess.PIPE, text=True)
  try:
    port = re.search(r"\d{4,5}", server.stdout.readline()).group()
    url = f"ws://127.0.0.1:{port}/paced?r={rate}&d={SECONDS}&s=125"
    line = subprocess.run(["taskset", "-c", "1", bench, "recv", url] + captures, capture_output=True, text=True, timeout=30)
    result = json.loads(line.stdout)
    assert result["n"] >= rate * SECONDS * 0.9, result
    return result["cpu"] / result["n"] * 1e9
  finally:
    server.kill()
    server.wait()


for rate in (50_000, 200_000, 500_000):
  memory, disk = [], []
  for _ in range(runs):
    memory.append(cpu(rate, []))
    disk.append(cpu(rate, [folder]))
    for name in os.listdir(folder):
      shutil.rmtree(os.path.join(folder, name))
  a, b = statistics.median(memory), statistics.median(disk)
  print(json.dumps({"frames_per_second": rate, "memory_ns": round(a), "capture_ns": round(b), "ratio": round(b / a, 2)}))
