"""Large trackers: the first issue and the rebuild of one that people edited, beside other ways to write the table.

A rebuild is all that lies between the old workbook with its briefing and the new workbook: reading what people typed,
composing the issue, merging it, saving it; the others beside it read no YAML either. The whole command, from the start
of Python and 5 MB of YAML to the files on disk, is held to the same aim. A rebuild finds a tracker in which people
typed into every twentieth row, and a briefing with a new observation for every twentieth indicator, twenty new
indicators and twenty fewer.
"""

import io
import json
import math
import re
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from rich.table import Table

    from briefexport.briefing import Briefing

SIZES = (10, 1_000, 10_000)
MANY = (10_000, 10)  # indicators, observations of each
RUNS = 3
AIM_S, AIM_MB = 6.0, 600

_HEAD = """\
title: A large programme
id: large
place: Port Ardel
date: 2025-11-07
language: en
from: [Desk]
to: [Minister]
bottom_line: All is well so far.
indicators:
"""
_EVERY = 20
_NOTE = "Looked at with the district"


class Cost(NamedTuple):
    """Seconds and megabytes of a whole process, the best of its runs."""

    wall_s: float
    cpu_s: float
    peak_mb: float


# -- what is read


def entry(number: int, observations: int, *, news: bool) -> str:
    """An indicator as an office would fill it in, with the latest observations first."""
    day = 1 + number % 27
    seen = [f"{{on: {2025 - k // 9}-{9 - k % 9:02}-{day:02}, value: {100 + (number * 7 + k * 13) % 211}}}"
            for k in range(observations)]  # fmt: skip
    seen += [f"{{on: 2025-10-{day:02}, value: {150 + number % 97}}}"] * news
    lines = "".join(f"      - {each}\n" for each in seen)
    return f"""\
  - id: ind-{number}
    name: Households reached in district {number} of the programme
    category: Area {number % 40}
    kind: numeric
    unit: households
    baseline: {{value: 100, on: 2024-01-31}}
    target: {{value: {400 + number % 50}, by: 2026}}
    observations:
{lines}    frequency: quarterly
    next_check: 2026-01-{1 + number % 28:02}
    owner: {{name: Officer {number % 300}, office: Office {number % 12}}}
    source_of_verification: Register of district {number % 700}
    status: auto
    rules: {{green: 0.6, amber: 0.3}}
    priority: {1 + number % 3}
"""


def source(indicators: int, observations: int = 2, *, later: bool = False) -> str:
    """A briefing with so many indicators; `later` is the next issue of it."""
    gone = min(_EVERY, indicators // 10) if later else 0
    numbers = range(gone, indicators + gone)
    return _HEAD + "".join(entry(n, observations, news=later and n % _EVERY == 0) for n in numbers)


def people_type(path: Path) -> None:
    """Types into the first column that people own, in every twentieth row, as another program would save it."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = parts["xl/worksheets/sheet2.xml"].decode()
    texts = re.findall(r"<si><t[^>]*>([^<]*)</t></si>", parts["xl/sharedStrings.xml"].decode())
    column = re.search(rf'<c r="([A-Z]+)\d+" s="\d+" t="s"><v>{texts.index("Analyst note")}</v>', sheet)
    assert column is not None
    empty = re.compile(rf'<c r="{column[1]}(\d+)" s="(\d+)"/>')

    def typed(found: re.Match[str]) -> str:
        if int(found[1]) % _EVERY:
            return found[0]
        return f'<c r="{column[1]}{found[1]}" s="{found[2]}" t="inlineStr"><is><t>{_NOTE}</t></is></c>'

    sheet = empty.sub(typed, sheet)
    parts["xl/worksheets/sheet2.xml"] = sheet.encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)


# -- what is measured


def report() -> "Table":
    """One row a way and a size: seconds, megabytes, and how the CPU time grows with the number of rows."""
    from rich.table import Table

    table = Table("what", "indicators", "wall s", "CPU s", "peak MB", "exponent", "aim", title="Large trackers")
    with tempfile.TemporaryDirectory() as place:
        found: dict[str, list[tuple[int, Cost]]] = {name: [] for name in _WAYS}
        for size in SIZES:
            for name, cost in _costs(Path(place), size, 2):
                found[name].append((size, cost))
        for name, costs in found.items():
            for number, (size, cost) in enumerate(costs):
                table.add_row(name if not number else "", *_row(size, cost, costs[:number]), _aim(name, size, cost))
        indicators, observations = MANY
        for name, cost in _costs(Path(place), indicators, observations, ways=_OURS):
            table.add_row(f"{name}, {indicators * observations:,} observations", *_row(indicators, cost, []), "")
    return table


_REBUILD = "rebuild"
_OURS = ("first issue, whole command", "rebuild, whole command", _REBUILD)
_OTHERS = ("XlsxWriter, the one table", "openpyxl, the one table", "openpyxl, read and saved again")
_WAYS = (*_OURS, *_OTHERS)


def _costs(place: Path, size: int, observations: int, ways: Sequence[str] = _WAYS) -> Iterator[tuple[str, Cost]]:
    folder = place / f"{size}-{observations}"
    folder.mkdir()
    yaml, into = folder / "large.yaml", folder / "dist"
    make: list[str | Path] = [sys.executable, __file__, "command", "tracker", yaml, "--into", into, "--quiet"]
    tracker = into / "large-tracker.xlsx"
    yaml.write_text(source(size, observations), "utf-8")
    yield _OURS[0], _best(make, lambda: _forget(into))
    people_type(tracker)
    kept = {path.name: path.read_bytes() for path in into.iterdir()}
    rows = folder / "rows.json"
    if ways != _OURS:
        rows.write_text(json.dumps(_plain(tracker)), "utf-8")
    yaml.write_text(source(size, observations, later=True), "utf-8")
    yield _OURS[1], _best(make, lambda: _put_back(into, kept))
    _put_back(into, kept)
    yield _REBUILD, _best([sys.executable, __file__, "rebuild", yaml, tracker])
    for name in ways[len(_OURS) :]:
        yield name, _best([sys.executable, __file__, name, rows, folder / "other.xlsx", tracker])


def _plain(tracker: Path) -> list[list[str | float | None]]:
    """The table of indicators as other programs would be given it."""
    import openpyxl

    sheet = openpyxl.load_workbook(tracker, read_only=True, data_only=True).worksheets[1]
    return [
        [cell if isinstance(cell, str | int | float) or cell is None else str(cell) for cell in row]
        for row in sheet.iter_rows(min_row=4, values_only=True)
    ]


def _forget(into: Path) -> None:
    _put_back(into, {})


def _put_back(into: Path, kept: dict[str, bytes]) -> None:
    into.mkdir(exist_ok=True)
    for path in into.iterdir():
        path.unlink()
    for name, data in kept.items():
        (into / name).write_bytes(data)


def _best(command: Sequence[str | Path], before: Callable[[], None] = lambda: None) -> Cost:
    costs = []
    for _ in range(RUNS):
        before()
        costs.append(_timed(command))
    return Cost(*map(min, zip(*costs, strict=True)))


def _timed(command: Sequence[str | Path]) -> Cost:
    """What a process says of itself, since what others see of its memory begins with that of the one who started it."""
    started = time.perf_counter()
    done = subprocess.run([*map(str, command)], stdout=subprocess.PIPE, check=True, text=True)
    wall = time.perf_counter() - started
    said = json.loads(done.stdout.splitlines()[-1])
    return Cost(said.get("wall_s", wall), said["cpu_s"], said["peak_mb"])


def _say(**measured: float) -> None:
    """What this process used, for the one who measures; the most memory that it ever held, by the kernel's account."""
    peak = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text("utf-8"))
    assert peak is not None
    print(json.dumps({"cpu_s": time.process_time(), "peak_mb": int(peak[1]) / 1e3, **measured}))


def _row(size: int, cost: Cost, before: Sequence[tuple[int, Cost]]) -> tuple[str, ...]:
    exponent = ""
    if before:
        smaller, less = before[-1]
        exponent = f"{math.log(cost.cpu_s / less.cpu_s) / math.log(size / smaller):.2f}"
    return f"{size:,}", f"{cost.wall_s:.2f}", f"{cost.cpu_s:.2f}", f"{cost.peak_mb:.0f}", exponent


def _aim(name: str, size: int, cost: Cost) -> str:
    """Whether the aim is met, by the rebuild and by the whole command around it."""
    if size != SIZES[-1] or name not in (_REBUILD, _OURS[1]):
        return ""
    met = cost.wall_s <= AIM_S and cost.peak_mb <= AIM_MB
    return f"{'met' if met else 'MISSED'}: {AIM_S:g} s, {AIM_MB} MB"


# -- ours


def run_command(*arguments: str) -> None:
    """The whole command in this process."""
    from briefexport.cli import main

    status = main(arguments)
    if status:
        sys.exit(status)
    _say()


def run_rebuild(yaml: Path, tracker: Path) -> None:
    """A rebuild in a warm process; garbage is looked for as seldom as in the command."""
    import gc

    from briefexport.cli import SELDOM
    from briefexport.source import read_file, read_source

    gc.set_threshold(*SELDOM)

    small = read_source(source(SIZES[0]), "small.yaml").briefing
    _rebuilt(_rebuilt(None, small), small)  # loads all that is needed
    briefing, old = read_file(yaml).briefing, tracker.read_bytes()
    wall, cpu = time.perf_counter(), time.process_time()
    _rebuilt(old, briefing)
    _say(wall_s=time.perf_counter() - wall, cpu_s=time.process_time() - cpu)


def _rebuilt(old: bytes | None, briefing: "Briefing") -> bytes:
    from briefexport.build.typed import counted, typed_in
    from briefexport.compose.tracker import compose_tracker
    from briefexport.edition import edition_of
    from briefexport.house import read_house
    from briefexport.render.excel import render_excel
    from briefexport.render.excel.merge import merge_tracker

    house, edition = read_house(), edition_of(briefing.date)
    if old is None:
        return render_excel(compose_tracker(briefing, house), house.theme(), edition)
    typing = typed_in(old, briefing, house.wording(briefing.language), edition.on, "tracker.xlsx")
    beside = typing.beside(briefing) if typing.typed or typing.there else None
    issue = compose_tracker(counted(briefing, typing), house, (), beside)
    return merge_tracker(old, issue, house.theme(), edition).data


# -- the others


def write_with(name: str, rows: Path, into: Path, tracker: Path) -> None:
    """Writes the table as a plain script would."""
    if name == _OTHERS[2]:
        import openpyxl

        openpyxl.load_workbook(tracker).save(into)
        return
    table = json.loads(rows.read_text("utf-8"))
    if name == _OTHERS[0]:
        _with_xlsxwriter(table, into)
    else:
        _with_openpyxl(table, into)


def _with_xlsxwriter(table: list[list[str | float | None]], into: Path) -> None:
    import xlsxwriter

    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer)
    sheet = book.add_worksheet("Indicators")
    for number, row in enumerate(table):
        sheet.write_row(number, 0, row)
    book.close()
    into.write_bytes(buffer.getvalue())


def _with_openpyxl(table: list[list[str | float | None]], into: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in table:
        sheet.append(row)
    book.save(into)


if __name__ == "__main__":
    way, *given = sys.argv[1:]
    if way == "command":
        run_command(*given)
    elif way == _REBUILD:
        run_rebuild(*map(Path, given))
    else:
        write_with(way, *map(Path, given))
        _say()
