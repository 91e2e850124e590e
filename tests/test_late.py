"""What loads late works as if it had been loaded at once, and a short run does without it."""

import subprocess
import sys

import pytest

OPENS = """
from briefexport.render.excel import render_excel
import io, openpyxl
book = openpyxl.Workbook()
book.active["A1"] = "x"
book.active["A1"].style = "Good"
file = io.BytesIO()
book.save(file)
cell = openpyxl.load_workbook(file).active["A1"]
print(cell.value, cell.style, cell.font.color.rgb)
"""
DRAWS = """
from briefexport.render.excel import render_excel
import io, PIL.Image, openpyxl.drawing.image
file = io.BytesIO()
PIL.Image.new("RGB", (2, 3)).save(file, "PNG")
print(openpyxl.drawing.image.Image(file).height)
"""
READS = """
from briefexport.render.excel import render_excel
from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.builtins import styles
print(ExcelReader.__name__, type(styles).__name__, len(styles) > 40)
"""
COUNTS = """
import sys
from briefexport.render.excel import render_excel
late = ("openpyxl.reader.excel", "openpyxl.styles.builtins", "PIL._imaging")
print([name for name in late if name in sys.modules])
"""


def printed(program: str) -> str:
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, text=True)
    return done.stdout.strip()


@pytest.mark.parametrize(
    ("program", "said"),
    [(OPENS, "x Good FF006100"), (DRAWS, "3"), (READS, "ExcelReader dict True")],
    ids=["opening a workbook", "a picture", "by another way"],
)
def test_what_a_tracker_does_not_need_is_there_for_others(program: str, said: str) -> None:
    assert printed(program) == said


def test_a_tracker_loads_nothing_that_it_has_no_use_for() -> None:
    assert printed(COUNTS) == "[]"
