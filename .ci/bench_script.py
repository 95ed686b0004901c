#!/usr/bin/env python3
"""bench_script.py PROGRAM STEPS FILE: reads and checks a script of so many steps; wall and CPU seconds, peak RSS."""
import json, os, subprocess, sys, time

program, steps, path = sys.argv[1], int(sys.argv[2]), sys.argv[3]
with open(path, "w") as file:
  for number in range(steps // 2):
    file.write('{"send":"{\\"type\\":\\"order\\",\\"n\\":%d,\\"px\\":\\"64120.1\\"}"}\n' % number)
    file.write('{"expect":{"json":{"type":"ack","n":%d}}}\n' % number)
began = time.monotonic()
process = subprocess.Popen([program, "replay", path, "--check"], stdout=subprocess.DEVNULL)
_, status, usage = os.wait4(process.pid, 0)
print(json.dumps({"steps": steps, "status": status, "secs": round(time.monotonic() - began, 2),
                  "cpu": round(usage.ru_utime + usage.ru_stime, 2), "rss_mib": usage.ru_maxrss >> 10}))
