"""Merges Cobertura reports, prints the line coverage of every product project, and fails when one is below the threshold."""

import argparse
import sys
import xml.etree.ElementTree as ET
from collections import defaultdict
from pathlib import Path

# The one place where the bar is set: percent of lines, for every C# project below these folders.
THRESHOLD = 90.0
FOLDERS = ("shared", "functions")

ROOT = Path(__file__).resolve().parent.parent

Lines = dict[Path, dict[int, int]]


def projects() -> list[Path]:
    """The folders of the product projects that have sources, relative to the root."""
    found = [project.parent.relative_to(ROOT) for folder in FOLDERS for project in (ROOT / folder).rglob("*.csproj")]
    return sorted(folder for folder in found if any(is_source(path, folder) for path in (ROOT / folder).rglob("*.cs")))


def is_source(path: Path, folder: Path) -> bool:
    return not {"bin", "obj"} & set(path.relative_to(ROOT / folder).parts)


def read(reports: list[str]) -> Lines:
    """The hits of every line. A line is hit when any suite hit it: async methods and lambdas show up as classes of their own."""
    hits: Lines = defaultdict(dict)
    for report in reports:
        for element in ET.parse(report).iter("class"):
            path = Path(element.get("filename", ""))
            if not path.is_relative_to(ROOT) or path.name.endswith(".g.cs") or "obj" in path.relative_to(ROOT).parts:
                continue
            of_file = hits[path.relative_to(ROOT)]
            for line in element.iter("line"):
                number = int(line.get("number", "0"))
                of_file[number] = max(of_file.get(number, 0), int(line.get("hits", "0")))
    return hits


def ranges(numbers: list[int]) -> str:
    """`3, 7-9` for 3, 7, 8, 9."""
    spans: list[list[int]] = []
    for number in numbers:
        if spans and spans[-1][1] == number - 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    return ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in spans)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--uncovered", action="store_true", help="list the lines that no test reaches")
    parser.add_argument("reports", nargs="+", metavar="report.cobertura.xml")
    arguments = parser.parse_args()

    hits = read([report for report in arguments.reports if Path(report).is_file()])
    below = []
    total_covered = total_lines = 0
    print(f"    {'Project':<40} {'Lines':>7} {'Covered':>8} {'Percent':>8}")
    for folder in projects():
        files = {path: lines for path, lines in hits.items() if path.is_relative_to(folder)}
        count = sum(len(lines) for lines in files.values())
        covered = sum(1 for lines in files.values() for hit in lines.values() if hit)
        percent = 100.0 * covered / count if count else 0.0
        total_lines, total_covered = total_lines + count, total_covered + covered
        mark = ""
        if percent < THRESHOLD:
            below.append(str(folder))
            mark = "  < no test loads it" if not count else f"  < {THRESHOLD:g}"
        print(f"    {str(folder):<40} {count:>7} {covered:>8} {percent:>7.1f}%{mark}")
        if arguments.uncovered:
            for path, lines in sorted(files.items()):
                missed = sorted(number for number, hit in lines.items() if not hit)
                if missed:
                    print(f"        {path}: {ranges(missed)}")
    if total_lines:
        print(f"    {'All':<40} {total_lines:>7} {total_covered:>8} {100.0 * total_covered / total_lines:>7.1f}%")
    if below:
        print(f"\nFAILED: line coverage below {THRESHOLD:g} %: {', '.join(below)} (`make coverage` lists the lines)")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
