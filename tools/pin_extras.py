"""Repeat the pins of a lock that some package asks for with an extra: ``python tools/pin_extras.py LOCK ...``.

pip before 23.3 looks for ``jsonschema[format-nongpl]``, which jupyter-events asks for, among all versions there are,
and then refuses the newest, of which the lock has no hash. With the extra pinned too it takes the pinned one.
"""

import re
import sys
from pathlib import Path

EXTRAS = {"jsonschema": "format-nongpl"}
"""Packages that are not pinned to their newest version, and the extra that others ask for."""


def main() -> None:
    """Add a pin with the extra behind each plain one, hashes included."""
    for lock in map(Path, sys.argv[1:]):
        text = lock.read_text(encoding="utf-8")
        for name, extra in EXTRAS.items():
            pin = re.compile(rf"^{name}(==\S+ \\\n(?:    --hash=\S+(?: \\)?\n)+)", re.MULTILINE)
            text = pin.sub(rf"{name}\1{name}[{extra}]\1", text)
        lock.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
