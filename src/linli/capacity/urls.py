"""Addresses of what can be booked."""

from django.urls import path

from linli.capacity.views import setup
from linli.kernel.upkeep import sheet_paths

app_name = "capacity"
_RESOURCES = "desk/settings/resources/"
_ONE = f"{_RESOURCES}<uuid:resource_id>/"
urlpatterns = [
    path(_RESOURCES, setup.resources, name="resources"),
    path(f"{_RESOURCES}add/", setup.add_resource, name="add_resource"),
    *sheet_paths(_RESOURCES, setup.RESOURCES),
    path(_ONE, setup.resource, name="resource"),
    path(f"{_ONE}hours/", setup.hours, name="hours"),
    path(f"{_ONE}close/", setup.close_day, name="close_day"),
    path(f"{_ONE}open/<str:day>/", setup.open_day, name="open_day"),
]
