from django.urls import path

from aoxanh.recognition.views import series

app_name = "my_certificates"
urlpatterns = [path("", series.mine, name="list")]
