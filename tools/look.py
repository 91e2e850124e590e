"""Draws every page of every product, so that somebody can look before a merge.

python tools/look.py source/summit.yaml ...         every page into dist/look, and nine one-pagers: short, usual and
                                                    far too long, in English, Hindi and Russian; and memos in every
                                                    form, and in Hindi, Russian and Arabic
python tools/look.py --pictures docs/pictures source/summit.yaml       one picture a product, for the README

LibreOffice prints the memo and the tracker, poppler draws all pages. What is printed are the pictures' paths.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import msgspec

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests"))

import arabic  # noqa: E402 - it stands with the tests, which are no package
import consumers  # noqa: E402 - the same
import memos  # noqa: E402 - the same
import nine  # noqa: E402 - the same
import pages as onepagers  # noqa: E402 - the same
from briefexport.compose.memo import compose_memo  # noqa: E402 - the order of the linter's liking
from briefexport.compose.onepager import compose_onepager  # noqa: E402 - the same
from briefexport.house import read_house  # noqa: E402 - the same
from briefexport.render.pdf import render_pdf  # noqa: E402 - the same
from briefexport.render.word import render_word  # noqa: E402 - the same
from briefexport.source import read_file  # noqa: E402 - the same

LOOK_DPI = 110
PICTURE_DPI = 80
# By the end of a file's name: what the README calls the picture.
PRODUCTS = {".docx": "memo", ".pdf": "onepager", ".xlsx": "tracker"}


def main() -> None:
    """Build, print, draw; the paths of the pictures go to stdout."""
    parser = argparse.ArgumentParser(description="Draw every page of every product of briefings.")
    parser.add_argument("sources", nargs="+", type=Path)
    parser.add_argument("--into", type=Path, default=ROOT / "dist" / "look")
    parser.add_argument("--pictures", type=Path, help="draw one picture a product into this folder instead")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        pages = [page for source in arguments.sources for page in printed(build(source, Path(place)), Path(place))]
        pages += [] if arguments.pictures else [*nine_pages(Path(place)), *memo_pages(Path(place))]
        drawn = pictures(pages, arguments.pictures) if arguments.pictures else draw(pages, arguments.into)
    for path in drawn:
        print(path)


def build(source: Path, place: Path) -> list[Path]:
    """The products of a briefing, made by the command line as a user makes them."""
    tool = Path(sys.executable).with_name("briefexport")
    made = subprocess.run([tool, "all", source, "--into", place / source.stem], check=True, stdout=subprocess.PIPE)
    paths = [Path(line) for line in made.stdout.decode().splitlines()]
    return [path for path in paths if path.suffix in PRODUCTS]


def nine_pages(place: Path) -> list[Path]:
    """The nine one-pagers, and the usual one on other paper."""
    house, found, made = read_house(), nine.nine_briefings(), []
    wanted = [(name, briefing, house.theme()) for name, briefing in found.items()]
    wanted += [(f"usual-en-{name}", found["usual-en"], theme) for name, theme in nine.OTHER_PAPERS.items()]
    for name, briefing, theme in wanted:
        page = compose_onepager(briefing, house, nine.pictures_of(briefing))
        made.append(place / f"{name}.pdf")
        made[-1].write_bytes(render_pdf(page, theme, onepagers.EDITION).data)
    return made


def memo_pages(place: Path) -> list[Path]:
    """Memos that say much in every form, and one in each script that is set in another way."""
    house, made = read_house(), {"memo-ar": arabic.arabic_memo()}
    full = read_file(ROOT / "source" / "harbour.yaml").briefing
    wanted = {f"memo-{profile}": msgspec.structs.replace(full, profile=profile) for profile in house.profiles()}
    wanted |= {f"memo-{language}": read_file(nine.USUAL[language]).briefing for language in ("hi", "ru")}
    made |= {name: compose_memo(briefing, house, nine.pictures_of(briefing)) for name, briefing in wanted.items()}
    files = []
    for name, memo in made.items():
        files.append(place / f"{name}.docx")
        files[-1].write_bytes(render_word(memo, house.memo_styles(), memos.EDITION))
    return consumers.libreoffice("pdf", place / "memos", *files)


def printed(products: list[Path], place: Path) -> list[Path]:
    """Each product as a PDF, named after briefing and product."""
    office = [path for path in products if path.suffix != ".pdf"]
    pages = place / "pages"
    pages.mkdir(exist_ok=True)
    for path in office:
        # One at a time: all products of a briefing may share a stem, and a PDF would hide another.
        made = consumers.libreoffice_pdf(path, place / "printed")
        made.replace(pages / f"{named(path)}.pdf")
    for path in products:
        if path.suffix == ".pdf":
            shutil.copy(path, pages / f"{named(path)}.pdf")
    return [pages / f"{named(path)}.pdf" for path in products]


def named(product: Path) -> str:
    """Briefing and product, as in summit-memo, whatever the file itself is called."""
    return f"{product.parent.name}-{PRODUCTS[product.suffix]}"


def draw(pages: list[Path], into: Path) -> list[Path]:
    """A picture a page."""
    shutil.rmtree(into, ignore_errors=True)
    return [
        consumers.page_png(pdf, into, page, LOOK_DPI)
        for pdf in pages
        for page in range(1, consumers.page_count(pdf) + 1)
    ]


def pictures(pages: list[Path], into: Path) -> list[Path]:
    """The first page of each product, under the product's name."""
    drawn = [(pdf, consumers.page_png(pdf, into, 1, PICTURE_DPI)) for pdf in pages]
    return [picture.replace(into / f"{pdf.stem.rpartition('-')[2]}.png") for pdf, picture in drawn]


if __name__ == "__main__":
    main()
