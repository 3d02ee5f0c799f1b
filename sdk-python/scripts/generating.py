"""What the scripts that write Python share."""

from __future__ import annotations

import textwrap
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WIDTH = 130


def docstring(text: str, indent: int) -> str:
    """A docstring, wrapped; the lines of a list of attributes hang."""
    pad = " " * indent
    lines: list[str] = []
    for line in text.replace("\\", "\\\\").split("\n"):
        hang = " " * (len(line) - len(line.lstrip()) + 4 if line.startswith(" ") else 0)
        lines.extend(textwrap.wrap(line, WIDTH - indent - 6, subsequent_indent=hang, break_long_words=False, break_on_hyphens=False) or [""])
    if len(lines) == 1:
        return f'{pad}"""{lines[0]}"""'
    first, rest = lines[0], "\n".join(f"{pad}{line}".rstrip() for line in lines[1:])
    return f'{pad}"""{first}\n{rest}\n{pad}"""'


def finish(target: Path, text: str, arguments: list[str]) -> int:
    """Writes the file, or with ``--check`` says whether it is what would be written."""
    present = target.read_text(encoding="utf-8") if target.exists() else None
    if "--check" in arguments:
        if present == text:
            return 0
        print(f"{target.relative_to(ROOT.parent)} is not what its script writes: run sdk-python/scripts/generate.sh")
        return 1
    if present != text:
        target.write_text(text, encoding="utf-8")
        print(f"wrote {target.relative_to(ROOT.parent)}")
    return 0
