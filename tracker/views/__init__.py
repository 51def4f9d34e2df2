"""From request to response: fetch or filter, call one action or queryset, render."""
