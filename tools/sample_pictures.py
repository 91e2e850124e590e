"""Draws the pictures of the fictional harbour sample: a map with sampling points, and a band of waves.

python tools/sample_pictures.py

The pictures are committed; run this only to change them.
"""

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path

import fontpkg_fira_sans
from PIL import Image, ImageDraw, ImageFont

FOLDER = Path(__file__).parent.parent / "source" / "pictures"
FONT = str(next(Path(fontpkg_fira_sans.ROOT).rglob("FiraSans-Medium.ttf")))

SHARPNESS = 3  # drawn three times as large, then made smaller: smooth edges
MAP_PX = (1200, 640)
WAVES_PX = (1200, 90)
COLOURS = 48  # enough for smooth edges, and a small file

WATER, LAND, SHORE = "#dce6f2", "#f3f0e8", "#a9a28d"
MUD, INK, POINT, PAPER = "#c9b48a", "#1b2330", "#17325f", "#ffffff"

SHORELINE = (
    (1210, 120), (1060, 158), (850, 112), (640, 128), (430, 140), (210, 190), (120, 330), (190, 470), (400, 535),
    (600, 530), (800, 495), (930, 525), (1060, 495), (1210, 525),
)  # fmt: skip
MUD_BANK = ((60, 290), (190, 300), (270, 390), (400, 430), (440, 480), (470, 600), (60, 600))
PIERS = (((620, 530), (620, 430)), ((760, 508), (760, 420)))
POINTS = ((430, 195, "North beach, west"), (780, 180, "North beach, east"), (620, 315, "Middle"), (480, 465, "Yards"))


def main() -> None:
    """Draw both pictures; their paths go to stdout."""
    FOLDER.mkdir(exist_ok=True)
    for name, picture in (("harbour-map.png", harbour()), ("harbour-waves.png", waves())):
        picture.quantize(COLOURS).save(FOLDER / name, optimize=True)
        print(FOLDER / name)


def harbour() -> Image.Image:
    """A basin that opens to the sea at the right, with the mud that is left and the four points."""
    image, pen = canvas(MAP_PX, WATER)
    shore = rounded(SHORELINE)
    pen.polygon(scaled(rounded(MUD_BANK)), fill=MUD)
    pen.polygon(scaled([*shore, (1210, 650), (-10, 650), (-10, -10), (1210, -10)]), fill=LAND)
    pen.line(scaled(shore), fill=SHORE, width=4 * SHARPNESS, joint="curve")
    for pier in PIERS:
        pen.line(scaled(pier), fill=SHORE, width=14 * SHARPNESS)
    for x, y, name in POINTS:
        disc(pen, x, y, 11)
        write(pen, (x + 22, y), name)
    write(pen, (620, 588), "Yards and docks", "mm")
    write(pen, (620, 62), "Town", "mm")
    write(pen, (1060, 315), "Open sea", "mm")
    write(pen, (262, 440), "Mud left", "mm")
    return image.resize(MAP_PX, Image.Resampling.LANCZOS)


def waves() -> Image.Image:
    """Three waves, one above the other."""
    image, pen = canvas(WAVES_PX, PAPER)
    for number, colour in enumerate(("#c3d3e8", "#8ba8cf", POINT)):
        crest = [(x, 22 + 22 * number + 8 * math.sin(x / 46 + 1.3 * number)) for x in range(0, 1201, 4)]
        pen.line(scaled(crest), fill=colour, width=5 * SHARPNESS, joint="curve")
    return image.resize(WAVES_PX, Image.Resampling.LANCZOS)


def canvas(size: tuple[int, int], colour: str) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    """An empty picture and the pen for it."""
    image = Image.new("RGB", (size[0] * SHARPNESS, size[1] * SHARPNESS), colour)
    return image, ImageDraw.Draw(image)


def rounded(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """A line through the points with its corners cut, thrice.

    Source: G. Chaikin, An algorithm for high-speed curve generation, 1974.
    """
    line = list(points)
    for _ in range(3):
        quarters = [
            ((3 * a + c) / 4, (3 * b + d) / 4, (a + 3 * c) / 4, (b + 3 * d) / 4) for (a, b), (c, d) in pairwise(line)
        ]
        line = [line[0], *((x, y) for q in quarters for x, y in (q[:2], q[2:])), line[-1]]
    return line


def scaled(points: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
    """Points of the picture as points of the canvas."""
    return [(x * SHARPNESS, y * SHARPNESS) for x, y in points]


def disc(pen: ImageDraw.ImageDraw, x: int, y: int, radius: int) -> None:
    """A sampling point: a dot with a light rim."""
    for size, colour in ((radius + 4, PAPER), (radius, POINT)):
        pen.ellipse(scaled([(x - size, y - size), (x + size, y + size)]), fill=colour)


def write(pen: ImageDraw.ImageDraw, at: tuple[int, int], text: str, anchor: str = "lm") -> None:
    """A label; `anchor` is Pillow's: `lm` begins at the point, `mm` is centred on it."""
    font = ImageFont.truetype(FONT, 27 * SHARPNESS)
    pen.text(scaled([at])[0], text, fill=INK, font=font, anchor=anchor)


if __name__ == "__main__":
    main()
