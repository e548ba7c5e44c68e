"""Raw files → observations and registers, with provenance and findings."""

from govscore_lib.ingest.collect import FILES, Ingested, count_registers, ingest
from govscore_lib.ingest.processed import read_processed, write_processed
from govscore_lib.ingest.strict import (
    load_observations,
    load_registers,
    quarantined_criteria,
    require_conditions,
    validate_observations,
)

__all__ = [
    "FILES",
    "Ingested",
    "count_registers",
    "ingest",
    "load_observations",
    "load_registers",
    "quarantined_criteria",
    "read_processed",
    "require_conditions",
    "validate_observations",
    "write_processed",
]
