"""Lists the functions that the Functions SDK has found in the apps: one line each, in the form of functions/functions.tsv.

    azure_functions.py <folder of the intermediate files>

Reads what the SDK's source generator has written (GeneratedFunctionMetadataProvider.g.cs): it is what a worker tells the Functions host.
"""

import json
import re
import sys
from pathlib import Path

APPS = {"Orcheo.Api": "api", "Orcheo.Orchestrations": "orchestrations", "Orcheo.Triggers": "triggers"}
BINDINGS = re.compile(r'Function(\d+)RawBindings\.Add\(@"((?:[^"]|"")*)"\)')
NAME = re.compile(r'var Function(\d+) = new DefaultFunctionMetadata\s*\{.*?\bName = "([^"]+)"', re.DOTALL)


def describe(binding: dict) -> str:
    """What a binding is set to, without the name of the parameter."""
    kind = binding["type"]
    words = [kind]
    if kind == "httpTrigger":
        words += [binding["authLevel"], ",".join(binding["methods"]), binding["route"]]
    elif kind == "timerTrigger":
        words += [binding["schedule"]] + [name for name in ("runOnStartup",) if binding.get(name)]
        words += ["noMonitor"] if binding.get("useMonitor") is False else []
    return " ".join(words)


def functions(app: str, source: str):
    """The lines of one app."""
    bindings: dict[str, list[dict]] = {}
    for number, text in BINDINGS.findall(source):
        bindings.setdefault(number, []).append(json.loads(text.replace('""', '"')))
    for number, name in NAME.findall(source):
        inputs = sorted((describe(one) for one in bindings[number] if one["direction"] == "In"), key=lambda text: "Trigger" not in text.split()[0])
        yield "\t".join([app, name, *inputs])


def main() -> None:
    folder = Path(sys.argv[1])
    lines = []
    for project, app in APPS.items():
        found = list(folder.glob(f"{project}/**/GeneratedFunctionMetadataProvider.g.cs"))
        if len(found) != 1:
            sys.exit(f"{folder}/{project} has {len(found)} generated lists of functions instead of one")
        lines += functions(app, found[0].read_text(encoding="utf-8-sig"))
    print("\n".join(sorted(lines)))


main()
