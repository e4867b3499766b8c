import pytest
from promised_city import *
@pytest.mark.django_db
def test_x(client):
    city = PromisedCity()
    city.release(USERS, "2019-07", grown(2_000_000, 40_000, 24))
    city.release(COMMUNITIES, "2019-07", grown(5,1,14), {"440106":"4"})
    r = client.get(f"/programmes/{SLUG}/targets/")
    assert r.status_code==200
    print(r.text)
    r = client.get(f"/programmes/{SLUG}/wall/")
    assert r.status_code==200
