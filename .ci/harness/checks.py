"""A list of checks with a sentence each; all run, and every failure is told."""
import os, sys, time, traceback

from . import children

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


def run(kind=None, together=1):
  """Runs what was declared; words on the command line choose by parts of the sentence. `kind` names what passed.

  Checks that mostly wait for a screen may run so many `together`, each in a process of its own.
  """
  chosen = [(s, f) for s, f in _checks if not sys.argv[1:] or any(word in s for word in sys.argv[1:])]
  results = [_passes(*each) for each in chosen] if together == 1 else children.fork(_passes, chosen, together)
  passed = results.count(True)
  if kind and chosen and passed == len(chosen):
    print(f"  {passed} {kind} checks passed", flush=True)
  else:
    print(f"  {passed} of {len(chosen)} checks passed", flush=True)
  if not chosen or passed < len(chosen):
    sys.exit(1)


def _passes(sentence, function):
  began = time.monotonic()
  try:
    note = function()
    print(f"  ok      {sentence}{'  ' + note if note else ''}  ({time.monotonic() - began:.1f} s)", flush=True)
    return True
  except Failure as failure:
    words = str(failure)
  except Exception:
    words = traceback.format_exc()
  print(f"  FAILED  {sentence}\n{indented(words)}", flush=True)
  return False


def indented(text):
  return "\n".join("          | " + line for line in text.splitlines())
