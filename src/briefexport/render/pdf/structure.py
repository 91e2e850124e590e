"""The tree of what is said on the page, which readers that cannot see it walk instead of the ink."""

from collections.abc import Iterator


class Element:
    """A node of the structure tree; identity counts, not value.

    `attributes` are names and values as PDF writes them. `kids` are elements, numbers of marked content on the page,
    and annotations. `number` is that of its object in the file once it has one.
    """

    __slots__ = ("attributes", "kids", "number", "parent", "role")

    def __init__(self, role: str, parent: "Element | None", attributes: dict[str, str] | None = None) -> None:
        self.role, self.parent = role, parent
        self.attributes = attributes or {}
        self.kids: list[Element | int | Annotation] = []
        self.number = 0
        if parent is not None:
            parent.kids.append(self)

    def walk(self) -> Iterator["Element"]:
        """This element and all below it, in reading order."""
        waiting = [self]
        while waiting:
            found = waiting.pop()
            yield found
            waiting += [kid for kid in reversed(found.kids) if isinstance(kid, Element)]

    def written(self, page: str, parent: str) -> str:
        """The element as an object of the file; `page` and `parent` are references."""
        kids = " ".join([_kid(kid, page) for kid in self.kids])
        own = "".join([f"/{name} {value}" for name, value in self.attributes.items()])
        on = "" if all(isinstance(kid, Element) for kid in self.kids) else f"/Pg {page}"
        held = f" {kids}" if len(self.kids) == 1 else f"[{kids}]"
        return f"<</Type/StructElem/S/{self.role}/P {parent}{on}{own}/K{held}>>"


class Annotation:
    """A link on the page: where it is (left, bottom, right, top), where it goes, its key in the parent tree."""

    __slots__ = ("address", "box", "key", "number")

    def __init__(self, box: tuple[float, float, float, float], address: str, key: int) -> None:
        self.box, self.address, self.key = box, address, key
        self.number = 0


def _kid(kid: "Element | int | Annotation", page: str) -> str:
    match kid:
        case Element():
            return f"{kid.number} 0 R"
        case Annotation():
            return f"<</Type/OBJR/Pg {page}/Obj {kid.number} 0 R>>"
        case int():
            return str(kid)


def text_string(text: str) -> str:
    """A text as PDF writes it: UTF-16 in hexadecimal digits."""
    return f"<FEFF{text.encode('utf-16-be').hex().upper()}>"
