"""The slow, dull, independent scorer that the engine is held against; it knows no lowering."""

from govscore_lib.engine.reference.general import rounded
from govscore_lib.engine.reference.scorer import ReferenceScores, metrics_of, score

__all__ = ["ReferenceScores", "metrics_of", "rounded", "score"]
