"""Addresses of the counter."""

from django.urls import path

from linli.counter.views import queue, queue_desk, queue_setup
from linli.kernel.upkeep import sheet_paths

app_name = "counter"
_HALLS = "desk/settings/halls/"
QUEUE = [
    path("hall/ticket/<str:key>/", queue.ticket, name="ticket"),
    path("hall/ticket/<str:key>/leave/", queue.leave, name="leave_ticket"),
    path("hall/<slug:code>/", queue.door, name="door"),
    path("hall/<slug:code>/screen/", queue.screen, name="hall_screen"),
    path("desk/hall/", queue_desk.panel, name="panel"),
    path("desk/hall/next/", queue_desk.call_next, name="call_next"),
    path("desk/hall/take/<slug:code>/", queue_desk.take, name="take_ticket"),
    path("desk/hall/load/", queue_desk.load, name="load"),
    path("desk/hall/windows/<uuid:window_id>/<slug:state>/", queue_desk.window, name="window"),
    path("desk/hall/tickets/<uuid:ticket_id>/<slug:act>/", queue_desk.step, name="ticket_step"),
    path(_HALLS, queue_setup.halls, name="halls"),
    path(f"{_HALLS}add/", queue_setup.add_hall, name="add_hall"),
    *sheet_paths(_HALLS, queue_setup.HALLS),
    path(f"{_HALLS}<uuid:hall_id>/", queue_setup.hall, name="hall"),
]
urlpatterns = [*QUEUE]
