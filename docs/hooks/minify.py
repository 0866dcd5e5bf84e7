"""Scripts and style sheets are served without comments and indents: sentences weigh nothing.

rjsmin 1.3 takes spaces out of a template within a template; tests/test_minified.py finds such a
script.
"""

import rcssmin
import rjsmin


def on_files(files, config):
    """Shorten the site's own; the theme's are short already."""
    for shortened, these in (
        (rjsmin.jsmin, files.javascript_files()),
        (rcssmin.cssmin, files.css_files()),
    ):
        for file in these:
            if file.src_dir == config.docs_dir:
                file.content_string = shortened(file.content_string)
