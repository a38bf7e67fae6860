import pytest
from django.test import Client

from tests.town import Town


@pytest.fixture
def admin(town: Town, client: Client) -> Client:
    client.force_login(town.account("admin"))
    return client
