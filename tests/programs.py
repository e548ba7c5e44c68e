"""Programs outside Python that some tests look through: where they are, or None."""

import os
import shutil
from pathlib import Path


def find_chromium() -> str | None:
    """Path of Chromium; ``GOVSCORE_CHROMIUM`` names another one than the first found."""
    named = os.environ.get("GOVSCORE_CHROMIUM")
    candidates = [named] if named else ["chromium", "chromium-browser", "google-chrome"]
    return next(filter(None, map(shutil.which, candidates)), None)


def find_libreoffice() -> str | None:
    """Path of LibreOffice's command."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def find_writer() -> str | None:
    """Path of LibreOffice's command where it can read texts too: Writer is a package of its own."""
    command = find_libreoffice()
    if command is None:
        return None
    return command if (Path(command).resolve().parent / "libswlo.so").is_file() else None


PROGRAM_OF_MARKER = {
    "browser": ("Chromium", find_chromium),
    "spreadsheet": ("LibreOffice", find_libreoffice),
    "document": ("LibreOffice Writer", find_writer),
}
"""Which program the tests with a marker need."""
