"""Runs a document's blocks one after the other in the current folder, Python's as one program; a child of test_docs.py.

usage: python run_document.py < steps.json
"""

import doctest
import importlib.util
import json
import subprocess
import sys


def main() -> None:
    """Run the steps from standard input; say which one fails and stop there."""
    names: dict[str, object] = {"__name__": "__main__"}
    for step in json.load(sys.stdin):
        place, code = step["place"], step["code"]
        if step["module"] is not None and importlib.util.find_spec(step["module"]) is None:
            print(f"{place}: left out, there is no {step['module']}")
            continue
        match step["language"]:
            case "sh":
                done = subprocess.run(["sh", "-euc", code], stdin=subprocess.DEVNULL, check=False)
                if done.returncode:
                    sys.exit(f"{place}: exit code {done.returncode} of\n{code}")
            case "python":
                exec(compile(code, place, "exec"), names)
            case "pycon":
                test = doctest.DocTestParser().get_doctest(code, names, place, place, 0)
                if doctest.DocTestRunner().run(test, clear_globs=False).failed:
                    sys.exit(f"{place}: the output is another one")


if __name__ == "__main__":
    main()
