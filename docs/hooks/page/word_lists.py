"""Sections of the site -> what the browser gets of them, in which each word is spelled once.

Of a text the search compares words, and not their order. So a section's text and names are numbers
of words in one list for all, and docs/assets/search/spelled.js makes words of them again.
"""

import re
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise

from page.sections import Section

_LISTS = ("text", "names")
_MOST = 3  # the search counts a word little more for standing a fourth time in a section
_BETWEEN = re.compile(r"[^\w.'’%]+")
_AROUND = ".'’_"
# What docs/assets/search/words.js reads of numbers: what is seen is often a 0 or a 1.
_SEEN = re.compile(r"[01](\.0+)?%?|100%")


def packed(sections: Iterable[Section]) -> dict[str, object]:
    """All that is searched, for JSON.

    `words` are all words, what stands in most lists first, so that most numbers are small. In
    `sections`, a text is its words' places among them, in order, and each as the step from the one
    before: [3, 0, 2] is the fourth word twice, and the sixth.
    """
    given = [section.packed() for section in sections]
    counts = [
        {name: Counter(_words(str(section[name]))) for name in _LISTS if name in section}
        for section in given
    ]
    spread = Counter(word for lists in counts for words in lists.values() for word in words)
    words = sorted(spread, key=lambda word: (-spread[word], word))
    places = {word: place for place, word in enumerate(words)}
    lists = [{name: _steps(words, places) for name, words in one.items()} for one in counts]
    return {
        "words": " ".join(words),
        "sections": [{**section, **steps} for section, steps in zip(given, lists, strict=True)],
    }


def _words(text: str) -> Iterable[str]:
    """What one may type of a text: neither a sign alone nor a number, but for 0 and 1."""
    for part in _BETWEEN.split(text):
        word = part.strip(_AROUND)
        if any(map(str.isalpha, word)) or _SEEN.fullmatch(word):
            # `Loss` begins a sentence; `MSELoss` is a name of two words.
            yield word.lower() if word == word.capitalize() else word


def _steps(words: Counter[str], places: dict[str, int]) -> list[int]:
    found = sorted(places[word] for word, times in words.items() for _ in range(min(times, _MOST)))
    return [after - before for before, after in pairwise([0, *found])]
