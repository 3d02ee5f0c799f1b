"""Prints `passed failed skipped` of a suite, from its CTRF report and the exit code of its process.

The tests that failed are added to a list, one a line: its name and the first line of what it says.
"""

import json
import sys

MESSAGE_LENGTH = 300


def main(report: str, exit_code: str, failures: str) -> None:
    with open(report, encoding="utf-8") as file:
        results = json.load(file)["results"]
    summary = results["summary"]
    passed, failed = summary["passed"], summary["failed"] + summary["other"]
    with open(failures, "a", encoding="utf-8") as file:
        for test in results["tests"]:
            if test["status"] in ("failed", "other"):
                print(f"{test['name']}: {first_line(test.get('message'))}", file=file)
    if exit_code != "0" and failed == 0:
        failed = 1
    print(passed, failed, summary["skipped"] + summary["pending"])


def first_line(message: str | None) -> str:
    return " ".join((message or "it says nothing").split())[:MESSAGE_LENGTH]


if __name__ == "__main__":
    main(*sys.argv[1:])
