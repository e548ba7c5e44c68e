"""Seeded synthetic raw data of the sample rubrics, and the faults planted in them."""

from govscore_lib.samples.build import SETS, sample_files, write_samples
from govscore_lib.samples.faults import FAULTS, Fault

__all__ = ["FAULTS", "SETS", "Fault", "sample_files", "write_samples"]
