"""What one synthetic raw folder consists of: its registers, their files, the office that fills in its forms."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from govscore_lib.samples.counties import County
from govscore_lib.samples.draws import Draws
from govscore_lib.samples.exports import Export
from govscore_lib.samples.faults import FAULTS, Fault

Row = dict[str, object]
Maker = Callable[[County, Draws], list[Row]]


@dataclass(frozen=True)
class SampleSet:
    """The synthetic data of one rubric.

    makers : register → (its maker for one region, the column that orders the rows of all regions).
    exports : every file of the registers.
    office : ends the name of the office that fills in a region's form.
    records_office : who checked the evidence of plain facts.
    remarks : sentences, Chinese and English, on registers that are not sent.
    streams : registers that share the draws of another, because their records belong together.
    documented : yes/no metrics that the register of documents proves, so that no form states them.
    proceedings : the file that says how far the assessment has come, "" for none.
    """

    rubric: str
    makers: Mapping[str, tuple[Maker, str]]
    exports: tuple[Export, ...]
    office: str
    records_office: str
    remarks: str
    streams: Mapping[str, str] = field(default_factory=dict)
    documented: tuple[str, ...] = ()
    proceedings: str = ""

    @property
    def faults(self) -> tuple[Fault, ...]:
        """The faults planted in these files."""
        return FAULTS[self.rubric]

    def faults_of(self, path: str) -> tuple[Fault, ...]:
        """Return the faults planted in one file of the raw folder."""
        return tuple(fault for fault in self.faults if fault.file == path)
