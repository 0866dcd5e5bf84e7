"""What a script printed and was warned of, as text."""

from html import escape

from record.recorder import Recording


def output(run: Recording) -> str:
    """What the script printed, then what it was warned of."""
    lines = [run.output.rstrip("\n"), *run.warnings]
    return f'<pre class="run-output"><code>{escape(chr(10).join(filter(None, lines)))}</code></pre>'
