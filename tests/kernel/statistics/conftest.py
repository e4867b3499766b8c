import pytest
from small_city import SmallCity, sample_city


@pytest.fixture
def city() -> SmallCity:
    return sample_city()
