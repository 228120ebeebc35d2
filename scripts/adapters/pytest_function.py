#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs recorded calls through a test that exists: pytest_function.py FILE::TEST

TEST is a function whose parameters have the names of the recorded arguments, as the functions
under @pytest.mark.parametrize have.  A test that passes answers true; one that fails is an error.
"""
import importlib.util, inspect, json, sys

protocol, sys.stdout = sys.stdout, sys.stderr  # what the test prints is no answer
file, _, name = sys.argv[1].partition("::")
spec = importlib.util.spec_from_file_location("tests_of_ours", file)
tests = importlib.util.module_from_spec(spec)
spec.loader.exec_module(tests)
test = getattr(tests, name)
for line in sys.stdin:
    request = json.loads(line)
    given = request["input"] or {}
    try:
        test(**{key: given[key] for key in inspect.signature(test).parameters})
        answer = {"output": True}
    except Exception as e:
        answer = {"error": {"type": type(e).__name__, "message": str(e)}}
    print(json.dumps({"id": request["id"], **answer}), file=protocol, flush=True)
