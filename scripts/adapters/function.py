#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs recorded calls with the functions of a Python file: function.py FILE

The call `calculate_tax` with the input {"amount": 100, "rate": 0.08} becomes
calculate_tax(amount=100, rate=0.08).  The file may call ask(kind, name, input) for what the
function would get from a database or a service: the answer is yesterday's.
"""
import importlib.util, json, sys

protocol, sys.stdout = sys.stdout, sys.stderr  # what the function prints is no answer


def send(message):
    print(json.dumps(message, allow_nan=False), file=protocol, flush=True)


def ask(kind, name, **given):
    send({"id": request["id"], "call": {"kind": kind, "name": name, "input": given}})
    answer = json.loads(sys.stdin.readline())
    if "error" in answer:
        raise RuntimeError("%(type)s: %(message)s" % answer["error"])
    return answer["result"]


spec = importlib.util.spec_from_file_location("under_test", sys.argv[1])
under_test = importlib.util.module_from_spec(spec)
under_test.ask = ask
spec.loader.exec_module(under_test)
for line in iter(sys.stdin.readline, ""):
    request = json.loads(line)
    try:
        output = getattr(under_test, request["name"])(**(request["input"] or {}))
        send({"id": request["id"], "output": output})
    except Exception as e:
        error = {"type": type(e).__name__, "message": str(e)}
        send({"id": request["id"], "error": error})
