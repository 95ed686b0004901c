"""Processes that end when the check ends, whatever way it ends."""
import atexit, os, shutil, signal, subprocess, sys, tempfile, time

_running = []
_folders = []


def start(words, **options):
  """A process in a group of its own, so that what it started ends with it."""
  process = subprocess.Popen(words, start_new_session=True, stdin=subprocess.DEVNULL, **options)
  _running.append(process)
  return process


def scratch():
  """A folder that goes when the check goes."""
  folder = tempfile.mkdtemp(prefix="wsglass-ci-")
  _folders.append(folder)
  return folder


def forget_tabs(environment, own=None):
  """A start offers the tabs of a program that was killed; here each start is on its own, but where a check has a place of its own."""
  if "XDG_STATE_HOME" in environment and "XDG_STATE_HOME" not in (own or {}):
    shutil.rmtree(f"{environment['XDG_STATE_HOME']}/wsglass/open", ignore_errors=True)


def on_exit(action):
  atexit.register(action)


def is_running(pid):
  """False for a zombie too: it has ended, only nobody has asked."""
  try:
    with open(f"/proc/{pid}/stat") as file:
      return file.read().rpartition(")")[2].split()[0] not in "ZX"
  except OSError:
    return False


def cpu_seconds(pid):
  with open(f"/proc/{pid}/stat") as file:
    fields = file.read().rpartition(")")[2].split()
  return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def fork(function, calls, together):
  """Whether each of the calls said True, made in processes of their own, so many at a time."""
  results, running, waiting = [], {}, list(calls)
  on_exit(lambda: [os.kill(pid, signal.SIGTERM) for pid in running])
  while waiting or running:
    while waiting and len(running) < together:
      words = waiting.pop(0)
      pid = os.fork()
      if pid == 0:
        # What the parent started is the parent's to stop.
        _running.clear()
        _folders.clear()
        running.clear()
        # Two at a time would find each other's.
        os.environ["XDG_STATE_HOME"] = scratch()
        sys.exit(0 if function(*words) else 1)
      running[pid] = words
    pid, status = os.wait()
    if running.pop(pid, None):
      results.append(status == 0)
  return results


def stop(process):
  for number in (signal.SIGTERM, signal.SIGKILL):
    if process.poll() is not None:
      return
    try:
      os.killpg(process.pid, number)
    except ProcessLookupError:
      return
    try:
      process.wait(3)
    except subprocess.TimeoutExpired:
      pass


def until(question, seconds, pause=0.02):
  """The first true answer within the time, else the last answer."""
  end = time.monotonic() + seconds
  while True:
    answer = question()
    if answer or time.monotonic() > end:
      return answer
    time.sleep(pause)


@atexit.register
def _stop_all():
  for process in _running:
    stop(process)
  for folder in _folders:
    shutil.rmtree(folder, ignore_errors=True)


_ends = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


def _end(number, frame):
  # A second one must not cut short what is done at the end.
  for each in _ends:
    signal.signal(each, signal.SIG_IGN)
  sys.exit(128 + number)


for _number in _ends:
  signal.signal(_number, _end)


def forget_layout():
  """How a screen was left by another check is none of the next one's business."""
  folder = os.environ.get("XDG_STATE_HOME")
  if folder and os.path.exists(f"{folder}/wsglass/state.json"):
    os.unlink(f"{folder}/wsglass/state.json")
