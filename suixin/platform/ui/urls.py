from django.urls import path

from suixin.platform.ui import gallery, views

app_name = "ui"
urlpatterns = [
    path("reading/", views.reading, name="reading"),
    path("gallery/", gallery.gallery, name="gallery"),
]
