"""Addresses of posters."""

from django.urls import path

from linli.posters import views

app_name = "posters"
urlpatterns = [
    path("posters/", views.choose, name="choose"),
    path("posters/area/<uuid:area_id>/", views.area, name="area"),
    path("posters/area/<uuid:area_id>/buildings/", views.area_buildings, name="area_buildings"),
    path("posters/grid/<uuid:grid_id>/", views.grid, name="grid"),
    path("posters/grid/<uuid:grid_id>/buildings/", views.grid_buildings, name="grid_buildings"),
]
