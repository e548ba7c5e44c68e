"""Seeded synthetic raw data of the sample rubric, and the faults planted in it."""

from govscore_lib.samples.build import sample_files, write_samples
from govscore_lib.samples.faults import FAULTS, Fault, faults_of

__all__ = ["FAULTS", "Fault", "faults_of", "sample_files", "write_samples"]
