"""What happened -> SVG and HTML: the figures of a page, the explorer."""
