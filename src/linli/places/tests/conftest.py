import pytest

from linli.kernel.streets.models import Street
from linli.places.tests import factories


@pytest.fixture
def street(db: None) -> Street:
    """A subdistrict with nothing in it."""
    return factories.street()


@pytest.fixture
def town(street: Street) -> Street:
    """The subdistrict of ``factories.town``."""
    factories.town(street)
    return street
