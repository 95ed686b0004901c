"""Starts the foreign servers and knows their addresses."""
import json, os, select, socket, sys

from . import certificates, children, everything

FOLDER = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "peers")


class Peer:
  """A server that prints one line of JSON, name to port, once it listens."""

  def __init__(self, words, environment=None):
    self.process = children.start(
      words, stdout=children.subprocess.PIPE, env={**os.environ, **(environment or {})})
    if not select.select([self.process.stdout], [], [], 20)[0]:
      raise RuntimeError(f"no answer from {words}")
    line = self.process.stdout.readline()
    if not line:
      raise RuntimeError(f"{words} ended at once")
    self.ports = json.loads(line)

  def url(self, path, name="ws", host="127.0.0.1"):
    scheme = "ws" if name in ("ws", "deflate") else "wss"
    return f"{scheme}://{host}:{self.ports[name]}{path}"


_made = {}


def certificate_folder():
  if "certificates" not in _made:
    _made["certificates"] = children.scratch()
    certificates.make(_made["certificates"])
  return _made["certificates"]


def python():
  """Python `websockets`: ws, and wss with each of the certificates."""
  return _once("python", [sys.executable, f"{FOLDER}/python_peer.py", certificate_folder()])


def node():
  """node `ws`, as Debian packs it."""
  return _once("node", ["node", f"{FOLDER}/node_peer.js"], {"NODE_PATH": "/usr/share/nodejs"})


def libwebsockets(program):
  """Our server on libwebsockets: `program` is peers/lws_peer.c, compiled."""
  return _once("libwebsockets", [program])


def hostile():
  """A server that speaks just enough WebSocket to be heard, and means harm."""
  if "strange" not in _made:
    _made["strange"] = children.scratch()
    certificates.strange(_made["strange"], everything.subjects())
  return _once("hostile", [sys.executable, f"{FOLDER}/hostile_peer.py", _made["strange"]])


def refused_port():
  """A port where nothing listens: it was ours a moment ago."""
  with socket.socket() as held:
    held.bind(("127.0.0.1", 0))
    return held.getsockname()[1]


def _once(name, words, environment=None):
  if name not in _made:
    _made[name] = Peer(words, environment)
  return _made[name]
