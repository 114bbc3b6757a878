"""Articles printed to PDF by a real browser read as their text: paragraphs whole, page furniture gone."""

import html

import pytest

from hubs.capture.parsing import parse

ENGLISH = """\
Hong Kong opens a sandbox for issuers of stablecoins
By Ada Chan and Ben Lee
The Hong Kong Monetary Authority said on Tuesday that it had opened a sandbox for issuers of stablecoins that are \
denominated in Hong Kong dollars, and that 3 in-principle approvals had been given to consortia of banks, technology \
companies and telecommunication providers which had applied before the end of February.
It would publish cross-border rules for dollar-backed tokens in the second half of 2025, after a consultation that \
drew 108 submissions; the administration intends to introduce legislation thereafter, it said.
"Interoperability is indispensable," said a representative of the Authority, who acknowledged that internationally \
comparable documentation had not been available to everybody."""
CHINESE = """\
广州互联网法院发布区块链司法应用报告
广州互联网法院4月29日发布《区块链司法应用报告》。报告显示，自2019年3月30日网通法链上线以来，该院存证数量已超过8000万条，今年第一季度新增存证1200万条。
广州市人民政府去年5月出台推动区块链产业创新发展的实施意见，提出到2022年打造两到三个区块链产业园。黄埔区已于今年3月启用首个园区，入驻企业62家，总投资约15亿元。"""
LAYOUTS = {
    "one column, justified": "font: 12pt serif; text-align: justify",
    "ragged, by gaps": "font: 11pt/1.6 sans-serif",
    "by indents, without gaps": "font: 12pt serif; text-align: justify; --gap: 0; --indent: 2em",
    "two columns, hyphens": "font: 9pt serif; columns: 2; text-align: justify; hyphens: auto",
    "over several small pages": "font: 24pt serif",
}


@pytest.fixture(scope="module")
def printed(browser):
    page = browser.new_page()

    def printed(text: str, style: str, lang: str = "en") -> bytes:
        paragraphs = "".join(f"<p>{html.escape(line)}</p>" for line in text.splitlines())
        look = "<style>p { margin: 0 0 var(--gap, 1em); text-indent: var(--indent, 0) }</style>"
        page.set_content(f'<html lang="{lang}">{look}<body style="{style}">{paragraphs}</body></html>')
        space = {"top": "2cm", "bottom": "2cm", "left": "2cm", "right": "2cm"}
        number = "Page <span class=pageNumber></span> of <span class=totalPages></span>"
        footer = f'<div style="font-size: 8px">{number}</div>'
        return page.pdf(
            format="A5",
            margin=space,
            display_header_footer=True,
            header_template="<i></i>",
            footer_template=footer,
        )

    yield printed
    page.close()


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_printed_article_reads_as_its_text(printed, layout):
    reading = parse(printed(ENGLISH, LAYOUTS[layout]))
    assert reading.text.splitlines() == ENGLISH.splitlines()
    assert reading.title == ENGLISH.splitlines()[0]
    assert reading.author == "Ada Chan and Ben Lee"


@pytest.mark.parametrize("layout", ["one column, justified", "ragged, by gaps", "over several small pages"])
def test_a_printed_article_without_spaces_reads_as_its_text(printed, layout):
    reading = parse(printed(CHINESE, LAYOUTS[layout], lang="zh-Hans"))
    assert reading.text.splitlines() == CHINESE.splitlines()
