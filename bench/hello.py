"""What the tracker is measured against: Django that says hello, a file, and no work at all."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path
from whitenoise import WhiteNoise

settings.configure(
    ROOT_URLCONF=__name__, MIDDLEWARE=[], ALLOWED_HOSTS=["*"], SECRET_KEY="bench", DATABASES={}
)
urlpatterns = [path("", lambda request: HttpResponse("hello"))]
hello = WhiteNoise(get_wsgi_application(), root=os.environ["HELLO_FOLDER"], prefix="static")


def application(environ, start_response):
    """Answer an empty 304 at /nothing: what the server itself costs."""
    if environ["PATH_INFO"] != "/nothing":
        return hello(environ, start_response)
    start_response("304 Not Modified", [])
    return []
