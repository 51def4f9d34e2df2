"""What the tracker is measured against: Django that says hello, and a file."""

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
application = WhiteNoise(get_wsgi_application(), root=os.environ["HELLO_FOLDER"], prefix="static")
