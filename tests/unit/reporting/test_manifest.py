from govscore_lib.fingerprints import digest
from govscore_lib.reporting.manifest import Manifest


def test_parts_are_marked_off_from_each_other():
    assert digest("ab", "c") != digest("a", "bc")


def test_a_page_is_fresh_while_it_and_what_it_was_made_from_stay(tmp_path):
    (tmp_path / "a.html").write_text("x", encoding="utf-8")
    Manifest(tmp_path).keep({"a.html": "key", "gone.html": "key"})

    manifest = Manifest(tmp_path)
    assert manifest.is_fresh("a.html", "key")
    assert not manifest.is_fresh("a.html", "other")
    assert not manifest.is_fresh("gone.html", "key")
    (tmp_path / "a.html").write_text("changed by hand", encoding="utf-8")
    assert not manifest.is_fresh("a.html", "key")


def test_a_failed_page_is_made_again(tmp_path):
    (tmp_path / "a.html").write_text("x", encoding="utf-8")
    Manifest(tmp_path).keep({"a.html": "key"}, failed=["a.html"])

    assert not Manifest(tmp_path).is_fresh("a.html", "key")


def test_a_broken_manifest_counts_as_none(tmp_path):
    (tmp_path / "manifest.json").write_text("{", encoding="utf-8")

    assert not Manifest(tmp_path).is_fresh("a.html", "key")
