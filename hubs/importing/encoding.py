"""Bytes to text, for files that a spreadsheet saved: their few Chinese words must tell the encoding."""

from hubs.capture.decoding import MARKS, NotText, strict, unmarked_utf16
from hubs.models.names import simplified

# Half-width signs and the commonest characters of each set, by their first byte.
GB2312_COMMON = {0xA1, 0xA3, *range(0xB0, 0xD8)}
BIG5_COMMON = {0xA1, 0xA2, 0xA3, *range(0xA4, 0xC7)}
CLEAR = 0.8  # of its characters are common: nobody would mistake the text for the other encoding's


def text_of(data: bytes) -> tuple[str, str]:
    """The text, and the name of its encoding; NotText when none fits, or two fit equally well."""
    for mark, name in MARKS:
        if data.startswith(mark):
            return strict(data, name), name.removesuffix("-sig").upper()
    if name := unmarked_utf16(data):
        return strict(data, name), "UTF-16"
    try:
        return data.decode(), "UTF-8"
    except UnicodeDecodeError:
        pass
    return _chinese_or_western(data)


def _chinese_or_western(data: bytes) -> tuple[str, str]:
    clear, possible = [], []
    for encoding, name, likeness in (
        ("gb18030", "GB18030", likeness_to_gb),
        ("big5hkscs", "Big5", likeness_to_big5),
    ):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        possible.append((text, name))
        if (share := likeness(text)) >= CLEAR:
            clear.append((share, text, name))
    clear.sort(reverse=True)
    if len(clear) > 1 and clear[0][0] == clear[1][0]:
        raise NotText
    if clear:
        return clear[0][1:]
    try:
        return data.decode("cp1252"), "Windows-1252"
    except UnicodeDecodeError:
        if len(possible) == 1:
            return possible[0]
        raise NotText from None


def likeness_to_gb(text: str) -> float:
    """The share of its characters that are common in simplified Chinese, also where they stand in traditional."""
    return _share(simplified(text), "gb2312", GB2312_COMMON)


def likeness_to_big5(text: str) -> float:
    return _share(text, "big5", BIG5_COMMON)


def _share(text: str, encoding: str, common: set[int]) -> float:
    characters = [c for c in text if not c.isascii()]
    lead = [c.encode(encoding, "ignore")[:1] for c in characters]
    return sum(byte != b"" and byte[0] in common for byte in lead) / len(characters) if characters else 0.0
