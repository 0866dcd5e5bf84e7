"""The words that the search's file has of each section, read by a reader for the tests alone."""

from collections import Counter
from itertools import accumulate


def spelled(packed: dict) -> list[Counter[str]]:
    """Of each section the words of its text, and how often each is in its list."""
    words = packed["words"].split(" ")
    texts = [section.get("text", []) for section in packed["sections"]]
    return [Counter(words[place] for place in accumulate(steps)) for steps in texts]
