"""Certificates made on the spot: a private CA, and the two ways to be refused."""
import os, subprocess


def make(folder):
  """Writes ca.pem, and good, wrong-host and unknown-ca as NAME.pem with NAME.key."""
  authority(folder, "ca", "wsglass CI root")
  authority(folder, "other-ca", "somebody else's root")
  leaf(folder, "good", "ca", "localhost", "DNS:localhost,IP:127.0.0.1")
  leaf(folder, "wrong-host", "ca", "other.example", "DNS:other.example")
  leaf(folder, "unknown-ca", "other-ca", "localhost", "DNS:localhost,IP:127.0.0.1")


def authority(folder, name, subject):
  openssl(folder, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
          "-subj", f"/CN={subject}", "-addext", "keyUsage=critical,keyCertSign,cRLSign",
          "-keyout", f"{name}.key", "-out", f"{name}.pem")


def leaf(folder, name, issuer, subject, names):
  openssl(folder, "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", f"/CN={subject}",
          "-addext", f"subjectAltName={names}", "-addext", "basicConstraints=critical,CA:FALSE",
          "-keyout", f"{name}.key", "-out", f"{name}.csr")
  openssl(folder, "x509", "-req", "-in", f"{name}.csr", "-CA", f"{issuer}.pem", "-CAkey", f"{issuer}.key",
          "-CAcreateserial", "-copy_extensions", "copy", "-days", "2", "-out", f"{name}.pem")


def openssl(folder, *words):
  subprocess.run(["openssl", *words], cwd=folder, capture_output=True, check=True)
  for name in os.listdir(folder):
    if name.endswith(".key"):
      os.chmod(os.path.join(folder, name), 0o600)


def strange(folder, subjects):
  """A certificate that signs itself for each list of names: strange0.pem, strange1.pem... with one key, strange.key."""
  openssl(folder, "ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", "strange.key")
  for number, parts in enumerate(subjects):
    escaped = ["".join("\\" + c if c in "\\/+=" else c for c in part) for part in parts]
    subject = "".join(f"/{name}={part}" for name, part in zip(("CN", "O", "OU"), escaped))
    openssl(folder, "req", "-x509", "-new", "-key", "strange.key", "-utf8", "-days", "2", "-subj", subject,
            "-addext", "subjectAltName=DNS:other.example", "-out", f"strange{number}.pem")
