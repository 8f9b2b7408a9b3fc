"""What many tests share: knowledge, loaded once."""

import pytest

from thirdline.knowledge import Knowledge, load


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    return load()
