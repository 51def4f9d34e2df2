"""One line in the log for each answer, without a word about who asked.

No address, user name, query, cookie or name of a browser. Of an address that is ours stands the
name of its route, as some paths open doors; the path of any other, as it leads nowhere.
"""

import logging
import time

from ..watching import metrics, request_id, security_log
from . import metrics_server

logger = logging.getLogger("tracker.access")


class AccessLog:
    """Middleware around all other: names a request, logs and counts its answer.

    The name goes back with the answer; a page that is kept is kept without it. Kept pages are
    counted when they are sent, and leave no line here: the log of the proxy has one.
    """

    def __init__(self, get_response):
        self.get_response = get_response
        metrics_server.start()  # whatever process answers requests has figures

    def __call__(self, request):
        begun = time.perf_counter()
        name = request_id.id_of(request.environ)
        token = request_id.current.set(name)
        try:
            response = self.get_response(request)
            _tell(request, response, time.perf_counter() - begun)
        finally:
            request_id.current.reset(token)
        response[request_id.HEADER] = name
        return response


def _tell(request, response, seconds):
    route = request.resolver_match.view_name if request.resolver_match else ""
    user = getattr(request, "_cached_user", None)  # nobody, if no view asked who it is
    account = user.pk if user else None
    status = response.status_code
    place = {"route": route} if route else {"path": request.path}
    _log(request.method, place, status, seconds, role="staff" if account else "anonymous")
    metrics.answered(route=route, method=request.method, status=status, seconds=seconds)
    if status == 403:
        security_log.event("refused", **place, account=account)


def _log(method, place, status, seconds, **more):
    method = method if method in metrics.METHODS else "other"
    line = {"method": method, **place, "status": status, "ms": round(seconds * 1000, 1), **more}
    logger.info("request", extra=line)
