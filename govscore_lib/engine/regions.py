"""Which regions a run scores."""

from __future__ import annotations

from collections.abc import Iterable

from govscore_lib.errors import InputError, Problem, did_you_mean, listed
from govscore_lib.rubric.league import League, load_league, own_league
from govscore_lib.rubric.model import Rubric


def run_league(
    rubric: Rubric,
    region_ids: Iterable[str],
    *,
    partial: bool = False,
    where: str = "observations",
) -> League:
    """Return the league of a run: the declared one, or an own league of ids it does not know.

    region_ids : ids found in the data. partial : whether regions of the declared league may be absent.
    Raises InputError for a mixture of known and unknown ids, for no region at all, and for a declared
    league with regions absent unless ``partial``.
    """
    found = list(dict.fromkeys(region_ids))
    declared = load_league(rubric.league)
    known = {region.id for region in declared.regions}
    inside = [region for region in found if region in known]
    strangers = [region for region in found if region not in known]
    if not found:
        raise InputError([Problem(where, "names no region", hint="is the file empty?")])
    if not inside:
        return own_league(found)
    if strangers:
        raise InputError(
            Problem(
                f"{where}, region_id '{region}'",
                f"is not in the league {declared.name}, other regions of the file are",
                f"{listed(known)}, or only regions of a league of your own",
                did_you_mean(region, known),
            )
            for region in strangers
        )
    absent = [region for region in declared.ranked if region.id not in set(inside)]
    if absent and not partial:
        names = listed(f"{region.id} {region.name_zh}" for region in absent)
        raise InputError(
            [
                Problem(
                    where,
                    f"regions of the league {declared.name} are absent: {names}",
                    hint="add them (a row with the region_id alone is enough) or say --partial-league",
                )
            ]
        )
    kept = tuple(region for region in declared.regions if region.id in set(inside))
    return League(declared.name, kept)
