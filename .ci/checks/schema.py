#!/usr/bin/env python3
"""The JSON Schema of scripts and the program that reads them say the same of each line."""
import json, os, subprocess

import jsonschema

from harness import checks, children
from harness.checks import check, expect

RIGHT = r"""
{"script":1,"name":"login","url":"ws://h/","needs":{"token":"of the test server"},"set":{"a":1}}
{"script":1,"needs":["token"]}
{"send":"ff 00","as":"hex","fragment":3,"after":"1.5s","comment":"c"}
{"send":{"a":[1,null]}}
{"send":null}
{"ping":""}
{"pong":"//4=","as":"base64"}
{"close":null}
{"close":1000,"reason":"x"}
{"wait":5}
{"wait":"5ms"}
{"expect":"x"}
{"expect":{"json":{"a":1},"op":"text","filter":"json.a>0"},"within":1,"p95":"1s","soft":true,"next":false,"name":"n"}
{"expect":{"json":{}},"capture":{"a":"b[0].c","c":{"regex":"x","group":0},"d":{"path":"x"}}}
{"expect":["a",{"hex":"00"},{"base64":"AA=="},{"contains":"x"},{"regex":"^x"}]}
{"expect":{"code":["1000-1002",4001],"reason":"x"}}
{"never":{"op":"ping","dir":"out"},"within":"1m"}
{"expect":{"exactly":[1],"ignore":["**.t"],"at":{"a.b":1}}}
{"capture":{"a":"b"}}
{"set":{"a":{"b":1},"c":"${uuid}"}}
{"repeat":2,"rate":0.5,"steps":[{"send":"x"},{"repeat":0,"steps":[{"ping":""}]}]}
{"parallel":3,"spread":"1s","steps":[{"ping":""}]}
"""
WRONG = r"""
{"sned":1}
{"send":"x","ping":""}
{"send":"x","rate":5}
{"send":"x","as":"bse64"}
{"send":"x","fragment":0}
{"ping":5}
{"wait":"soon"}
{"wait":-1}
{"close":1005}
{"close":"1000"}
{"expect":5}
{"expect":{}}
{"expect":[]}
{"expect":{"txt":1}}
{"expect":{"op":"continuation"}}
{"expect":{"code":99}}
{"expect":"x","soft":1}
{"never":[1]}
{"repeat":3}
{"repeat":2,"steps":[]}
{"repeat":2,"rate":0,"steps":[{"ping":""}]}
{"repeat":2,"steps":[{"pong":1}]}
{"parallel":0,"steps":[{"ping":""}]}
{"set":{}}
{"set":{"a b":1}}
{"capture":{"a":5}}
{"capture":{"a":{"path":"x","regex":"y"}}}
{"include":5}
{"script":2}
{"after":5}
"""


def program(*words):
  return subprocess.run(
    [checks.program(), "replay", *words], capture_output=True, stdin=subprocess.DEVNULL, timeout=60, text=True)


def validator():
  schema = json.loads(program("--schema").stdout)
  jsonschema.Draft202012Validator.check_schema(schema)
  return jsonschema.Draft202012Validator(schema)


def reads(line):
  path = f"{children.scratch()}/line.jsonl"
  with open(path, "w") as file:
    # A first line alone is no script.
    file.write(line + "\n" + '{"send":"x"}\n')
  result = program(path, "--check", "--set", "token=x")
  expect(result.returncode in (0, 3), lambda: f"status {result.returncode} for {line}\n{result.stderr}")
  return result.returncode == 0


@check("what the schema takes is read, and what it refuses is refused")
def agree():
  schema = validator()
  for lines, is_right in ((RIGHT, True), (WRONG, False)):
    for line in lines.strip().split("\n"):
      expect(schema.is_valid(json.loads(line)) == is_right, lambda: f"the schema is wrong about {line}")
      expect(reads(line) == is_right, lambda: f"the reader is wrong about {line}")


@check("the seeds of the fuzzer that are scripts are right by the schema")
def seeds():
  schema = validator()
  folder = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../Tests/Seeds/script")
  for name in ("login", "loops", "conditions"):
    for line in open(os.path.join(folder, name)):
      expect(schema.is_valid(json.loads(line)), lambda: f"{name}: {line}")


if __name__ == "__main__":
  checks.run("agreements of schema and reader")
