"""Every address of the resolver, and what stands at it in the fixture `rows`."""

import re

from django.contrib.contenttypes.models import ContentType
from django.urls import URLPattern, get_resolver, reverse
from django.urls.resolvers import LocalePrefixPattern

from tracker import models

MODELS = {
    "plan": "actionplan", "plan_brief": "actionplan", "working_group": "workinggroup",
    "initiative_card": "initiative",
}  # fmt: skip
"""Where an address is not named for its model."""
OTHERS_AT_DESK = {
    "desk_source": "source", "desk_challenge": "challenge", "desk_together": "submission",
    "desk_translate_citations": "citation",
}  # fmt: skip
"""What stands at the desk and is no update or revision."""
BY_NUMBER = (
    models.StatusUpdate, models.Revision, models.Challenge, models.Citation, models.Submission,
)  # fmt: skip
"""What has no slug of its own."""
CITED = tuple(
    field.related_model
    for field in models.Reference._meta.concrete_fields
    if field.is_relation and hasattr(field.related_model, "slug")
)
"""What has an address of its own and rests on citations."""


def names(patterns, prefix=""):
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            if pattern.name:
                yield prefix + pattern.name
        else:
            namespace = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from names(pattern.url_patterns, prefix + namespace)


def addresses(patterns):
    """Yield the addresses of ours, named or not."""
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            yield pattern
        elif pattern.namespace != "admin":
            yield from addresses(pattern.url_patterns)


ROOT = get_resolver().url_patterns
NAMES = sorted(set(names(ROOT)))
PUBLIC_NAMES = sorted(
    names([part for part in ROOT if isinstance(part.pattern, LocalePrefixPattern)])
)
"""What stands under a language."""
FORMS = {"challenge", "challenge_received"}
"""What a reader sends and is thanked for: of today, and not the same for everybody."""
NO_RECORD_PAGES = FORMS | {"plan_brief"}  # a PDF, though its address ends like that of a page
ROUTES = {
    pattern.name: str(pattern.pattern)
    for part in ROOT
    if isinstance(part.pattern, LocalePrefixPattern)
    for pattern in addresses(part.url_patterns)
}
"""{name: route} of what stands under a language; that of a page ends in a slash, a file's not."""
RECORD_PAGES = sorted(
    name
    for name, route in ROUTES.items()
    if (not route or route.endswith("/")) and name not in NO_RECORD_PAGES
)
"""The public pages of the record; `?as_of=` shows each as it stood."""
ONCE = [name for name in RECORD_PAGES if "<" not in ROUTES[name]]
FILES = [
    name
    for name, route in ROUTES.items()
    if "." in route and "<" not in route and not route.endswith(".png")
]
"""What is downloaded: the formats. A picture is named by the head of its page."""
OF_A_ROW = [name for name in RECORD_PAGES if "<" in ROUTES[name]]


def locations(response):
    """Return the absolute addresses that a sitemap names."""
    return re.findall("<loc>([^<]+)</loc>", response.text)


def row_of(name, rows):
    """Return the row that an address names, or None; `rows` are by model, or by address."""
    if name in ("challenge", "challenge_received", "desk_initiative", "desk_update"):
        return rows["initiative"]
    if name in rows:
        return rows[name]
    if match := re.fullmatch(r"admin:[a-z]+_([a-z]+)_(?:change|delete|history)", name):
        return rows[match[1]]
    if name == "admin:auth_user_password_change":
        return rows["user"]
    if name.startswith("desk_revise_"):
        return rows[{"plans": "actionplan"}.get(name.rpartition("_")[2], name[12:-1])]
    if name in OTHERS_AT_DESK:
        return rows[OTHERS_AT_DESK[name]]
    if name.startswith("desk_revision"):
        return rows["revision"]
    if name.startswith("desk_") and name not in ("desk_verify", "desk_translations"):
        return rows["statusupdate"]
    return rows.get(MODELS.get(name, name))


def address(name, rows):
    row = row_of(name, rows)
    match name:
        case "sitemap_section":
            return reverse(name, kwargs={"section": "initiative"})
        case "admin:app_list":
            return reverse(name, kwargs={"app_label": "tracker"})
        case "admin:view_on_site":
            return reverse(
                name,
                args=[
                    ContentType.objects.get_for_model(models.Initiative).pk,
                    rows["initiative"].pk,
                ],
            )
        case "mfa_remove_webauthn":
            return reverse(name, args=[1])
        case "account_link":
            return reverse(name, args=["MQ", "too-old"])
        case "admin:autocomplete":
            return reverse(name) + "?app_label=tracker&model_name=citation&field_name=source"
    if row is None:
        return reverse(name)
    by_slug = not (name.startswith("admin:") or isinstance(row, BY_NUMBER))
    return reverse(name, args=[row.slug if by_slug else row.pk])
