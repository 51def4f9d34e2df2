from django.http import StreamingHttpResponse
from django.shortcuts import render

from ..publishing.ledger import json_lines


def data(request):
    return render(request, "data.html")


def ledger(request):
    return StreamingHttpResponse(json_lines(), content_type="application/x-ndjson")
