# SPDX-License-Identifier: MIT
# Stands in for a model in scripts/demo, so that the demo needs no key and no network.  A real one is
# asked by esper-llm, which needs no option.
import json
import sys

for line in sys.stdin:
    request = json.loads(line)
    asked = request["input"]["messages"][-1]["content"]
    if asked.startswith("find_order:"):
        text = (
            "I am sorry: order 12345 could not be completed, because its tax could not be"
            " calculated. Please order again."
        )
    else:
        text = "I will look up order 12345."
    usage = {"input_tokens": len(asked) // 4 + 400, "output_tokens": len(text) // 4}
    print(json.dumps({"id": request["id"], "output": text, "usage": usage}), flush=True)
