"""What is asked by machines that watch a process: whether it answers, and whether it can work."""

from django.http import JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from ..reading.health import health

NOT_KEPT = {"Cache-Control": "no-store"}


@require_safe
def healthz(request):
    """The process answers; nothing else is asked."""
    return JsonResponse({"alive": True}, headers=NOT_KEPT)


@require_safe
def readyz(request):
    """200 if the database answers and fits the program, else 503; an alarm changes no status."""
    now = timezone.now()
    found = health(now=now)
    content = {
        "ready": found.is_ready,
        "alarms": found.alarms,
        "database": "answers" if found.has_database else "does not answer",
        "migrations": {"missing": found.missing},
        "disk": {"free_bytes": found.disk_free},
        "last_backup": _told(found.backup, now),
        "last_verify": _told(found.verify, now, whole=found.is_whole),
    }
    status = 200 if found.is_ready else 503
    return JsonResponse(content, status=status, headers=NOT_KEPT)


def _told(run, now, **more):
    """Tell when a run was, and nothing of where it left what."""
    if run is None:
        return "never"
    age = round((now - run["time"]).total_seconds())
    return {"time": run["time"].isoformat(), "age_seconds": age, **more}
