"""The house style is read from folders, the nearest first, and its mistakes are told with their place."""

from pathlib import Path

import pytest

from briefexport.house import House, HouseFile, package_folder, read_house
from briefexport.problem import Code, RejectedError


def rejected(folder: Path) -> RejectedError:
    with pytest.raises(RejectedError) as raised:
        read_house((folder,)).wording("en")
    return raised.value


def test_the_package_has_everything_a_house_needs() -> None:
    house = read_house()

    assert {"memo.md.j2", "onepager.md.j2", "memo.docx", "theme.toml", "labels/en.toml"} <= set(house.files)
    assert house.languages() == ("de", "en", "fr", "hi", "ru")
    assert house.memo_styles()[:2] == b"PK"


def test_a_project_overrides_one_file_and_keeps_the_rest(tmp_path: Path) -> None:
    (tmp_path / "memo.md.j2").write_text("# Ours\n", "utf-8")

    house = read_house((tmp_path,))

    assert house.templates()["memo.md.j2"].text == "# Ours\n"
    assert house.templates()["memo.md.j2"].origin == str(tmp_path / "memo.md.j2")
    assert house.files["theme.toml"].origin == str(package_folder() / "theme.toml")


def test_the_first_folder_wins(tmp_path: Path) -> None:
    for name in ("near", "far"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "memo.md.j2").write_text(name, "utf-8")

    house = read_house((tmp_path / "near", tmp_path / "far"))

    assert house.templates()["memo.md.j2"].text == "near"


def test_the_digest_is_of_the_contents_and_not_of_the_place() -> None:
    one = House({"a": HouseFile("/here/a", b"1"), "b": HouseFile("/here/b", b"2")})
    same = House({"b": HouseFile("/there/b", b"2"), "a": HouseFile("/there/a", b"1")})
    other = House({"a": HouseFile("/here/a", b"12"), "b": HouseFile("/here/b", b"")})

    assert one.digest == same.digest
    assert one.digest != other.digest


def test_hidden_files_and_copies_of_editors_are_none_of_the_house(tmp_path: Path) -> None:
    for name in (".secret", "~$memo.docx", "memo.md.j2~"):
        (tmp_path / name).write_text("x", "utf-8")

    assert not {".secret", "~$memo.docx", "memo.md.j2~"} & set(read_house((tmp_path,)).files)


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    problem = rejected(tmp_path / "nowhere").problems[0]

    assert (problem.code, problem.place.file) == (Code.HOUSE_FILE, str(tmp_path / "nowhere"))


def test_a_labels_file_with_a_slip_is_told_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "labels").mkdir()
    (tmp_path / "labels" / "en.toml").write_text('[language]\ntag = "en\n', "utf-8")

    problem = rejected(tmp_path).problems[0]

    assert (problem.code, problem.place.line) == (Code.LABELS, 2)


def test_a_labels_file_that_is_not_utf8_is_told(tmp_path: Path) -> None:
    (tmp_path / "labels").mkdir()
    (tmp_path / "labels" / "en.toml").write_bytes('name = "é"'.encode("latin-1"))

    assert rejected(tmp_path).problems[0].what == "the file is not UTF-8 text"


def test_a_language_is_served_by_its_nearest_relative() -> None:
    assert read_house().wording("en-GB").language == "en"


def test_a_language_without_labels_is_told_with_those_there_are() -> None:
    with pytest.raises(RejectedError) as raised:
        read_house().wording("xx")

    problem = raised.value.problems[0]
    assert problem.code is Code.NO_LABELS
    assert "de, en, fr, hi, ru" in problem.fix


def test_a_shelf_that_others_can_write_to_is_not_used(tmp_path: Path) -> None:
    (tmp_path / "open").mkdir()
    (tmp_path / "open").chmod(0o777)
    (tmp_path / "file").write_text("x", "utf-8")

    assert read_house((), tmp_path / "open").shelf is None
    assert read_house((), tmp_path / "file" / "below").shelf is None
    assert read_house((), tmp_path / "new").shelf == str(tmp_path / "new")
