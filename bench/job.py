"""One thing measured, in a process of its own: `python -m bench.job MODULE:FUNCTION ARGUMENT...`.

The function prepares and gives back what is to be timed. One line of JSON is printed: seconds, and what it answered.
"""

import importlib
import json
import sys
import time


def main() -> None:
    where, *arguments = sys.argv[1:]
    module, function = where.split(":")
    work = getattr(importlib.import_module(module), function)(*arguments)
    start = time.perf_counter()
    answer = work()
    seconds = time.perf_counter() - start
    print(json.dumps({"seconds": seconds, "answer": answer}))


if __name__ == "__main__":
    main()
