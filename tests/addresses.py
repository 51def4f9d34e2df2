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
BY_NUMBER = (models.StatusUpdate, models.Revision, models.Challenge, models.Citation)
"""What has no slug of its own."""


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
NO_PAGES = {
    "ledger", "corrections_feed", "initiatives_csv", "card", "initiative_card", "plan_brief",
}  # fmt: skip
FORMS = {"challenge", "challenge_received"}
RECORD_PAGES = [name for name in PUBLIC_NAMES if name not in NO_PAGES | FORMS]
"""The public pages of the record; `?as_of=` shows each as it stood."""


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
    if name in ("desk_source", "desk_challenge"):
        return rows[name[5:]]
    if name == "desk_translate_citations":
        return rows["citation"]
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
        case "admin:autocomplete":
            return reverse(name) + "?app_label=tracker&model_name=citation&field_name=source"
    if row is None:
        return reverse(name)
    by_slug = not (name.startswith("admin:") or isinstance(row, BY_NUMBER))
    return reverse(name, args=[row.slug if by_slug else row.pk])
