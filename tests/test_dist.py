"""A set in its folder: whole, named by its receipt, written once, and nobody's typing lost."""

import hashlib
import json
from pathlib import Path

import pytest
from msgspec.structs import replace

from briefexport.dist import held, place_set, standing
from briefexport.problem import Code
from briefexport.product import Artifact, Product
from sets import artifacts, seen, stamp, whole, write

MEMO, ONEPAGER, TRACKER = "summit-memo.docx", "summit-onepager.pdf", "summit-tracker.xlsx"


def receipt(folder: Path) -> dict[str, object]:
    """The receipt as any reader of JSON sees it."""
    found: dict[str, object] = json.loads((folder / "summit.receipt.json").read_text("utf-8"))
    return found


def sources(folder: Path) -> dict[str, str]:
    """Which briefing each file in the receipt says it was made from."""
    files = receipt(folder)["files"]
    assert isinstance(files, list)
    return {made["name"]: made["stamp"]["source"] for made in files}


def test_a_set_is_three_files_and_a_receipt_that_names_them(tmp_path: Path) -> None:
    written = write(tmp_path / "dist")

    assert seen(tmp_path / "dist") == whole("first")
    assert [path.name for path in written.made] == [MEMO, ONEPAGER, TRACKER]
    made_from = {
        "source": "first",
        "pictures": None,
        "past": None,
        "typed": None,
        "templates": "plain",
        "profile": None,
        "tool": "1.0",
        "edition": "2025-11-07T00:00:00Z",
        "language": "en",
    }
    assert receipt(tmp_path / "dist") == {
        "schema": 1,
        "id": "summit",
        "stamp": made_from,
        "files": [
            {
                "product": product,
                "name": name,
                "size": len(text),
                "sha256": hashlib.sha256(text.encode()).hexdigest(),
                "left_out": [],
                "merged": False,
                "at": None,
                "stamp": made_from,
            }
            for product, name, text in (
                ("memo", MEMO, "first memo"),
                ("onepager", ONEPAGER, "first onepager"),
                ("tracker", TRACKER, "first tracker"),
            )
        ],
        "issues": [],
    }


def test_folders_on_the_way_are_made(tmp_path: Path) -> None:
    write(tmp_path / "2025" / "november" / "dist")

    assert seen(tmp_path / "2025" / "november" / "dist") == whole("first")


def test_a_newer_briefing_replaces_the_whole_set(tmp_path: Path) -> None:
    write(tmp_path, "first")

    written = write(tmp_path, "second")

    assert seen(tmp_path) == whole("second")
    assert sources(tmp_path) == {MEMO: "second", ONEPAGER: "second", TRACKER: "second"}
    assert not written.warnings


def test_the_same_set_again_touches_nothing(tmp_path: Path) -> None:
    write(tmp_path)
    before = {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()}

    written = write(tmp_path)

    assert {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()} == before
    assert [path.name for path in written.unchanged] == [MEMO, ONEPAGER, TRACKER]
    assert written.made == ()


def test_one_product_alone_says_so_for_itself_only(tmp_path: Path) -> None:
    write(tmp_path, "first")

    write(tmp_path, "second", [Product.MEMO])

    assert seen(tmp_path) == {**whole("first"), MEMO: "second memo"}
    assert sources(tmp_path) == {MEMO: "second", ONEPAGER: "first", TRACKER: "first"}


def test_only_what_is_out_of_date_is_to_be_made(tmp_path: Path) -> None:
    write(tmp_path, "first")
    write(tmp_path, "second", [Product.MEMO])

    written, to_make = standing(tmp_path, "summit", stamp("second"), Product)

    assert to_make == (Product.ONEPAGER, Product.TRACKER)
    assert [path.name for path in written.unchanged] == [MEMO]


def test_everything_is_to_be_made_when_nothing_is_there(tmp_path: Path) -> None:
    _, to_make = standing(tmp_path / "dist", "summit", stamp(), Product)

    assert to_make == tuple(Product)
    assert not (tmp_path / "dist").exists()


def test_nothing_is_to_be_made_of_an_unchanged_briefing(tmp_path: Path) -> None:
    write(tmp_path)

    written, to_make = standing(tmp_path, "summit", stamp(), Product)

    assert to_make == ()
    assert [path.name for path in written.unchanged] == [MEMO, ONEPAGER, TRACKER]


def test_a_deleted_file_is_to_be_made_again(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / MEMO).unlink()

    _, to_make = standing(tmp_path, "summit", stamp(), Product)

    assert to_make == (Product.MEMO,)


def test_a_changed_memo_is_made_again_and_what_was_typed_is_kept_beside(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / MEMO).write_text("cleared by legal", "utf-8")

    _, to_make = standing(tmp_path, "summit", stamp(), Product)
    written = write(tmp_path, products=to_make)

    assert to_make == (Product.MEMO,)
    assert seen(tmp_path) == {**whole("first"), "summit-memo-kept-1.docx": "cleared by legal"}
    assert [problem.code for problem in written.warnings] == [Code.CHANGED_FILE_KEPT]


def test_the_second_changed_memo_does_not_push_out_the_first(tmp_path: Path) -> None:
    for words in ("cleared by legal", "cleared by trade"):
        write(tmp_path)
        (tmp_path / MEMO).write_text(words, "utf-8")
    write(tmp_path)

    assert seen(tmp_path) == {
        **whole("first"),
        "summit-memo-kept-1.docx": "cleared by legal",
        "summit-memo-kept-2.docx": "cleared by trade",
    }


def test_a_tracker_that_people_changed_stays_and_is_told_about(tmp_path: Path) -> None:
    write(tmp_path, "first")
    (tmp_path / TRACKER).write_text("typed by the desk", "utf-8")

    written = write(tmp_path, "second")

    assert seen(tmp_path) == {**whole("second"), TRACKER: "typed by the desk"}
    assert sources(tmp_path) == {MEMO: "second", ONEPAGER: "second", TRACKER: "first"}
    assert [path.name for path in written.kept] == [TRACKER]
    assert [problem.code for problem in written.warnings] == [Code.TRACKER_KEPT]
    assert written.warnings[0].place.file == str(tmp_path / TRACKER)


def test_a_tracker_that_is_behind_is_to_be_merged_on_every_run(tmp_path: Path) -> None:
    write(tmp_path, "first")
    (tmp_path / TRACKER).write_text("typed by the desk", "utf-8")
    write(tmp_path, "second")

    _, to_make = standing(tmp_path, "summit", stamp("second"), Product)

    assert to_make == (Product.TRACKER,)


def test_a_merged_tracker_takes_the_place_of_what_it_was_merged_from_and_of_nothing_else(tmp_path: Path) -> None:
    write(tmp_path, "first")
    typed = b"typed by the desk"
    merged = Artifact(Product.TRACKER, TRACKER, b"merged", merged_from=hashlib.sha256(typed).hexdigest())
    (tmp_path / TRACKER).write_bytes(typed)

    with held(tmp_path) as mine:
        first = place_set(mine.folder, "summit", stamp("second"), [merged])
        (tmp_path / TRACKER).write_text("typed again", "utf-8")
        second = place_set(mine.folder, "summit", stamp("third"), [replace(merged, data=b"merged again")])

    assert [path.name for path in first.made] == [TRACKER]
    assert [path.name for path in second.kept] == [TRACKER]
    assert (tmp_path / TRACKER).read_text("utf-8") == "typed again"


def test_typing_into_a_tracker_that_is_up_to_date_is_nobody_elses_business(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / TRACKER).write_text("typed by the desk", "utf-8")

    written, to_make = standing(tmp_path, "summit", stamp(), Product)

    assert to_make == ()
    assert [path.name for path in written.kept] == [TRACKER]
    assert written.warnings == ()


def test_a_tracker_is_replaced_on_request_and_the_typing_kept_beside(tmp_path: Path) -> None:
    write(tmp_path, "first")
    (tmp_path / TRACKER).write_text("typed by the desk", "utf-8")

    _, to_make = standing(tmp_path, "summit", stamp("second"), Product, over_typing=True)
    written = write(tmp_path, "second", over=True)

    assert to_make == tuple(Product)
    assert seen(tmp_path) == {**whole("second"), "summit-tracker-kept-1.xlsx": "typed by the desk"}
    assert [problem.code for problem in written.warnings] == [Code.CHANGED_FILE_KEPT]


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"schema": 2}', "\xff", '{"schema": 1, "id": "summit"}'])
def test_without_a_readable_receipt_no_typing_is_lost(tmp_path: Path, damage: str) -> None:
    write(tmp_path, "first")
    (tmp_path / TRACKER).write_text("typed by the desk", "utf-8")
    (tmp_path / "summit.receipt.json").write_text(damage, "latin-1")

    write(tmp_path, "second")

    assert seen(tmp_path)[TRACKER] == "typed by the desk"
    assert seen(tmp_path)[MEMO] == "second memo"
    assert sources(tmp_path) == {MEMO: "second", ONEPAGER: "second"}


def test_a_lost_receipt_comes_back_without_a_change_to_the_files(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "summit.receipt.json").unlink()
    before = (tmp_path / MEMO).stat().st_mtime_ns

    write(tmp_path)

    assert sources(tmp_path) == {MEMO: "first", ONEPAGER: "first", TRACKER: "first"}
    assert (tmp_path / MEMO).stat().st_mtime_ns == before


def test_files_of_others_in_the_folder_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", "utf-8")
    (tmp_path / ".hidden").mkdir()
    (tmp_path / "budget.receipt.json").write_text("{}", "utf-8")

    write(tmp_path)

    assert (tmp_path / "notes.txt").read_text("utf-8") == "mine"
    assert (tmp_path / ".hidden").is_dir()
    assert (tmp_path / "budget.receipt.json").read_text("utf-8") == "{}"


def test_what_a_page_had_no_room_for_stands_in_the_receipt(tmp_path: Path) -> None:
    page = Artifact(Product.ONEPAGER, ONEPAGER, b"page", left_out=("risks[2]", "timeline[0]"))
    with held(tmp_path) as mine:
        place_set(mine.folder, "summit", stamp(), [page, *artifacts(products=[Product.MEMO])])

    written, _ = standing(tmp_path, "summit", stamp(), Product)
    assert {made.name: made.left_out for made in written.files} == {
        MEMO: (),
        ONEPAGER: ("risks[2]", "timeline[0]"),
    }
