"""The error of a recording."""


class RecordingError(Exception):
    """A script cannot be run, or what was asked of its recording did not happen in it."""
