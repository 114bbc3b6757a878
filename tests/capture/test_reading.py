"""Reading within limits, in the real process: 20 hostile inputs among them, each answered in a sentence."""

import gzip
import time
import zipfile
from io import BytesIO

import pytest

from hubs.capture.language import language_of
from hubs.capture.parsing import parse
from hubs.capture.reading import MAX_BYTES
from hubs.capture.refused import Refused

CHINESE = "香港金融管理局今日公布穩定幣發行人沙盒的參與者名單。這是一個重要的里程碑,我們會繼續發展。"
SIMPLIFIED = "中国人民银行今日发布数字人民币白皮书。这是一个重要的里程碑,我们会继续发展,国家将大力支持。"
PAGE = """<!doctype html><html lang="en"><head><title>HKMA opens sandbox | The Paper</title>
<meta property="og:site_name" content="The Paper"><meta name="author" content="Ada Chan">
<meta property="article:published_time" content="2024-03-12T08:00:00+08:00"></head>
<body><nav>Home News Sport</nav><article><h1>HKMA opens sandbox</h1>
<p>The Hong Kong Monetary Authority launched a sandbox for stablecoin issuers on 12 March 2024, it said.</p>
<p>Banks and technology firms may test their plans there before the law is passed, under its supervision.</p>
</article><footer>Copyright The Paper</footer></body></html>"""


def pdf(text: str = "The HKMA launched a sandbox on 12 March 2024.") -> bytes:
    """A one-page PDF made by hand."""
    stream = f"BT /F1 12 Tf 72 700 Td ({text}) Tj ET".encode()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    out = BytesIO(b"")
    out.write(b"%PDF-1.4\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, content))
    table = out.tell()
    out.write(b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places))
    out.write(b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % table)
    return out.getvalue()


def test_a_page_gives_title_author_publisher_date_and_text():
    reading = parse(PAGE.encode())
    assert reading.title == "HKMA opens sandbox"
    assert (reading.author, reading.publisher, reading.date) == ("Ada Chan", "The Paper", "2024-03-12")
    assert "launched a sandbox" in reading.text and "Sport" not in reading.text
    assert (reading.language, reading.kind) == ("en", "html")


@pytest.mark.parametrize(
    ("lines", "author", "publisher"),
    [
        ("By Ada Chan\nMarch 12, 2024", "Ada Chan", ""),
        ("BY ADA CHAN AND BEN LEE | 12 March 2024", "ADA CHAN AND BEN LEE", ""),
        ("By Jean-Luc de Vries, Financial Desk", "Jean-Luc de Vries", ""),
        ("LONDON, July 8 (Wirepoint) - Britain said it would publish rules.", "", "Wirepoint"),
        ("Source: Ledger Weekly", "", "Ledger Weekly"),
        ("Payments Digest | Published: September 3, 2025 | By Marcus Lane", "Marcus Lane", "Payments Digest"),
        ("【明報專訊】金管局昨日公布新的安排。", "", "明報"),
        ("【本報訊】金管局昨日公布新的安排。", "", ""),
        ("来源：新华社 作者：王也", "王也", "新华社"),
        ("2024年3月12日 09:30 来源: 中国证券报", "", "中国证券报"),
        ("（记者 李小明、张华）", "李小明、张华", ""),
        ("By March 2024 the regulator will have licensed 3 firms.", "", ""),
        ("By the end of the year it will open.", "", ""),
        ("By Order of the Board", "", ""),
        ("The source: a person who knows the plans.", "", ""),
        ("作者认为，这是一个重要的里程碑。", "", ""),
        ("本报记者从香港金融管理局获悉，沙盒已经开放。", "", ""),
    ],
)
def test_a_byline_gives_author_and_publisher_and_nothing_else_does(lines, author, publisher):
    reading = parse(
        f"HKMA opens sandbox\n{lines}\nThe HKMA launched a sandbox for issuers of tokens.".encode()
    )
    assert (reading.author, reading.publisher) == (author, publisher)


def test_a_pdf_gives_its_text():
    reading = parse(pdf())
    assert (reading.text, reading.kind) == ("The HKMA launched a sandbox on 12 March 2024.", "pdf")


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (CHINESE, "utf-8"),
        (CHINESE, "utf-8-sig"),
        (CHINESE, "utf-16"),
        (CHINESE, "big5"),
        (SIMPLIFIED, "gb18030"),
        (SIMPLIFIED, "gbk"),
        ("The café of the SFC is “open” to all – so it says, naïve as it may be.", "cp1252"),
        ("The HKMA launched a sandbox for stablecoins.", "utf-16-le"),
    ],
)
def test_text_in_any_common_encoding(text, encoding):
    assert parse(text.encode(encoding)).text == text


def test_a_declared_encoding_is_believed_where_it_fits():
    page = PAGE.replace("it said", CHINESE).encode("big5", "replace")
    assert "香港金融管理局" in parse(page, declared="big5").text


@pytest.mark.parametrize(
    ("text", "language"), [(CHINESE, "zh-Hant"), (SIMPLIFIED, "zh-Hans"), (PAGE, "en"), ("123", "en")]
)
def test_the_language_is_told_by_the_text(text, language):
    assert language_of(text) == language


def zipped() -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * 10_000_000)
    return out.getvalue()


HOSTILE = {
    "empty": b"",
    "only space": b" \n\t \r\n",
    "only noughts": b"\0" * 5000,
    "too large": b"a" * (MAX_BYTES + 1),
    "zip bomb": zipped(),
    "gzip bomb": gzip.compress(b"0" * 50_000_000),
    "picture": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40,
    "program": b"\x7fELF" + bytes(range(256)) * 40,
    "random bytes": bytes((n * 197 + n // 7 * 31 + 13) % 256 for n in range(20_000)),
    "text with noughts": b"Hong Kong\0launched\0a sandbox" * 50,
    "truncated UTF-16": b"\xff\xfe" + b"\x41\x00\x00",
    "nested 100,000 deep": b"<html><body>" + b"<div>" * 100_000 + b"text",
    "nested in names of its own": b"<html>" + b"<x-a>" * 50_000,
    "entity bomb": b'<?xml version="1.0"?><!DOCTYPE l [' + b'<!ENTITY b "&a;&a;">' * 20 + b"]><html>&b;</html>",
    "page without text": b"<html><head><title>x</title></head><body><script>go()</script></body></html>",
    "PDF cut short": pdf()[:150],
    "PDF that is a page": b"%PDF-1.4\n" + PAGE.encode(),
    "PDF without text": pdf(""),
    "endless text": b"Hong Kong launched a blockchain. " * 20_000,
    "Office document": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 4000,
}  # fmt: skip


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_input_is_answered_in_a_sentence(data):
    began = time.monotonic()
    with pytest.raises(Refused) as refusal:
        parse(data)
    assert time.monotonic() - began < 15
    said = str(refusal.value)
    assert said.endswith(".") and said[0].isupper() and "Traceback" not in said and len(said) < 200


@pytest.mark.parametrize(
    "data",
    [
        b"<p>" * 100_000 + b"Hong Kong launched a sandbox.",
        b"<html><body>" + b"<b" * 200_000,
        b"<html><table>" + b"<tr><td>" * 60_000 + b"text of Hong Kong",
        b"<html><body><p>" + b"&lt;" * 300_000,
        b"<html><body><p " + b"a=1 " * 500_000 + b">text",
        b"<!--" * 300_000,
    ],
)
def test_markup_made_to_hurt_ends_in_time(data):
    began = time.monotonic()
    try:
        parse(data)
    except Refused as refusal:
        assert str(refusal).endswith(".")
    assert time.monotonic() - began < 15


def test_a_script_in_a_page_is_never_text():
    page = PAGE.replace("<footer>", "<script>alert('x')</script><footer onclick=steal()>")
    assert "alert" not in parse(page.encode()).text
