import pytest
from open_city import OpenCity, publish


@pytest.fixture
def city(db, monkeypatch) -> OpenCity:
    return publish(monkeypatch)
