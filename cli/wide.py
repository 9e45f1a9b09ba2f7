"""칸 how wide a line is: Rich counts letters in one place where it should count cells, and cut off what is Korean."""

from rich.cells import cell_len
from rich.text import Text


def _rstrip_end(self: Text, size: int) -> None:
    """Take away the blanks that reach beyond this width, of which a Hangul syllable takes two."""
    blanks = len(self.plain) - len(self.plain.rstrip())
    beyond = cell_len(self.plain) - size
    if beyond > 0 and blanks:
        self.right_crop(min(blanks, beyond))


def count_cells() -> None:
    """Until Rich does: a line that is wrapped at a blank must not lose its last word to an ellipsis."""
    Text.rstrip_end = _rstrip_end  # type: ignore[method-assign]
