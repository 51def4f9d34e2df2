"""A record in which everything that a page lists is there `number` times, and what it still lacks.

Links are made from the models' own fields, so that a new one is filled, or named by `lacking`.
"""

from django.apps import apps
from django.utils import timezone

from tests import factories as make
from tracker import models
from tracker.actions.publish import publish
from tracker.models.alias import TARGETS as NAMED
from tracker.reading.earlier import MODELS
from tracker.vocabulary import RECORD, Kind

NOUNS = {
    models.Theme: make.ThemeFactory,
    models.Country: make.CountryFactory,
    models.Place: make.PlaceFactory,
    models.Organization: make.OrganizationFactory,
    models.WorkingGroup: make.WorkingGroupFactory,
    models.Speaker: make.SpeakerFactory,
    models.ActionPlan: make.ActionPlanFactory,
    models.Event: make.EventFactory,
    models.Initiative: make.InitiativeFactory,
}
"""How each is made; what others link to comes before them."""
ONCE = {models.DataVersion}
"""What there is one row of."""
NOT_LISTED = {models.User, models.AccountLog, models.Session, models.Throttle}
"""Accounts, their log and their logins: no page lists them or what they are linked to."""


def many_rows(number):
    """Return the first row of each model that a page is about; it has `number` others of each.

    Every other row is linked to these.
    """
    author, reviewer = make.UserFactory(), make.UserFactory()
    firsts, others = {}, {}
    for model, factory in NOUNS.items():
        firsts[model] = factory(**_links(model, firsts), **_details(model, 0))
    for model, factory in NOUNS.items():
        others[model] = [
            factory(**_links(model, firsts), **_details(model, n)) for n in range(number)
        ]
    _link_all(firsts, others)
    text = " ".join(f"Test sentence {n}." for n in range(number + 1))
    firsts[models.Source] = make.SourceFactory(text=text)
    bridge, country = firsts[models.Initiative], firsts[models.Country]
    for initiative in (bridge, *others[models.Initiative]):  # its first deadline rests on a quote
        models.Reference.objects.create(citation=make.CitationFactory(), initiative=initiative)
    publish(update=make.DraftFactory(initiative=bridge, created_by=author), by=reviewer)
    for n, initiative in enumerate(others[models.Initiative]):
        citation = make.CitationFactory(
            source=firsts[models.Source], quote=f"Test sentence {n}.",
            speaker=firsts[models.Speaker],
        )  # fmt: skip
        written = {"created_by": author, "changed_on": f"{1970 + n}-03"}
        for update in (
            make.DraftFactory(initiative=initiative, reference=citation, **written),
            make.DraftFactory(initiative=initiative, country=country, **written),
            make.DraftFactory(
                initiative=bridge, country=others[models.Country][n], **written
            ),
        ):  # fmt: skip
            publish(update=update, by=reviewer)
        together = models.Submission.objects.create(created_by=author)
        make.DraftFactory(
            initiative=bridge, sentence_en=f"Draft {n}.", created_by=author, submission=together
        )
        milestone = make.MilestoneFactory(initiative=bridge)
        said = _said_afterwards(firsts, milestone, together, n, author, reviewer)
        for row in (milestone, *said, *(firsts[model] for model in NOUNS if _is_cited(model))):
            target = models.Reference.target_of(type(row))
            models.Reference.objects.create(citation=citation, **{target: row})
        _translate(update, citation, author, reviewer)
        for name in NAMED:
            named = firsts[models.Alias._meta.get_field(name).related_model]
            models.Alias.objects.create(name=f"Alias {n}", **{name: named})
        make.TranslationReviewFactory(reviewed_by=reviewer)
    for entry in models.LedgerEntry.objects.order_by("-sequence")[:number]:
        make.ErasureFactory(entry=entry)
    return {model: model.objects.get(pk=row.pk) for model, row in firsts.items()}


def _details(model, n):
    """What one row has of its own."""
    return {
        models.Country: {} if n else {"name_en": "Zanzibar"},
        models.Event: {"held_on": f"{1970 + n}-05"},
        models.Initiative: {"kind": Kind.ACTION_PLAN_ITEM, "original_due": f"{1970 + n}"},
    }.get(model, {})


def _links(model, firsts):
    """Return {field: row} for whatever may point to many from one: to the first row of each."""
    return {
        field.name: firsts[field.related_model]
        for field in model._meta.concrete_fields
        if field.many_to_one and field.related_model in firsts
    }


def _link_all(firsts, others):
    """Link the first row of each to all others, and all others to the first, where they can be."""
    for model, first in firsts.items():
        for field in model._meta.many_to_many:
            getattr(first, field.name).add(*others[field.related_model])
            for row in others[model]:
                getattr(row, field.name).add(firsts[field.related_model])
    earlier = firsts[models.ActionPlan]
    for plan in others[models.ActionPlan]:
        plan.supersedes = earlier
        plan.save()
        earlier = plan


def _is_cited(model):
    return any(
        field.related_model is model for field in models.Reference._meta.concrete_fields
    )  # fmt: skip


def _said_afterwards(firsts, milestone, together, n, author, reviewer):
    """One more correction, withdrawal, countersignature, challenge and revision of each sort.

    Returns those that citations support.
    """
    initiative = firsts[models.Initiative]
    wrong, right, gone, urgent = (
        make.DraftFactory(
            initiative=initiative, changed_on=f"{1970 + n}-06", sentence_en=f"{n}{x}",
            created_by=author,
        )
        for x in "abcd"
    )  # fmt: skip
    for update in (wrong, right, gone):
        publish(update=update, by=reviewer)
    publish(update=urgent, by=author, emergency_reason="Test")
    correction = make.CorrectionFactory(update=wrong, replacement=right)
    make.WithdrawalFactory(update=gone, replacement=right)
    make.CountersignatureFactory(update=urgent)
    make.ChallengeFactory(initiative=initiative, update=right)
    make.ChallengeFactory(
        initiative=initiative, update=right, outcome="answered", answer_en="Test",
        resolved_by=reviewer, resolved_at=timezone.now(),
    )  # fmt: skip
    words = {
        "language": "en", "old": f"{n}", "new": f"{n + 1}", "initiative": None,
        "created_by": author, "submission": together,
    }  # fmt: skip
    revisions = [
        make.RevisionFactory(**{**words, **target}) for target in _revised(firsts, milestone)
    ]
    _publish(revisions, reviewer)
    make.RevisionFactory(
        initiative=initiative, created_by=author, submission=together, submitted_at=timezone.now()
    )
    return correction, revisions[0]


def _revised(firsts, milestone):
    """Yield what a revision of each noun says, by its columns; of some also that a link is new."""
    titled = {"initiative": firsts[models.Initiative], "milestone": milestone}
    for name in RECORD:
        row = titled.get(name) or firsts[MODELS[name]]
        field = "title" if name in (*titled, "source") else "name"
        yield {name: row, "field": field, **({"language": ""} if name == "source" else {})}
    linked = {"language": "", "old": "", "new": firsts[models.Theme].slug, "field": "themes"}
    for name in ("initiative", "event", "organization"):
        yield {name: firsts[MODELS[name]], **linked}


def _translate(update, citation, author, reviewer):
    """Add to what is frozen its text in another language."""
    added = {"initiative": None, "language": "kk", "old": "", "new": "Сынақ", "created_by": author}
    sentence = make.RevisionFactory(update=update, field="sentence", **added)
    quote = make.RevisionFactory(citation=citation, field="quote", **added)
    _publish([sentence, quote], reviewer)


def _publish(revisions, reviewer):
    """Publish revisions past every action: it is their rows that count, not what they did."""
    models.Revision.objects.filter(pk__in=[revision.pk for revision in revisions]).update(
        published_at=timezone.now(), published_by=reviewer
    )


def lacking(firsts, number):
    """Yield what there is less than `number` of: rows, links from them, links of the first rows."""
    for model in apps.get_app_config("tracker").get_models():
        if model not in ONCE | NOT_LISTED:
            for what, found in _rows_and_links(model):
                if found < number:
                    yield f"{model.__name__}{what}: {found}"
    for model, row in firsts.items():
        for field in model._meta.get_fields():
            if (field.one_to_many or field.many_to_many) and field.related_model not in NOT_LISTED:
                name = field.get_accessor_name() if field.auto_created else field.name
                if (found := getattr(row, name).count()) < number:
                    yield f"{model.__name__}.{name} of the first: {found}"


def _rows_and_links(model):
    """Yield what can be counted of a model, and how many of its rows have it."""
    rows = model._base_manager
    yield "", rows.count()
    for field in (*model._meta.concrete_fields, *model._meta.many_to_many):
        if field.is_relation:
            linked = rows.filter(**{f"{field.name}__isnull": False})
            yield f".{field.name}", linked.values("pk").distinct().count()
