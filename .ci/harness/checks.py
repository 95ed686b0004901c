"""A list of checks with a sentence each; all run, and every failure is told."""
import os, sys, time, traceback

_checks = []


class Failure(Exception):
  pass


def check(sentence):
  def add(function):
    _checks.append((sentence, function))
    return function
  return add


def expect(condition, words):
  if not condition:
    raise Failure(words() if callable(words) else words)


def fail(words):
  raise Failure(words)


def program():
  """The program under test: WSGLASS, else the release build, else the debug build."""
  root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
  for path in (os.environ.get("WSGLASS"), f"{root}/.build/release/wsglass", f"{root}/.build/debug/wsglass"):
    if path and os.path.exists(path):
      return os.path.abspath(path)
  sys.exit("no wsglass to check: swift build -c release, or WSGLASS=path")


def run(kind=None):
  """Runs what was declared; words on the command line choose by parts of the sentence. `kind` names what passed."""
  chosen = [(s, f) for s, f in _checks if not sys.argv[1:] or any(word in s for word in sys.argv[1:])]
  failed = []
  for sentence, function in chosen:
    began = time.monotonic()
    try:
      note = function()
      print(f"  ok      {sentence}{'  ' + note if note else ''}  ({time.monotonic() - began:.1f} s)", flush=True)
    except Failure as failure:
      failed.append(sentence)
      print(f"  FAILED  {sentence}\n{indented(str(failure))}", flush=True)
    except Exception:
      failed.append(sentence)
      print(f"  FAILED  {sentence}\n{indented(traceback.format_exc())}", flush=True)
  if kind and chosen and not failed:
    print(f"  {len(chosen)} {kind} checks passed", flush=True)
  else:
    print(f"  {len(chosen) - len(failed)} of {len(chosen)} checks passed", flush=True)
  if failed or not chosen:
    sys.exit(1)


def indented(text):
  return "\n".join("          | " + line for line in text.splitlines())
