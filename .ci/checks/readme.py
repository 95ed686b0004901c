#!/usr/bin/env python3
"""Prints the fenced block after `<!-- command: NAME -->` in README.md."""
import pathlib, re, sys

text = (pathlib.Path(__file__).resolve().parents[2] / "README.md").read_text()
found = re.search(rf"^<!-- command: {re.escape(sys.argv[1])} -->\n```\w*\n(.*?)^```$", text, re.M | re.S)
if not found:
  sys.exit(f"README.md has no block marked <!-- command: {sys.argv[1]} -->")
print(found.group(1).strip())
