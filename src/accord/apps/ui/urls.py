"""Addresses of ui's own small answers."""

from django.urls import path

from accord.apps.ui import views

app_name = "ui"
urlpatterns = [path("day/", views.read_day, name="read-day")]
