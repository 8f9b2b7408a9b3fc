"""The one error of this layer: a record that cannot be used at all."""


class RecordError(Exception):
    """An unusable record. The message is one line: what is wrong, where, what is allowed, what to do.

    It never holds patient data: a file, a line and a column are named, never a cell.
    What is wrong with a single row is no error but a row of `issues`.
    """
