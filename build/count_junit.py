"""Prints `passed failed skipped` of a suite, from its JUnit report and the exit code of its process."""

import sys
import xml.etree.ElementTree


def main(report: str, exit_code: str) -> None:
    root = xml.etree.ElementTree.parse(report).getroot()
    suites = root.iter("testsuite")
    total = failed = skipped = 0
    for suite in suites:
        total += int(suite.get("tests", 0))
        failed += int(suite.get("failures", 0)) + int(suite.get("errors", 0))
        skipped += int(suite.get("skipped", 0))
    passed = total - failed - skipped
    if exit_code != "0" and failed == 0:
        failed = 1
    print(passed, failed, skipped)


if __name__ == "__main__":
    main(*sys.argv[1:])
