"""What a run was made of: hashes, version, readings, rounding, time."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
from collections.abc import Mapping
from importlib import metadata
from pathlib import Path
from typing import Any

from govscore_lib.rubric.frame import Values
from govscore_lib.rubric.model import Rubric


def receipt(rubric: Rubric, values: Values, inputs: Mapping[str, str]) -> dict[str, Any]:
    """Return what a run was made of: hashes, version, readings, rounding, time.

    The time is that of ``SOURCE_DATE_EPOCH`` where set, so that two runs give the same bytes.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    now = dt.datetime.fromtimestamp(int(epoch), dt.UTC) if epoch else dt.datetime.now(dt.UTC)
    return {
        "rubric": rubric.id,
        "rubric_sha256": rubric.hash,
        "nature": rubric.nature,
        "document": rubric.document,
        "period": rubric.period.label,
        "league": Path(rubric.league).stem if rubric.league.endswith(".csv") else rubric.league,
        "readings": dict(sorted(rubric.chosen.items())),
        "parameters": {name: one.shown for name, one in sorted(rubric.parameters.items())},
        "rounding": {
            "criterion": "9 decimals, half up",
            "rank": f"total rounded half up to {rubric.ranking.decimals} decimals, ties {rubric.ranking.ties}",
        },
        "values_sha256": values_digest(values),
        "inputs": dict(sorted(inputs.items())),
        "library": f"govscore-lib {metadata.version('govscore-lib')}",
        "time": now.isoformat(timespec="seconds"),
    }


def values_digest(values: Values) -> str:
    """Return the SHA-256 of figures, whatever their order."""
    canonical = "\n".join(
        f"{region},{metric},{value if value is not None else ''}"
        for (region, metric), value in sorted(values.items())
    )
    return hashlib.sha256(canonical.encode()).hexdigest()
