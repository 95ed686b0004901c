#!/usr/bin/env python3
"""Opens a capture of a million frames in the program, and the same frames as text in lnav where it is installed: time to the
newest frame on screen, to the first after g, to the newest after G, and resident memory. One line of JSON each.

  bench_open.py WSGLASS CAPTURE [RUNS]
"""
import json, os, pathlib, shutil, statistics, subprocess, sys, tempfile, time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from harness.screen import Screen

program, capture = sys.argv[1], sys.argv[2]
runs = int(sys.argv[3]) if len(sys.argv) > 3 else 5
NEWEST, OLDEST = '"seq":1000000,', '"seq":1,'


def until(screen, wanted):
  begin = time.monotonic()
  while wanted not in screen.text():
    if time.monotonic() - begin > 30: sys.exit(f"{wanted} never came:\n{screen.text()}")
    screen.pump(0.001)


def press(screen, key, wanted):
  screen.settle()
  begin = time.monotonic()
  screen.send(key)
  until(screen, wanted)
  return (time.monotonic() - begin) * 1000


def measure(name, words):
  figures = []
  for _ in range(runs):
    begin = time.monotonic()
    with Screen(words, 120, 40) as screen:
      until(screen, NEWEST)
      opened = (time.monotonic() - begin) * 1000
      figures.append((opened, press(screen, b"g", OLDEST), press(screen, b"G", NEWEST), resident(screen.pid)))
  columns = [round(statistics.median(column), 1) for column in zip(*figures)]
  print(json.dumps({"kind": "open", "subject": name, **dict(zip(("first_ms", "top_ms", "end_ms", "rss_mb"), columns))}))


def resident(pid):
  with open(f"/proc/{pid}/statm") as file: return int(file.read().split()[1]) * 4096 / 1e6


measure("wsglass", [program, capture])
if shutil.which("lnav"):
  with tempfile.TemporaryDirectory() as folder:
    text = os.path.join(folder, "frames.log")
    subprocess.run([program, "export", capture, "--format", "text", "-o", text], check=True)
    measure("lnav", ["lnav", text])
