from django.urls import reverse

from ..views.health import healthz, readyz


class HealthChecks:
    """Middleware that answers health checks before a host is compared or https is asked for.

    Whatever watches a process asks it by the address of the machine, without TLS.
    """

    def __init__(self, get_response):
        self.get_response = get_response
        self.answers = {reverse("healthz"): healthz, reverse("readyz"): readyz}

    def __call__(self, request):
        answer = self.answers.get(request.path_info, self.get_response)
        return answer(request)
