"""A relay before a server or a proxy: it passes bytes on and remembers how each conversation began."""
import socket, threading


class Conversation:
  """One connection: the first bytes each way, and how many there were in all."""

  def __init__(self):
    self.sent, self.received = bytearray(), bytearray()
    self.sent_count = self.received_count = 0

  @property
  def request(self):
    return bytes(self.sent).partition(b"\r\n\r\n")[0].decode("latin-1")

  @property
  def response(self):
    return bytes(self.received).partition(b"\r\n\r\n")[0].decode("latin-1")

  @property
  def sent_frames(self):
    """Bytes that the client sent after its request, which has to be a plain one."""
    return self.sent_count - len(self.request) - 4

  def field(self, name):
    """Of the response; empty where there is none."""
    for line in self.response.split("\r\n")[1:]:
      key, _, value = line.partition(":")
      if key.lower() == name.lower():
        return value.strip()
    return ""


class Relay:
  REMEMBERED = 16384

  def __init__(self, port):
    self.target = port
    self.conversations = []
    self.listener = socket.create_server(("127.0.0.1", 0))
    self.port = self.listener.getsockname()[1]
    threading.Thread(target=self._accept, daemon=True).start()

  def _accept(self):
    while True:
      try:
        client = self.listener.accept()[0]
        server = socket.create_connection(("127.0.0.1", self.target))
      except OSError:
        return
      talk = Conversation()
      self.conversations.append(talk)
      for source, sink, way in ((client, server, "sent"), (server, client, "received")):
        threading.Thread(target=self._pass, args=(source, sink, talk, way), daemon=True).start()

  def _pass(self, source, sink, talk, way):
    try:
      while data := source.recv(65536):
        kept = getattr(talk, way)
        kept += data[:max(0, self.REMEMBERED - len(kept))]
        setattr(talk, f"{way}_count", getattr(talk, f"{way}_count") + len(data))
        sink.sendall(data)
    except OSError:
      pass
    try:
      sink.shutdown(socket.SHUT_WR)
    except OSError:
      pass
