"""What pages that are alike have in common, kept once beside them.

The pages of the regions of one run carry packed the same charts with other figures and the same English with other
names. One file has the packed content of one of them as a beginning, on which the block of every page goes on: to an
inflater the two are one stream, whose first part the script throws away. See docs/decisions/0011.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from govscore_lib.files import write_beside

NAME = "shared-{}.js"
WINDOW = 32_768
"""So many bytes an inflater looks back."""
RAW = -15
"""Deflate without a frame (RFC 1951), so that a stream can be cut in two."""


@dataclass(frozen=True)
class Shared:
    """The beginnings of the streams that pages carry packed.

    texts : what each begins with, at most :data:`WINDOW` bytes.
    """

    texts: tuple[bytes, ...]

    @classmethod
    def of(cls, streams: Sequence[bytes]) -> Shared:
        """Return what pages like the one with these streams share."""
        return cls(tuple(stream[-WINDOW:] for stream in streams))

    @classmethod
    def read(cls, path: Path) -> Shared:
        """Read such a file. Raises OSError or ValueError when it is not there or not as it was written."""
        script = path.read_text("utf-8")
        if path.name != _name(script):
            raise ValueError(f"{path.name} was changed")
        begun = json.loads(script.partition("(")[2].rpartition(")")[0])
        return cls(tuple(_inflated(base64.b64decode(head)) for _, head in begun))

    def write(self, folder: Path) -> None:
        """Write the file into the folder of the pages, unless it lies there."""
        if not (folder / self.name).is_file():
            write_beside(folder / self.name, self.script)

    @cached_property
    def script(self) -> str:
        """The file: length and packed form of each beginning."""
        begun = [[len(text), _deflated(text, zlib.Z_SYNC_FLUSH)] for text in self.texts]
        return f"govscoreShared({json.dumps(begun, separators=(',', ':'))});\n"

    @property
    def name(self) -> str:
        """The file's name; another content has another one, so that no page meets the wrong one."""
        return _name(self.script)

    def packed(self, streams: Sequence[bytes]) -> str:
        """Return streams as they stand in a page."""
        pairs = zip(streams, self.texts, strict=True)
        return ",".join(_deflated(stream, zlib.Z_FINISH, text) for stream, text in pairs)

    def unpacked(self, block: str) -> tuple[bytes, ...]:
        """Return the streams that stand in a page."""
        pairs = zip(block.split(","), self.texts, strict=True)
        return tuple(_inflated(base64.b64decode(one), text) for one, text in pairs)


NOTHING_SHARED = Shared((b"",) * 4)
"""For a page by itself: its charts, its English, what is folded, and the rest are streams of their own, short enough
for an inflater to look back over all of what it shares."""


def _name(script: str) -> str:
    return NAME.format(sha256(script.encode()).hexdigest()[:12])


def _deflated(stream: bytes, end: int, before: bytes = b"") -> str:
    packer = zlib.compressobj(9, zlib.DEFLATED, RAW, 9, zlib.Z_DEFAULT_STRATEGY, before)
    return base64.b64encode(packer.compress(stream) + packer.flush(end)).decode("ascii")


def _inflated(packed: bytes, before: bytes = b"") -> bytes:
    return zlib.decompressobj(RAW, zdict=before).decompress(packed)
