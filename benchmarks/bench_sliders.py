"""What a move of a slider costs in the browser, from its event until the frame is painted.

    python benchmarks/bench_sliders.py [MOVES]

Opens the published component in Chromium over made-up scorecards of 21 regions × 44 criteria and 100 × 60, every
criterion unfolded, and moves sliders in turn. A move begins at the start of a frame and ends once the page's thread has
run the event, laid out, painted and handed the frame over, so that waiting for the screen is not counted. Printed are
milliseconds a move: the arithmetic alone, everything our script does, and the whole; of each the quickest tenth (what
the machine can do when nobody else is at it), the median and the slowest twentieth. A frame of the screen is 16 ms.
"""

from __future__ import annotations

import json
import random
import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from govscore_lib.reporting.markup import fragment_styles
from govscore_lib.reporting.sliders.source import module, style
from tests.programs import find_chromium

SIZES = ((21, 44), (100, 60))
CATEGORIES = 6
KINDS = ("arithmetic", "script", "whole move")
MEASURE = """async (moves) => {
  const { data, render, prepare, evaluate, printed } = window.bench;
  const board = prepare(data), numbers = [];
  const ids = data.criteria.map((one) => one.id);
  for (let at = 0; at < moves; at += 1) {
    const state = printed();
    state.criteria.set(ids[at % ids.length], BigInt(at % 40) * 100000000n);
    const begin = performance.now();
    evaluate(board, state);
    numbers.push(performance.now() - begin);
  }
  const host = document.body.appendChild(document.createElement('div'));
  const values = { data, setting: { criteria: {}, categories: {}, keep_total: 'proportional' }, language: 'zh' };
  const model = { get: (name) => values[name], set() {}, on() {}, off() {}, save_changes() {} };
  render({ model, el: host });
  host.querySelectorAll('.lever-more').forEach((button) => button.click());
  const ranges = [...host.querySelectorAll('.lever input[type=range]')], script = [], whole = [];
  const frame = () => new Promise((done) => requestAnimationFrame(done)), channel = new MessageChannel();
  const frames = async (count) => { for (let at = 0; at < count; at += 1) { await frame(); } };
  for (let at = 0; at < moves; at += 1) {
    const range = ranges[(at >> 3) % ranges.length]; // eight moves of one slider, then the next
    if (at % 8 === 0) {
      range.scrollIntoView({ block: 'nearest' });
      await frames(3);
    }
    await frame();
    const painted = new Promise((done) => { channel.port1.onmessage = done; });
    const begin = performance.now();
    range.value = String((Number(range.value) + 3 + at % 5) % Number(range.max));
    range.dispatchEvent(new Event('input', { bubbles: true }));
    script.push(performance.now() - begin);
    channel.port2.postMessage(null); // heard by the task that follows the frame
    await painted;
    whole.push(performance.now() - begin);
    if (at % 16 === 15) {
      host.querySelector('.sliders-bar button').click();
      await frames(2);
    }
  }
  return [numbers, script, whole].map((all) => {
    const sorted = all.sort((a, b) => a - b);
    return [0.1, 0.5, 0.95].map((share) => sorted[Math.floor(sorted.length * share)]);
  });
}"""


def made_up(regions: int, criteria: int, seed: int = 1) -> dict[str, Any]:
    """A scorecard's data of that size: criteria worth 2 points, in categories of the base."""
    drawn = random.Random(seed)

    def said(text: str) -> dict[str, str]:
        return {"zh": text, "en": text}

    members = [number % CATEGORIES for number in range(criteria)]
    return {
        "grain": "1",
        "rubric": {"id": "made-up", "title": said("made up"), "readings": {}, "setting": ""},
        "total": {"max": str(2 * criteria), "floor": None, "decimals": 2},
        "ranking": {
            "ties": "min",
            "decimals": 6,
            "excluded": "move_up",
            "then": [],
            "groups": False,
        },
        "prizes": [{"id": "first", "name": said("first"), "places": 5}],
        "boundary": "escalate",
        "categories": [
            {
                "id": f"c{place}",
                "name": said(f"category {place}"),
                "component": "base",
                "max": str(2 * members.count(place)),
                "min": "0",
                "max_gain": None,
                "max_loss": None,
            }
            for place in range(CATEGORIES)
        ],
        "criteria": [
            {"id": f"{n}", "name": said(f"criterion {n}"), "category": place, "max": "2", "apart": None}
            for n, place in enumerate(members)
        ],
        "regions": [
            {
                "id": f"r{row}",
                "name": said(f"region {row}"),
                "status": "final",
                "points": [f"{drawn.randint(0, 2 * 10**9) / 10**9:.9f}" for _ in members],
                "apart": [],
                "emptied": [],
                "fixed": None,
                "counted": True,
                "ranked": True,
                "eligible": True,
                "group": None,
                "group_name": None,
            }
            for row in range(regions)
        ],
        "starts": [],
    }  # fmt: skip


def main() -> None:
    moves = int(sys.argv[1]) if len(sys.argv) > 1 else 400
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(
            executable_path=find_chromium(), args=["--no-sandbox", "--disable-gpu"]
        )
        kinds = "".join(f"{name + ', ms: 10 %  50 %  95 %':>34}" for name in KINDS)
        print(f"regions × criteria{kinds}")
        for regions, criteria in SIZES:
            data = json.dumps(made_up(regions, criteria))
            names = "render, prepare, evaluate, printed"
            script = f"{module()}\nwindow.bench = {{ data: {data}, {names} }};"
            path = Path(folder, "page.html")
            path.write_text(
                f'<meta charset="utf-8"><style>{fragment_styles()}{style()}</style>'
                f'<body><script type="module">{script}</script>',
                encoding="utf-8",
            )
            page = browser.new_page(viewport={"width": 1200, "height": 900})
            page.goto(path.as_uri())
            page.wait_for_function("window.bench")
            told = "".join(
                f"{''.join(f'{one:8.2f}' for one in three):>34}"
                for three in page.evaluate(MEASURE, moves)
            )
            print(f"{regions:>7} × {criteria:<8}{told}")
            page.close()
        browser.close()


if __name__ == "__main__":
    main()
