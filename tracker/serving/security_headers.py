"""What every answer tells the browser that it may do with it.

This is the one place that says so: Django's pages, static files, redirects and errors all leave
through `SecurityHeaders`, and what the server answers before Django takes `security_headers()`.
"""

from django.conf import settings
from django.utils.cache import has_vary_header
from django.utils.csp import build_policy

POWERS = (
    "accelerometer", "autoplay", "browsing-topics", "camera", "clipboard-read",
    "compute-pressure", "display-capture", "encrypted-media", "fullscreen", "gamepad",
    "geolocation", "gyroscope", "hid", "identity-credentials-get", "idle-detection",
    "keyboard-map", "local-fonts", "magnetometer", "microphone", "midi", "otp-credentials",
    "payment", "picture-in-picture", "screen-wake-lock", "serial", "storage-access", "sync-xhr",
    "unload", "usb", "window-management", "xr-spatial-tracking",
)  # fmt: skip
"""What a browser can do that no page of ours asks for; a name unknown to it is told as an error."""
OWN_POWERS = (
    "clipboard-write", "publickey-credentials-create", "publickey-credentials-get",
)  # fmt: skip
"""What our own pages use: they copy an address, and log in by a passkey."""
OF_THE_STAFF = ("/desk/", "/admin/")
"""What the addresses begin with of which nothing is stored, whatever the answer."""
DEBUG_PAGES = (404, 500)
"""Django's debug pages for these have styles and scripts inside."""


def security_headers():
    """Return the headers of every answer, [(name, value)], as a WSGI server takes them."""
    headers = [
        ("Content-Security-Policy", build_policy(settings.SECURE_CSP)),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
        (
            "Permissions-Policy",
            ", ".join(
                [f"{name}=()" for name in POWERS] + [f"{name}=(self)" for name in OWN_POWERS]
            ),
        ),
        ("Referrer-Policy", "same-origin"),
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
    ]
    if settings.SECURE_HSTS_SECONDS:
        age = f"max-age={settings.SECURE_HSTS_SECONDS}"
        subdomains = "; includeSubDomains" if settings.SECURE_HSTS_INCLUDE_SUBDOMAINS else ""
        headers.append(("Strict-Transport-Security", f"{age}{subdomains}"))
    return headers


class SecurityHeaders:
    """Middleware around all others, so that what any of them answers has the headers too.

    An answer that depends on a cookie, or sets one, is of one person: nothing stores it.
    """

    def __init__(self, get_response):
        self.get_response = get_response
        self.headers = security_headers()

    def __call__(self, request):
        response = self.get_response(request)
        is_debug_page = settings.DEBUG and response.status_code in DEBUG_PAGES
        for name, value in self.headers:
            if not (is_debug_page and name == "Content-Security-Policy"):
                response[name] = value
        if is_personal(request, response):
            response["Cache-Control"] = "no-store, private"
        return response


def is_personal(request, response):
    """Whether an answer is for the staff, for a session, or of a cookie."""
    return (
        request.path_info.startswith(OF_THE_STAFF)
        or settings.SESSION_COOKIE_NAME in request.COOKIES
        or bool(response.cookies)
        or has_vary_header(response, "Cookie")
    )
