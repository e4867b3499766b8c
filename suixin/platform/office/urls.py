from django.urls import path

from suixin.platform.office import pages

app_name = "office"
urlpatterns = [
    path("office/", pages.home, name="home"),
    path("office/tasks/", pages.tasks, name="tasks"),
]
