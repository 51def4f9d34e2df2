"""A world in which every text that people write says what a test wants to find again."""

from django.db import models as db
from django.utils import timezone

from tests import factories as make
from tests import many_rows
from tracker import models
from tracker.models.fields import EDTFField
from tracker.vocabulary import Kind

FORMED = (EDTFField, db.URLField, db.EmailField)
KEPT = {"slug", "iso_code", "sha256", "language", "search_text"}
"""Texts that are no words: they have a form of their own."""


def words_of(model, written_in="en"):
    """Yield the text fields of a model that people write, of those in languages one."""
    names = {field.name for field in model._meta.concrete_fields}
    for field in model._meta.concrete_fields:
        base, _sign, code = field.name.rpartition("_")
        is_words = isinstance(field, (db.CharField, db.TextField)) and not field.choices
        is_base = f"{field.name}_en" in names
        is_other_language = base in names and code != written_in
        if not is_words or is_base or is_other_language or not field.editable:
            continue
        if field.name not in KEPT and not isinstance(
            field, (EDTFField, db.URLField, db.EmailField)
        ):
            yield field


def said(model, words, /, written_in="en", **others):
    """Return {field: text} of all words of a model, as long as each takes.

    In another language than English, it stands in none but that.
    """
    fields = {field.name: words[: field.max_length] for field in words_of(model, written_in)}
    columns = {field.name for field in model._meta.concrete_fields}
    left_out = [name for name in columns if name.endswith(("_en", "_ru")) and name not in fields]
    silent = {} if written_in == "en" else dict.fromkeys(left_out, "")
    return silent | fields | others


def source_saying(text, **others):
    text = text.replace("\r\n", "\n")  # as it is archived
    quote = f"{make.QUOTE} {text}"
    return make.SourceFactory(**said(models.Source, text, text=f"{text} {quote}", **others)), quote


def quoting(text, written_in="en", **others):
    source, quote = source_saying(text, language=written_in)
    return make.CitationFactory(
        **said(models.Citation, text, written_in, source=source, quote=quote, **others)
    )


def public_world(text, *, written_in="en", url="https://gazette.example/1"):
    """Publish one of each noun, an initiative with all that is said of it, and what readers sent.

    Returns {model: row}; every public text is `text`, cut where a field is short, in one language.
    """
    author, reviewer = make.UserFactory(), make.UserFactory()
    made = {}
    citation = quoting(text, written_in)
    models.Source.objects.filter(pk=citation.source.pk).update(url=url)
    for model, factory in many_rows.NOUNS.items():
        if model is not models.Initiative:
            details = {"classification": "summit"} if model is models.Event else {}
            made[model] = factory(**said(model, text, written_in, **details), **_links(model, made))
    named = {
        "theme": models.Theme, "country": models.Country, "organization": models.Organization,
    }  # fmt: skip
    for name, model in named.items():
        models.Alias.objects.create(name=text[:300], **{name: made[model]})
    initiative = make.InitiativeFactory(
        **said(
            models.Initiative, text, written_in, kind=Kind.ACTION_PLAN_ITEM, original_due="2026"
        ),
        plan=made[models.ActionPlan], countries=[made[models.Country]],
        themes=[made[models.Theme]], organizations=[made[models.Organization]],
        working_groups=[made[models.WorkingGroup]], events=[made[models.Event]],
    )  # fmt: skip
    models.Reference.objects.create(citation=citation, initiative=initiative)
    spoken = quoting(f"{text} ", written_in, speaker=made[models.Speaker])
    update = make.published_update(
        **said(models.StatusUpdate, text, written_in, initiative=initiative, reference=spoken)
    )
    for month, ended in enumerate((make.CorrectionFactory, make.WithdrawalFactory), start=4):
        of = make.published_update(
            initiative=initiative, changed_on=f"2026-{month:02}",
            **said(models.StatusUpdate, text, written_in),
        )  # fmt: skip
        ended(update=of, **said(ended._meta.model, text, written_in))
    make.MilestoneFactory(**said(models.Milestone, text, written_in, initiative=initiative))
    _revisions(initiative, text, written_in, author, reviewer)
    make.ChallengeFactory(
        initiative=initiative, update=update, outcome="answered", resolved_by=reviewer,
        resolved_at=timezone.now(), **said(models.Challenge, text, written_in),
    )  # fmt: skip
    make.make_public(quoting(f"  {text}", written_in, is_context=True))
    return made | {models.Initiative: initiative, models.Source: citation.source}


def _links(model, made):
    return {
        field.name: made[field.related_model]
        for field in model._meta.concrete_fields
        if field.many_to_one and field.related_model in made and field.related_model is not model
    }


def _revisions(initiative, text, written_in, author, reviewer):
    """Publish them past every action: it is what they say that counts.

    The reason stands in no language: it says what the text does in the English world alone.
    """
    reason = text[:500] if written_in == "en" else "Test"
    made = [
        make.RevisionFactory(
            initiative=initiative, field=field, language=written_in, old=text[:300],
            new=f"{text[:290]} again", reason=reason, created_by=author,
        )
        for field in ("title", "summary")
    ]  # fmt: skip
    models.Revision.objects.filter(pk__in=[one.pk for one in made]).update(
        published_at=timezone.now(), published_by=reviewer
    )


def waiting_world(text, initiative):
    """Add what waits: a submitted and a returned update and revision, and a challenge."""
    author = make.UserFactory()
    together = models.Submission.objects.create(created_by=author)
    rows = {
        "statusupdate": make.DraftFactory(
            **said(models.StatusUpdate, text, initiative=initiative),
            reference=quoting(f"{text}  "),
            created_by=author, submission=together, submitted_at=timezone.now(),
        ),
        "revision": make.RevisionFactory(
            initiative=initiative, field="title", language="ru", old="", new=text[:300],
            reason=text[:500], created_by=author, submission=together, submitted_at=timezone.now(),
        ),
        "challenge": make.ChallengeFactory(
            initiative=initiative, **said(models.Challenge, text) | {"answer_en": ""}
        ),
        "submission": together,
    }  # fmt: skip
    make.DraftFactory(
        initiative=initiative, sentence_en=text[:500], created_by=author, review_note=text,
        returned_at=timezone.now(),
    )  # fmt: skip
    return rows
