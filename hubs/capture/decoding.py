"""Bytes to characters: what the bytes themselves say comes before what somebody declared."""

import codecs
import re

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]+)", re.IGNORECASE)
# Pages that say they are the smaller set use characters of the larger one.
WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs", "iso-8859-1": "cp1252", "ascii": "utf-8"}
COMMON = frozenset(
    "的是在不了有和人这這中大为為上个個国國我以要他时時来來用们們生到作地于於出就分对對成会會可主发發年动動同工也能下过過子说說产產种種面而方后後多定行学學法所民得经經"
)


class NotText(ValueError):
    """The bytes are no text in any encoding we know."""


def decode(data: bytes, declared: str = "") -> str:
    """Text out of bytes: by its mark, as UTF-8, as declared (header, then page), else by likeness.

    NotText when nothing fits.
    """
    for mark, name in MARKS:
        if data.startswith(mark):
            return strict(data, name)
    if name := unmarked_utf16(data):
        return strict(data, name)
    if b"\0" in data:
        raise NotText
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    in_page = DECLARED.search(data[:4096])
    for name in (declared, in_page[1].decode("ascii", "replace") if in_page else ""):
        if text := attempt(data, WIDER.get(name.lower(), name)):
            return text
    return likeliest(data)


def strict(data: bytes, name: str) -> str:
    try:
        return data.decode(name)
    except UnicodeDecodeError as problem:
        raise NotText from problem


def unmarked_utf16(data: bytes) -> str:
    """UTF-16 without a mark shows in Western text: every second byte is nought."""
    sample = data[:2000]
    if len(sample) < 20:
        return ""
    odd, even = sample[1::2].count(0) / len(sample[1::2]), sample[::2].count(0) / len(sample[::2])
    if odd > 0.4 and even < 0.05:
        return "utf-16-le"
    return "utf-16-be" if even > 0.4 and odd < 0.05 else ""


def attempt(data: bytes, name: str) -> str:
    try:
        text = data.decode(name) if name and name.lower() not in ("utf-8", "utf8") else ""
    except (LookupError, UnicodeDecodeError):
        return ""
    return text if isinstance(text, str) else ""


def likeliest(data: bytes) -> str:
    """GB18030 or Big5, whichever gives more of the commonest characters; else what charset-normalizer thinks."""
    chinese = {name: text for name in ("gb18030", "big5hkscs") if (text := attempt(data, name))}
    if chinese:
        best = max(chinese.values(), key=share_of_common)
        if share_of_common(best) > 0.04:
            return best
    if sum(byte > 127 for byte in data[:20_000]) * 10 < len(data[:20_000]) and (
        text := attempt(data, "cp1252")
    ):
        return text  # a few accents and curled quotes in plain Western text
    from charset_normalizer import from_bytes

    guess = from_bytes(data[:200_000]).best()
    if guess is None:
        raise NotText
    text = attempt(data, guess.encoding) or data.decode(guess.encoding, "replace")
    strange = sum(1 for c in text[:20_000] if ord(c) < 32 and c not in "\t\n\r\f")
    if strange > len(text[:20_000]) * 0.02:
        raise NotText
    return text


def share_of_common(text: str) -> float:
    characters = [c for c in text[:20_000] if c > "\u2e80"]
    return sum(c in COMMON for c in characters) / len(characters) if characters else 0.0
