"""What stands between a client and a server: nginx, a CONNECT proxy and a SOCKS5 proxy, as Debian packs them."""
import os, socket

from . import children, peers

NGINX = """
daemon off; master_process off; pid nginx.pid; error_log stderr error;
events {{ worker_connections 64; }}
http {{
  access_log off;
  client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi; uwsgi_temp_path uwsgi; scgi_temp_path scgi;
  proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection upgrade;
  server {{ listen 127.0.0.1:{plain}; location / {{ proxy_pass http://127.0.0.1:{target}; }}
            location /away {{ proxy_pass http://127.0.0.1:{away}; }} }}
  server {{ listen 127.0.0.1:{secure} ssl; ssl_certificate {folder}/good.pem; ssl_certificate_key {folder}/good.key;
            location / {{ proxy_pass http://127.0.0.1:{target}; }} }}
}}
"""


def nginx(target):
  """The ports of a reverse proxy and of a TLS terminator before the port `target`."""
  folder, plain, secure = children.scratch(), peers.refused_port(), peers.refused_port()
  with open(f"{folder}/nginx.conf", "w") as file:
    file.write(NGINX.format(
      plain=plain, secure=secure, target=target, away=peers.refused_port(), folder=peers.certificate_folder()))
  return _listening([_found("nginx"), "-p", folder, "-c", f"{folder}/nginx.conf"], plain), secure


def tinyproxy(user=None):
  """The port of a CONNECT proxy; `user` is (name, password)."""
  folder, port = children.scratch(), peers.refused_port()
  with open(f"{folder}/tinyproxy.conf", "w") as file:
    file.write(f'Port {port}\nListen 127.0.0.1\nAllow 127.0.0.1\nTimeout 30\nLogFile "{folder}/log"\n'
               f'PidFile "{folder}/pid"\n{f"BasicAuth {user[0]} {user[1]}" if user else ""}\n')
  return _listening([_found("tinyproxy"), "-d", "-c", f"{folder}/tinyproxy.conf"], port)


def microsocks(user=None):
  """The port of a SOCKS5 proxy, which leaves by IPv4, as all that listens here does."""
  port = peers.refused_port()
  words = [_found("microsocks"), "-i", "127.0.0.1", "-p", str(port), "-b", "127.0.0.1"]
  return _listening(words + (["-u", user[0], "-P", user[1]] if user else []), port)


def _found(name):
  """Debian puts servers where a user's PATH does not look."""
  return next((p for p in (f"/usr/sbin/{name}", f"/usr/bin/{name}") if os.path.exists(p)), name)


def _listening(words, port):
  log = open(f"{children.scratch()}/log", "w+b")
  process = children.start(words, stdout=log, stderr=log)

  def answers():
    try:
      socket.create_connection(("127.0.0.1", port), 1).close()
      return True
    except OSError:
      return process.poll() is not None
  if not children.until(answers, 10) or process.poll() is not None:
    log.seek(0)
    raise RuntimeError(f"{words[0]} does not listen: {log.read().decode(errors='replace')[-600:]}")
  return port
