"""Raw files → observations and registers, with provenance and findings."""

from govscore_lib.ingest.collect import FILES, Ingested, count_registers, ingest
from govscore_lib.ingest.complete import (
    chosen_setting,
    settings_of,
    with_registers_of,
    with_setting,
)
from govscore_lib.ingest.proceedings import Proceedings, read_proceedings
from govscore_lib.ingest.processed import read_processed, write_processed
from govscore_lib.ingest.strict import (
    load_observations,
    load_registers,
    quarantined_criteria,
    require_conditions,
    validate_observations,
)
from govscore_lib.ingest.understood import preview

__all__ = [
    "FILES",
    "Ingested",
    "Proceedings",
    "chosen_setting",
    "count_registers",
    "ingest",
    "load_observations",
    "load_registers",
    "preview",
    "quarantined_criteria",
    "read_proceedings",
    "read_processed",
    "require_conditions",
    "settings_of",
    "validate_observations",
    "with_registers_of",
    "with_setting",
    "write_processed",
]
