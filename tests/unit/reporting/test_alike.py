"""Pages that are alike share what they carry packed, and every one can be read at any moment."""

import zlib

import pytest

from govscore_lib.reporting.markup import both, say
from govscore_lib.reporting.stored.alike import drop_lost, share
from govscore_lib.reporting.stored.packing import CHART_OPEN, read_page, write_page
from govscore_lib.reporting.stored.shared import NOTHING_SHARED, WINDOW, Shared

COMMON = "".join(
    f"<p>{both(say(f'第 {n} 条', f'clause number {n} of many'))}</p>" for n in range(300)
)


def page(name: str) -> str:
    chart = CHART_OPEN + f'{{"data":[{{"name":"{name}"}}]}}</script>'
    return (
        f"<html><body><h1>{name}</h1>{COMMON}{chart}{both(say(name, f'of {name}'))}</body></html>"
    )


def files(folder) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.fixture
def folder(tmp_path):
    for name in "abcd":
        write_page(tmp_path / f"{name}.html", page(name))
    return tmp_path


def test_pages_are_the_same_to_a_reader_and_much_smaller(folder):
    before = {path.name: path.stat().st_size for path in folder.glob("*.html")}
    share(folder)

    for name in "abcd":
        assert page(name) == read_page(folder / f"{name}.html")
        assert (folder / f"{name}.html").stat().st_size < before[f"{name}.html"]
    (shared,) = folder.glob("shared-*.js")
    assert f'<script src="{shared.name}"></script>' in (folder / "a.html").read_text("utf-8")


def test_sharing_again_changes_nothing_even_after_a_page_was_made_anew(folder):
    share(folder)
    before = files(folder)
    write_page(folder / "b.html", page("b"))
    assert before != files(folder)

    share(folder)
    assert before == files(folder)


def test_another_content_has_another_file_and_the_old_one_goes(folder):
    share(folder)
    (old,) = folder.glob("shared-*.js")
    write_page(folder / "z.html", page("zz" * 1000))

    share(folder)
    (new,) = folder.glob("shared-*.js")
    assert old.name != new.name
    assert page("a") == read_page(folder / "a.html")


def test_few_pages_carry_everything_themselves(folder):
    share(folder)
    (folder / "a.html").unlink()
    (folder / "b.html").unlink()

    share(folder)
    assert {"c.html", "d.html"} == files(folder).keys()
    assert page("c") == read_page(folder / "c.html")


@pytest.mark.parametrize("lose", ["remove", "change"])
def test_pages_that_lost_what_they_share_are_removed_to_be_made_again(folder, lose):
    share(folder)
    write_page(folder / "a.html", page("a"))
    (shared,) = folder.glob("shared-*.js")
    if lose == "remove":
        shared.unlink()
    else:
        shared.write_text(shared.read_text("utf-8").replace("]", " ]"), "utf-8")

    drop_lost(folder)
    assert {"a.html"} == files(folder).keys()


def test_a_page_goes_on_where_the_shared_stream_stops():
    """As the script reads it: one stream of both, whose first part is thrown away."""
    import base64
    import json

    text, stream = b"clause number 1 of many, clause number 2", b"clause number 2 of many"
    shared = Shared((text, b"", b"", b""))
    (length, head), *_ = json.loads(shared.script.removeprefix("govscoreShared(").rstrip(");\n"))

    streams = (stream, b"", b"", b"")
    own = shared.packed(streams).split(",")[0]
    both_parts = base64.b64decode(head) + base64.b64decode(own)
    assert text + stream == zlib.decompress(both_parts, -15)
    assert len(text) == length
    assert len(own) < len(NOTHING_SHARED.packed(streams).split(",")[0])


def test_only_what_an_inflater_remembers_is_shared():
    assert WINDOW == len(Shared.of((b"x" * 100_000,)).texts[0])
