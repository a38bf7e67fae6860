"""Lists in pages: whatever number the address asks for, a page comes."""

import pytest
from django.test import Client

from tests.town import Town

LISTS = ("/settled/", "/mine/", "/notices/", "/field/", "/desk/", "/desk/settings/areas/")


@pytest.mark.django_db
@pytest.mark.parametrize("asked", ["0", "-1", "x", "²", "99999", "9" * 30, "9" * 5000])
@pytest.mark.parametrize("path", LISTS)
def test_a_number_that_no_list_has_gives_a_page(town: Town, client: Client, path: str, asked: str):
    client.force_login(town.account("admin"))
    assert client.get(path, {"page": asked}).status_code == 200
