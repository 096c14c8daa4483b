"""Asks a module, in a process of its own, for the most memory it held: `peak MODULE COUNT`."""

from __future__ import annotations

import sys
from importlib import import_module


def main(module: str, count: str) -> None:
    """Let the module do its work so often, and print what it held at most."""
    import_module(module).tell_peak(int(count))


if __name__ == "__main__":
    main(*sys.argv[1:])
