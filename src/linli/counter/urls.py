"""Addresses of the counter."""

from django.urls import path

from linli.counter.views import (
    application_own,
    application_ratings,
    applications,
    bookings,
    catalogue,
    catalogue_setup,
    hall_figures,
    queue,
    queue_desk,
    queue_setup,
    skills,
    visits,
)
from linli.kernel.upkeep import sheet_paths

app_name = "counter"
_HALLS = "desk/settings/halls/"
_ITEMS = "desk/settings/items/"
_CATALOGUE = [
    path("items/", catalogue.items, name="items"),
    path("items/<str:code>/", catalogue.item, name="item"),
    path("items/<str:code>/guide/", catalogue.ask, name="ask"),
    path("items/<str:code>/book/", visits.book, name="book"),
    path(_ITEMS, catalogue_setup.items, name="setup_items"),
    path(f"{_ITEMS}add/", catalogue_setup.add_item, name="add_item"),
    *sheet_paths(_ITEMS, catalogue_setup.ITEMS),
    path(f"{_ITEMS}<uuid:item_id>/", catalogue_setup.item, name="setup_item"),
    path(f"{_ITEMS}<uuid:item_id>/close/", catalogue_setup.close_item, name="close_item"),
    path(
        f"{_ITEMS}<uuid:item_id>/versions/<int:number>/",
        catalogue_setup.version,
        name="item_version",
    ),
]
_APPLICATIONS = [
    path("desk/counter/", applications.applications, name="applications"),
    path("desk/counter/new/", applications.new, name="new"),
    path("desk/counter/ratings/", application_ratings.ratings, name="ratings"),
    path("desk/counter/ratings/<uuid:rating_id>/", application_ratings.see_to, name="see_to"),
    path("desk/counter/help/<str:code>/", skills.item_help, name="item_help"),
    path("desk/counter/<str:number>/", applications.application, name="application"),
    path("desk/counter/<str:number>/reception/", applications.reception, name="reception"),
    path("desk/counter/<str:number>/reveal/", applications.reveal, name="reveal"),
    path("desk/counter/<str:number>/home/", applications.home_order, name="home_order"),
    path("desk/counter/<str:number>/slips/<int:ordinal>/", applications.slip, name="slip"),
    path("desk/counter/<str:number>/<slug:verb>/", applications.step, name="step"),
    path("applications/photos/<uuid:file_id>/<slug:size>/", applications.photo, name="paper_photo"),
    path("applications/", application_own.mine, name="mine"),
    path("applications/<str:number>/", application_own.own, name="own"),
    path("applications/<str:number>/slips/<int:ordinal>/", applications.slip, name="own_slip"),
    path("applications/<str:number>/hour/<slug:act>/", application_own.own_hour, name="own_hour"),
    path("applications/<str:number>/<slug:verb>/", application_own.own_step, name="own_step"),
    path("visit/<str:token>/", application_own.visit, name="visit"),
    path("visit/<str:token>/slips/<int:ordinal>/", application_own.visit_slip, name="visit_slip"),
    path("visit/<str:token>/hour/<slug:act>/", application_own.visit_hour, name="visit_hour"),
    path("visit/<str:token>/<slug:verb>/", application_own.visit_step, name="visit_step"),
]
_QUEUE = [
    path("hall/ticket/<str:key>/", queue.ticket, name="ticket"),
    path("hall/ticket/<str:key>/leave/", queue.leave, name="leave_ticket"),
    path("hall/<slug:code>/", queue.door, name="door"),
    path("hall/<slug:code>/screen/", queue.screen, name="hall_screen"),
    path("desk/hall/", queue_desk.panel, name="panel"),
    path("desk/hall/next/", queue_desk.call_next, name="call_next"),
    path("desk/hall/take/<slug:code>/", queue_desk.take, name="take_ticket"),
    path("desk/hall/take/<slug:code>/<str:number>/", queue_desk.check_in, name="check_in"),
    path("desk/hall/load/", hall_figures.load, name="load"),
    path("desk/hall/load/sheet/", hall_figures.load_sheet, name="load_sheet"),
    path("desk/hall/windows/<uuid:window_id>/<slug:state>/", queue_desk.window, name="window"),
    path("desk/hall/tickets/<uuid:ticket_id>/<slug:act>/", queue_desk.step, name="ticket_step"),
    path(_HALLS, queue_setup.halls, name="halls"),
    path(f"{_HALLS}add/", queue_setup.add_hall, name="add_hall"),
    *sheet_paths(_HALLS, queue_setup.HALLS),
    path(f"{_HALLS}<uuid:hall_id>/", queue_setup.hall, name="hall"),
]
_BOOKINGS = [
    path("desk/bookings/", bookings.bookings, name="bookings"),
    path("desk/bookings/new/", bookings.book_for_caller, name="book_for_caller"),
    path("desk/bookings/<uuid:booking_id>/move/", bookings.move, name="move_booking"),
    path("desk/bookings/<uuid:booking_id>/<slug:act>/", bookings.settle, name="settle_booking"),
]
urlpatterns = [*_CATALOGUE, *_APPLICATIONS, *_QUEUE, *_BOOKINGS]
