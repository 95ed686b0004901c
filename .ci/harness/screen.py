"""A program on a pseudo-terminal, read by a `vt.Terminal`."""
import fcntl, os, pty, select, signal, struct, subprocess, termios, time

from . import children
from .checks import expect, fail
from .vt import Terminal

PLAIN = {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "HOME": os.environ.get("HOME", "/root"), "LC_ALL": "C.UTF-8"}
PLAIN |= {name: os.environ[name] for name in ("XDG_STATE_HOME", "XDG_CONFIG_HOME") if name in os.environ}


class Screen:
  """Starts `words` with a terminal of its own. The user's TMUX, NO_COLOR and so on stay outside."""

  def __init__(self, words, columns=80, rows=24, term="xterm-256color", environment=None):
    children.forget_layout()
    surroundings = {**PLAIN, "TERM": term, **(environment or {})}
    children.forget_tabs(surroundings, environment)
    utf8 = "UTF-8" in surroundings["LC_ALL"].upper().replace("UTF8", "UTF-8")
    self.terminal = Terminal(columns, rows, term, utf8)
    self.transcript = bytearray()
    self.arrivals = []  # (time, bytes) of each read
    self.master, self.slave = pty.openpty()
    self._set_size(columns, rows)
    self.before = self.settings()
    self.status = None
    slave = self.slave

    def take_terminal():
      fcntl.ioctl(slave, termios.TIOCSCTTY, 0)

    self.process = subprocess.Popen(
      words, stdin=slave, stdout=slave, stderr=slave, env=surroundings, start_new_session=True,
      preexec_fn=take_terminal)
    children._running.append(self.process)

  @property
  def pid(self):
    """The program itself: not the small process that waits for it."""
    try:
      with open(f"/proc/{self.process.pid}/comm") as file:
        if file.read().strip() != "terminal-guard":
          return self.process.pid
      with open(f"/proc/{self.process.pid}/task/{self.process.pid}/children") as file:
        return int(file.read().split()[0])
    except (OSError, IndexError):
      return self.process.pid

  # MARK: In and out

  def pump(self, seconds=0.0):
    """Takes what the program writes for this long; the number of bytes."""
    end, count = time.monotonic() + seconds, 0
    while True:
      left = max(0.0, end - time.monotonic())
      if self.master is None or not select.select([self.master], [], [], left)[0]:
        return count
      try:
        data = os.read(self.master, 65536)
      except OSError:
        return count
      if not data:
        return count
      self.transcript += data
      self.arrivals.append((time.monotonic(), len(data)))
      self.terminal.feed(data)
      count += len(data)

  def send(self, keys):
    os.write(self.master, keys if isinstance(keys, bytes) else keys.encode())

  def keys(self, *keys, pause=0.15):
    """Keys one by one, as a person would press them."""
    for key in keys:
      self.send(key)
      self.pump(pause)

  def wait_for(self, wanted, seconds=10, absent=False):
    """Until the text is on the screen (or off it); fails with the screen as it is."""
    end = time.monotonic() + seconds
    while (wanted in self.terminal.text()) == absent:
      if time.monotonic() > end or (self.ended() and not self.pump(0.05)):
        fail(f"{'still' if absent else 'never'} on screen: {wanted!r}"
             f"{f' (the program has ended: {self.status})' if self.status is not None else ''}\n{self.picture()}")
      self.pump(0.02)

  def settle(self, quiet=0.25, most=5.0):
    """Until nothing is written for a while."""
    end = time.monotonic() + most
    while time.monotonic() < end and self.pump(quiet):
      pass

  def resize(self, columns, rows):
    self.terminal.resize(columns, rows)
    self._set_size(columns, rows)
    self.pump(0.1)

  def _set_size(self, columns, rows):
    fcntl.ioctl(self.slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

  # MARK: Looking

  def text(self):
    return self.terminal.text()

  def picture(self):
    edge = "-" * self.terminal.columns
    return "\n".join([edge, *self.terminal.lines(), edge])

  def settings(self):
    """What `stty -a` says of the terminal."""
    return subprocess.run(["stty", "-a"], stdin=self.slave, capture_output=True, text=True, check=True).stdout

  def expect_clean(self):
    expect(not self.terminal.violations, lambda: "\n".join(self.terminal.violations[:12]) + "\n" + self.picture())

  # MARK: The end

  def ended(self):
    if self.status is None:
      self.status = self.process.poll()
    return self.status is not None

  def wait_end(self, seconds=5):
    """The exit status, negative for a signal; what was written until then is on the screen."""
    end = time.monotonic() + seconds
    while not self.ended():
      if time.monotonic() > end:
        fail(f"still running after {seconds} s\n{self.picture()}")
      self.pump(0.02)
    self.pump(0.1)
    return self.status

  def hang_up(self):
    """The terminal vanishes, as when its window is closed."""
    os.close(self.slave)
    os.close(self.master)
    self.master = self.slave = None

  def close(self):
    children.stop(self.process)
    for descriptor in (self.master, self.slave):
      if descriptor is not None:
        os.close(descriptor)
    self.master = self.slave = None

  def __enter__(self):
    return self

  def __exit__(self, *_):
    self.close()
