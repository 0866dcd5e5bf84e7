"""Text in a page's tree, which ElementTree keeps in two places."""

from xml.etree.ElementTree import Element


def add_text(parent: Element, text: str) -> None:
    """Add text behind what `parent` holds."""
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text
