#!/usr/bin/env python3
"""Kills a writer of captures at random microseconds, again and again: what it leaves must be an exact prefix of what it
appended, and miss no more than its last 200 ms or 256 KiB.

  kill.py BENCH [ROUNDS]
"""
import json, os, pathlib, random, shutil, signal, subprocess, sys, tempfile, time

bench = sys.argv[1]
rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 100
rng = random.Random(6455)
base = pathlib.Path(tempfile.mkdtemp(prefix="wsglass-kill-"))
words = []
try:
  for number in range(rounds):
    folder, progress = base / f"{number}", base / f"{number}.at"
    child = subprocess.Popen([bench, "log", str(folder), str(progress)], stdout=subprocess.DEVNULL)
    begin = time.monotonic()
    # The first frame is what the time counts from: a start under load takes as long as it takes.
    while not (progress.exists() and progress.stat().st_size and progress.read_bytes()[:8].strip(b"\0")):
      if child.poll() is not None or time.monotonic() - begin > 20:
        sys.exit(f"round {number}: the writer wrote nothing, exit {child.poll()}")
      time.sleep(0.001)
    time.sleep(rng.randrange(0, 250_000) / 1e6)
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    words += [str(folder), str(progress)]
  run = subprocess.run([bench, "verify", *words], capture_output=True, text=True, timeout=600)
  if run.returncode: sys.exit(run.stderr)
  out = run.stdout
  result = json.loads(out)
  print(out.strip())
  faults = []
  if result["corrupt"]: faults.append(f"{result['corrupt']} records are not what was appended")
  if result["worst_ms_beyond_256k"] > 200: faults.append(f"{result['worst_ms_beyond_256k']:.0f} ms were lost")
  if result["frames"] < rounds * 500: faults.append(f"only {result['frames']} frames in {rounds} rounds: too little to tell")
  if faults: sys.exit("\n".join(faults))
  print(f"{rounds} kills: every capture is an exact prefix; at most {result['worst_bytes'] >> 10} KiB were lost")
finally:
  shutil.rmtree(base, ignore_errors=True)
