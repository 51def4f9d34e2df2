import os
import re

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")

CHARSET = re.compile(r"charset\s*=\s*[\"']?([^\"';\s]*)", re.IGNORECASE)


def in_utf8_only(application):
    """Answer 400 to a request that names another charset than UTF-8.

    Django decodes query and body with any codec of Python that the header names, already as it
    makes the request object, and some codecs raise what nothing catches.
    """

    def checked(environ, start_response):
        charset = CHARSET.search(environ.get("CONTENT_TYPE", ""))
        if charset and charset[1].lower() not in ("utf-8", "utf8"):
            start_response("400 Bad Request", [("Content-Type", "text/plain")])
            return [b"Only UTF-8 is read here.\n"]
        return application(environ, start_response)

    return checked


application = in_utf8_only(get_wsgi_application())
