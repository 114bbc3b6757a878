"""English, simplified or traditional Chinese, told by the text itself."""

from collections import Counter


def language_of(text: str) -> str:
    """`en`, `zh-Hans` or `zh-Hant`: by the share of Chinese characters, then by which script is changed by folding."""
    from hubs.models.names import simplified, traditional

    sample = text[:20_000]
    chinese = "".join(c for c in sample if "\u4e00" <= c <= "\u9fff")
    letters = sum(c.isalpha() and c.isascii() for c in sample)
    if len(chinese) * 3 < letters or not chinese:
        return "en"
    counted = Counter(chinese)
    only_traditional = sum(n for c, n in counted.items() if simplified(c) != c)
    only_simplified = sum(n for c, n in counted.items() if traditional(c) != c and simplified(c) == c)
    return "zh-Hant" if only_traditional > only_simplified else "zh-Hans"
