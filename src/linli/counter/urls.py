"""Addresses of the counter."""

from django.urls import path

from linli.counter.views import catalogue, catalogue_setup
from linli.kernel.upkeep import sheet_paths

app_name = "counter"
_ITEMS = "desk/settings/items"
urlpatterns = [
    path("items/", catalogue.items, name="items"),
    path("items/<str:code>/", catalogue.item, name="item"),
    path("items/<str:code>/guide/", catalogue.ask, name="ask"),
    path(f"{_ITEMS}/", catalogue_setup.items, name="setup_items"),
    path(f"{_ITEMS}/add/", catalogue_setup.add_item, name="add_item"),
    *sheet_paths(f"{_ITEMS}/", catalogue_setup.ITEMS),
    path(f"{_ITEMS}/<uuid:item_id>/", catalogue_setup.item, name="setup_item"),
    path(f"{_ITEMS}/<uuid:item_id>/close/", catalogue_setup.close_item, name="close_item"),
    path(
        f"{_ITEMS}/<uuid:item_id>/versions/<int:number>/",
        catalogue_setup.version,
        name="item_version",
    ),
]
