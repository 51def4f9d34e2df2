"""Django as WSGI: what `front` asks in threads, and what any other server of WSGI can run."""

import codecs
import os

from django.core.wsgi import get_wsgi_application
from django.utils.http import parse_header_parameters

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")


def in_utf8_only(application):
    """Answer 400 to a Content-Type that can't be read, or that names another charset.

    Django decodes query and body with any codec of Python that the header names, already as it
    makes the request object, and some codecs raise what nothing catches.
    """

    def checked(environ, start_response):
        if not _is_utf8(environ.get("CONTENT_TYPE", "")):
            from .security_headers import security_headers  # settings are there by now

            headers = [("Content-Type", "text/plain; charset=utf-8"), *security_headers()]
            start_response("400 Bad Request", headers)
            return [b"Only UTF-8 is read here.\n"]
        return application(environ, start_response)

    return checked


def _is_utf8(content_type):
    if not content_type:
        return True
    try:
        _media_type, parameters = parse_header_parameters(content_type)
        return codecs.lookup(parameters.get("charset", "utf-8")).name == "utf-8"
    except (LookupError, ValueError):
        return False


application = in_utf8_only(get_wsgi_application())
