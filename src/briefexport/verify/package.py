"""The parts of a Word or Excel file as XML trees."""

import contextlib
import io
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from .told import UnreadableError

_DUBLIN = "{http://purl.org/dc/elements/1.1/}"
_PROPERTIES = "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}"
_MOST_BYTES = 256 * 2**20

Element = ET.Element


class Package:
    """An Office file that is open. Expat, which reads it, refuses entities that grow without measure."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self.names = archive.namelist()

    def part(self, name: str) -> Element:
        """A part by its name."""
        return ET.fromstring(self._archive.read(name))  # noqa: S314 - see the class

    def parts(self, start: str) -> list[Element]:
        """The parts whose names begin so, in the order of their numbers."""
        found = [name for name in self.names if name.startswith(start) and name.endswith(".xml")]
        return [self.part(name) for name in sorted(found, key=lambda name: (len(name), name))]

    def told_of_itself(self) -> tuple[str, str, str]:
        """Title, language and status in the properties."""
        core = self.part("docProps/core.xml")
        names = (f"{_DUBLIN}title", f"{_DUBLIN}language", f"{_PROPERTIES}contentStatus")
        title, language, status = (core.findtext(name) or "" for name in names)
        return title, language, status


@contextlib.contextmanager
def opened(data: bytes) -> Iterator[Package]:
    """The file, open as long as the block.

    Raises:
        UnreadableError: it is damaged, or something in the block finds that a part is.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _look_over(archive)
            yield Package(archive)
    except UnreadableError:
        raise
    except zipfile.BadZipFile as error:
        raise UnreadableError("it is no Office file, or a part of one is missing") from error
    except Exception as error:  # whatever a damaged file makes the library do, the file is what is wrong
        raise UnreadableError(f"a part of it is missing or damaged ({error})") from error


def _look_over(archive: zipfile.ZipFile) -> None:
    """Every part is whole, and all of them together are no more than a document can be."""
    if sum(part.file_size for part in archive.infolist()) > _MOST_BYTES:
        raise UnreadableError("it unpacks to more than a document can be")
    if damaged := archive.testzip():
        raise UnreadableError(f"its part '{damaged}' is damaged")
