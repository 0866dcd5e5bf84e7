"""Scripts are served without comments and indents, so that a sentence in a source weighs nothing.

rjsmin 1.3 takes spaces out of a template within a template; tests/test_browser_scripts.py finds
such a script.
"""

import rjsmin


def on_files(files, config):
    """Shorten the site's own scripts; the theme's are short already."""
    for file in files.javascript_files():
        if file.src_dir == config.docs_dir:
            file.content_string = rjsmin.jsmin(file.content_string)
