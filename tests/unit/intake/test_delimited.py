"""Delimited files in the forms that registers have."""

from __future__ import annotations

from pathlib import Path

import pytest
from regledger.intake.delimited import BadExport, layout_of, lines_of
from regledger.intake.mapping import LoadedMapping, load_mapping


def loaded(folder: Path, file: str = "", column: str = "no") -> LoadedMapping:
    """A mapping of one column."""
    path = folder / "m.toml"
    path.write_text(
        f'[register]\nid="r"\ntitle="R"\n[file]\n{file}\n[[record]]\nname="row"\nkey=["{column}"]\n', encoding="utf-8"
    )
    return load_mapping(path)


def read(folder: Path, content: bytes, file: str = "", column: str = "no") -> list[tuple[int, list[str], bool]]:
    """(line, cells, good) of every row."""
    path = folder / "export.csv"
    path.write_bytes(content)
    layout = layout_of(path, loaded(folder, file, column))
    return [(line.number, line.cells, not line.problem) for line in lines_of(layout)]


@pytest.mark.parametrize(
    ("encoding", "text"),
    [("utf-8", "企业"), ("utf-8-sig", "企业"), ("gb18030", "企业"), ("latin-1", "Señor"), ("utf-16", "企业")],
)
def test_first_candidate_that_reads_the_whole_file_is_taken(tmp_path: Path, encoding: str, text: str) -> None:
    """Each file is read in the first declared encoding that fits all of it, with or without byte-order mark."""
    content = f"no,name\r\n1,{text}\r\n".encode(encoding)
    candidates = 'encodings = ["utf-16", "utf-8-sig", "gb18030", "latin-1"]'
    if encoding == "latin-1":
        candidates = 'encodings = ["utf-8-sig", "latin-1"]'
    elif encoding != "utf-16":
        candidates = 'encodings = ["utf-8-sig", "gb18030"]'

    rows = read(tmp_path, content, candidates)

    assert rows == [(2, ["1", text], True)]


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_delimiter_is_told_by_the_columns(tmp_path: Path, delimiter: str) -> None:
    """The delimiter is the one under which the header has the columns that the mapping names."""
    content = f'no{delimiter}"a, b"\n1{delimiter}"x\t;|,"\n'.encode()

    rows = read(tmp_path, content, 'delimiters = [",", "tab", ";", "|"]')

    assert rows == [(2, ["1", "x\t;|,"], True)]


def test_lines_are_numbered_as_an_editor_numbers_them(tmp_path: Path) -> None:
    """A row is known by the line on which it begins, also after cells that hold line breaks and blank lines."""
    content = b'no,text\r\n1,"a\r\nb"\r\n\r\n2,c\r\n3,"""d"""\r\n'

    rows = read(tmp_path, content)

    assert rows == [(2, ["1", "a\r\nb"], True), (5, ["2", "c"], True), (6, ["3", '"d"'], True)]


def test_stray_quote_costs_its_own_line_only(tmp_path: Path) -> None:
    """A quote that is never closed takes no other row with it."""
    content = b'no,text\n1,a\n2,"never closed\n3,c\n4,d\n'

    rows = read(tmp_path, content)

    assert [(number, good) for number, _, good in rows] == [(2, True), (3, False), (4, True), (5, True)]


def test_cells_that_do_not_fit_the_header_are_told(tmp_path: Path) -> None:
    """A row with too few or too many cells is bad; blank cells at the end are not too many."""
    content = b"no,a,b\n1,x\n2,x,y\n3,x,y,z\n4,x,y,,\n"

    rows = read(tmp_path, content)

    assert [(cells[0], good) for _, cells, good in rows] == [("1", False), ("2", True), ("3", False), ("4", True)]


def test_line_in_another_encoding_is_bad_alone(tmp_path: Path) -> None:
    """Where no declared encoding fits the whole file, only the lines that it does not fit are bad."""
    content = b"no,name\n1,ok\n2,\xff\xfe\n3,ok\n"

    rows = read(tmp_path, content, 'encodings = ["utf-8"]')

    assert [good for _, _, good in rows] == [True, False, True]


def test_titles_above_the_header_are_passed_over(tmp_path: Path) -> None:
    """The header stands on the declared line; blank and repeated names get their position."""
    content = "清溪县台账,,,\nno,,a,a\n1,2,3,4\n".encode()

    path = tmp_path / "export.csv"
    path.write_bytes(content)
    layout = layout_of(path, loaded(tmp_path, "header = 2"))

    assert layout.header == ("no", "#2", "a", "a#4")
    assert [line.number for line in lines_of(layout)] == [3]


def test_quotes_can_be_plain_text(tmp_path: Path) -> None:
    """Where cells are declared never quoted, a quote is a letter like any other."""
    content = b'no\ttext\n1\t12" pipe\n2\t"x\n'

    rows = read(tmp_path, content, 'delimiters = ["tab"]\nquote = ""')

    assert [cells[1] for _, cells, _ in rows] == ['12" pipe', '"x']


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (
            b"a,b\n1,2\n",
            "it has no column 'no', which record.row.key of m.toml names. Its header, read as utf-8-sig, has: a, b.",
        ),
        (b"", "line 1 holds no header"),
        (b"\n1,2\n", "line 1 holds no header"),
    ],
)
def test_file_without_its_columns_is_named(tmp_path: Path, content: bytes, said: str) -> None:
    """A file that is not what the mapping says is refused, with what it lacks and what it has."""
    with pytest.raises(BadExport, match=r"export\.csv cannot be imported") as raised:
        read(tmp_path, content)

    assert said in str(raised.value)


def test_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    """A file that cannot be opened is refused without a traceback of the system's."""
    with pytest.raises(BadExport, match=r"gone\.csv cannot be imported: it cannot be read \(No such file"):
        layout_of(tmp_path / "gone.csv", loaded(tmp_path))


def test_file_in_no_declared_encoding_is_named(tmp_path: Path) -> None:
    """A file that no declared encoding can even walk through is refused, with those that were tried."""
    with pytest.raises(BadExport, match=r"it is not in utf-16\. Add its encoding to file\.encodings"):
        read(tmp_path, b"no,name\n1,a\n2", 'encodings = ["utf-16"]')


@pytest.mark.parametrize("encoding", ["gb18030", "big5"])
def test_header_in_no_declared_encoding_is_shown_as_its_bytes(tmp_path: Path, encoding: str) -> None:
    """Where no declared encoding fits, those that were tried are named and the header's bytes shown, misread nowhere."""
    content = "no,企業名稱\n1,聯鋼營造有限公司\n".encode(encoding)

    with pytest.raises(BadExport) as raised:
        read(tmp_path, content, 'encodings = ["utf-8", "ascii"]', column="企業名稱")

    shown = "企業名稱".encode(encoding).decode("ascii", "backslashreplace")
    assert "and it is not in utf-8 or ascii. Its header line holds the bytes no," in str(raised.value)
    assert f",{shown}. Add its encoding to file.encodings." in str(raised.value)
    assert str(raised.value).encode()


def test_bytes_that_cannot_be_read_are_escaped_in_a_column_name(tmp_path: Path) -> None:
    """A column that the mapping does not name may have a name that cannot be read: it stands there as its bytes."""
    path = tmp_path / "export.csv"
    path.write_bytes(b"no,\xff\xfe\n1,a\n")

    layout = layout_of(path, loaded(tmp_path, 'encodings = ["utf-8"]'))

    assert layout.header == ("no", r"\xff\xfe")
