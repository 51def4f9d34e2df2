from django.http import StreamingHttpResponse
from django.shortcuts import render

from ..publishing.ledger import json_lines
from .public import public_page


@public_page
def data(request):
    return render(request, "data.html")


@public_page
def ledger(request):
    return StreamingHttpResponse(
        json_lines(until=request.record.until), content_type="application/x-ndjson"
    )
