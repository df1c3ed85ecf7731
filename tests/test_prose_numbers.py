"""Every number with three or more decimals in the prose stands in the chapter's own outputs."""

from pathlib import Path

import pytest

from mathcheck.prose import unfounded_numbers

CHAPTERS = sorted((Path(__file__).resolve().parents[1] / "chapters").glob("*.ipynb"))


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda path: path.stem)
def test_numbers_of_the_prose_were_computed(chapter):
    assert not (unfounded := unfounded_numbers(chapter)), "\n".join(unfounded)
