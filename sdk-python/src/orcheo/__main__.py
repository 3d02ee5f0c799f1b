"""The command line: ``orcheo`` and ``python -m orcheo``."""

from __future__ import annotations

import sys


def main() -> None:
    """Runs the command line; its packages are an extra, so that programs need not have them."""
    try:
        import rich  # noqa: F401
        import typer  # noqa: F401
    except ImportError:
        print("The command line needs two more packages: pip install 'orcheo[cli]'", file=sys.stderr)
        sys.exit(2)
    from .cli.app import run

    run()


if __name__ == "__main__":
    main()
