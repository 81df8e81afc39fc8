"""The oldest versions that `pyproject.toml` allows, one a line, as pip takes them for constraints.

    python -m tests.oldest_versions >oldest.txt && pip install -c oldest.txt -e '.[test]'

`.ci/run --long` runs all tests with them: a bound that nobody tries is a guess (nh3 was allowed from 0.2.18
and needed from 0.3.6).
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

PYPROJECT = Path(__file__).resolve().parents[1] / "pyproject.toml"
_BOUND = re.compile(r"([A-Za-z0-9_.-]+)(?:\[[^]]*\])?\s*[>=]=\s*([0-9.]+)")


def oldest(requirements: list[str]) -> dict[str, str]:
    """Return the lowest version of each package that is asked for with one. Of two bounds, the higher."""
    found: dict[str, str] = {}
    for requirement in requirements:
        if match := _BOUND.match(requirement):
            name, version = match.groups()
            found[name] = max(found.get(name, "0"), version, key=_as_numbers)
    return found


def _as_numbers(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))


def asked() -> list[str]:
    """Return what `pyproject.toml` asks for, to run the program and to test it."""
    project = tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    return [*project["dependencies"], *(each for name, of in extras.items() if name != "lint" for each in of)]


def main() -> None:
    """Print a line for each package."""
    for name, version in oldest(asked()).items():
        print(f"{name}=={version}")


if __name__ == "__main__":
    main()
