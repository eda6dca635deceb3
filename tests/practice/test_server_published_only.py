import pytest


@pytest.fixture
def published(open_practice):
    return open_practice(published_only=True).landlord()


def test_the_history_of_the_published_api_names_no_action_landlord_or_call(published):
    number = published.fresh()
    published.act(number, "OFFER")
    for entry in published.read(number)["dossierStatusHistoriek"]:
        assert set(entry) == {"statusCodeVan", "statusCodeNaar", "datum"}


def test_a_refusal_is_400_with_a_detail_and_no_type(published):
    number = published.fresh()
    answer = published.act(number, "WAKE")
    assert answer.status_code == 400
    assert set(answer.json()) == {"title", "status", "detail", "instance"}
    assert "WAKE" in answer.json()["detail"]


def test_a_repeated_call_is_carried_out_again(published):
    number = published.fresh()
    known = published.act(number, "OFFER").headers["x-correlation-id"]
    assert published.act(number, "CCL").status_code == 200
    assert published.act(number, "OFFER", correlation_id=known).json()["status"] == "OFFER"
    assert published.act(number, "OFFER", correlation_id=known).status_code == 400


def test_undo_still_knows_whose_action_it_was(open_practice):
    practice = open_practice(published_only=True)
    us, them = practice.landlord(), practice.landlord(practice.theirs)
    number = us.fresh()
    us.act(number, "WAIT")
    assert them.act(number, "UNDO").status_code == 400
    assert us.act(number, "UNDO").json()["status"] == "REG"
