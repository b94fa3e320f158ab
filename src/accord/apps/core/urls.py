"""Addresses of core pages."""

from django.urls import path

from accord.apps.core import views

app_name = "core"
urlpatterns = [
    path("<uuid:key>/", views.job, name="job"),
    path("<uuid:key>/stop/", views.job_stop, name="job-stop"),
    path("notes/", views.note_write, name="note-write"),
    path("history/", views.history, name="history"),
]
