"""Addresses of stored files."""

from django.urls import path

from accord.apps.documents import views

app_name = "documents"
urlpatterns = [path("<uuid:key>/", views.file_download, name="file-download")]
