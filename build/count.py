"""Prints `passed failed skipped` of a suite, from its CTRF report and the exit code of its process."""

import json
import sys


def main(report: str, exit_code: str) -> None:
    with open(report, encoding="utf-8") as file:
        summary = json.load(file)["results"]["summary"]
    passed, failed = summary["passed"], summary["failed"] + summary["other"]
    if exit_code != "0" and failed == 0:
        failed = 1
    print(passed, failed, summary["skipped"] + summary["pending"])


if __name__ == "__main__":
    main(*sys.argv[1:])
