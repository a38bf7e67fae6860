"""Addresses of the administrator's pages of areas and grids."""

from django.urls import path

from linli.kernel.upkeep import sheet_paths
from linli.places import views

app_name = "places"
urlpatterns = [
    path("desk/settings/areas/", views.areas, name="areas"),
    path("desk/settings/areas/add/", views.add_area, name="add_area"),
    *sheet_paths("desk/settings/areas/", views.AREAS),
    path("desk/settings/areas/<uuid:area_id>/", views.area, name="area"),
    path("desk/settings/areas/<uuid:area_id>/close/", views.close_area, name="close_area"),
    path("desk/settings/grids/", views.grids, name="grids"),
    path("desk/settings/grids/add/", views.add_grid, name="add_grid"),
    *sheet_paths("desk/settings/grids/", views.GRIDS),
    path("desk/settings/grids/<uuid:grid_id>", views.grid, name="grid"),
    path("desk/settings/grids/<uuid:grid_id>/close/", views.close_grid, name="close_grid"),
]
