"""A tmux of our own, on a private socket, with one shell in it."""
import os, shlex, subprocess

from . import children
from .checks import fail


class Tmux:
  def __init__(self, columns=80, rows=24, term="tmux-256color", environment=None):
    children.forget_layout()
    self.socket = os.path.join(children.scratch(), "tmux")
    self.environment = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/root"), "LC_ALL": "C.UTF-8"}
    self.environment |= {name: os.environ[name] for name in ("XDG_STATE_HOME", "XDG_CONFIG_HOME") if name in os.environ}
    self.environment.update(environment or {})
    children.forget_tabs(self.environment, environment)
    # The shell's TERM is the one under test; tmux itself draws nowhere.
    shell = ["env", "-i", *[f"{k}={v}" for k, v in self.environment.items()], f"TERM={term}", "PS1=ready> ",
             "bash", "--noprofile", "--norc", "-i"]
    self._run("-f", "/dev/null", "new-session", "-d", "-x", str(columns), "-y", str(rows), shlex.join(shell))
    self._run("set-option", "-g", "status", "off")
    self._run("resize-window", "-x", str(columns), "-y", str(rows))
    children.on_exit(self.close)
    self.wait_for("ready>")

  def _run(self, *words):
    return subprocess.run(
      ["tmux", "-S", self.socket, *words], env={"PATH": os.environ["PATH"], "TERM": "xterm-256color", "LC_ALL": "C.UTF-8"},
      capture_output=True, text=True, check=True).stdout

  def type(self, text):
    self._run("send-keys", "-l", text)

  def press(self, *keys):
    self._run("send-keys", *keys)

  def command(self, *words):
    self.type(shlex.join(words))
    self.press("Enter")

  def resize(self, columns, rows):
    self._run("resize-window", "-x", str(columns), "-y", str(rows))

  def text(self):
    return self._run("capture-pane", "-p")

  def is_alternate(self):
    return self._run("display-message", "-p", "#{alternate_on}").strip() == "1"

  def mode(self, name):
    return self._run("display-message", "-p", "#{%s}" % name).strip()

  def wait_for(self, *wanted, seconds=10, absent=False):
    """Until every one of the texts is on screen at once (or all are off it)."""
    def settled():
      text = self.text()
      return not any(w in text for w in wanted) if absent else all(w in text for w in wanted)
    if not children.until(settled, seconds, 0.05):
      text = self.text()
      missing = [w for w in wanted if (w in text) == absent]
      fail(f"{'still' if absent else 'never'} on screen: {missing}\n" + "-" * 40 + f"\n{text.rstrip()}\n" + "-" * 40)

  def close(self):
    if os.path.exists(self.socket):
      subprocess.run(["tmux", "-S", self.socket, "kill-server"], capture_output=True)

  def __enter__(self):
    return self

  def __exit__(self, *_):
    self.close()
