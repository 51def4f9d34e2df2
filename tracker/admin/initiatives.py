"""Initiatives, their updates and milestones."""

from functools import partial

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from ..actions.refusals import Conflict, NotAllowed
from ..actions.review import submit
from ..actions.steps import OPEN
from ..actions.submissions import approve
from ..forms.languages import OneLanguage
from ..forms.milestone import MilestoneForm
from ..forms.noun import NounForm
from ..forms.version import VersionedModelForm
from ..models import Initiative, Milestone, Reference, StatusUpdate, Submission
from ..models.keys import within
from ..models.translated import in_each_language
from ..reading.record_at import RecordAt
from ..reading.search import keys_of_initiatives_having, matching_bits
from ..rules.bitset import keys_of
from .base import KeyedForms, LastingAddressAdmin, NounAdmin, VersionedAdmin
from .languages import TranslatedAdmin

WORDING = ["title", "summary"]


def is_draft(update):
    """Whether an update may still be written; true of none in particular."""
    return update is None or update.stage in OPEN


class ReferenceInline(KeyedForms, admin.TabularInline):
    """The citations that a draft rests on."""

    model = Reference
    fields = ["citation"]
    autocomplete_fields = ["citation"]
    extra = 1


class _ShownInline(admin.TabularInline):
    """What is entered on a page of its own."""

    extra = 0
    show_change_link = True

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class MilestoneInline(_ShownInline):
    model = Milestone
    fields = readonly_fields = ["title", "due", "reached_on", "published_at"]


class UpdateInline(_ShownInline):
    """What was recorded; a new update is entered at the desk, or as a draft of its own."""

    model = StatusUpdate
    fields = readonly_fields = [
        "changed_on",
        "country",
        "status",
        "evidence",
        "sentence",
        "published_at",
    ]


@admin.register(Initiative)
class InitiativeAdmin(LastingAddressAdmin, TranslatedAdmin):
    fieldsets = [
        (
            None,
            {"fields": ["kind", *WORDING, "plan", "parent", "original_due", "slug"]},
        ),
        (
            _("What it is about"),
            {
                "fields": [
                    "announced_at",
                    "events",
                    "themes",
                    "countries",
                    "organizations",
                    "working_groups",
                ]
            },
        ),
        (
            _("Where it stands: follows from its published updates"),
            {"fields": ["status", "evidence", "changed_on", "due", "published_at", "desk"]},
        ),
    ]
    readonly_fields = ["status", "evidence", "changed_on", "due", "published_at", "desk"]
    autocomplete_fields = [
        "plan", "parent", "announced_at", "events", "themes", "countries", "organizations",
        "working_groups",
    ]  # fmt: skip
    inlines = [MilestoneInline, UpdateInline]
    list_display = ["title", "kind", "status", "evidence", "due", "updated_on"]
    list_filter = [
        "kind", "status", "evidence", ("published_at", admin.EmptyFieldListFilter),
        ("due_latest", admin.DateFieldListFilter), "plan", "themes", "countries", "organizations",
    ]  # fmt: skip
    search_fields = [*in_each_language("title").values(), "slug"]

    def get_search_results(self, request, queryset, search_term):
        """Ask the index; read the titles of what is not published, and so not in it."""
        if not search_term.strip():
            return queryset, False
        record = RecordAt(today=timezone.localdate())
        columns = [*self.get_search_fields(request), *in_each_language("plan__name").values()]
        keys = keys_of_initiatives_having(queryset.unpublished(), columns, search_term, record)
        keys += keys_of(matching_bits(search_term, record))
        return queryset.filter(Q(slug=search_term.strip()) | within("pk", keys)), False

    def view_on_site(self, initiative):
        """Lead to the desk while there is no public page."""
        if initiative.published_at:
            return initiative.get_absolute_url()
        return reverse("desk_initiative", args=[initiative.slug])

    @admin.display(description=_("next step"))
    def desk(self, initiative):
        if not initiative.pk:
            return _("Save it; then record its first update, which publishes it.")
        return format_html(
            '<a href="{}">{}</a>',
            reverse("desk_update", args=[initiative.slug]),
            _("Record an update"),
        )

    def get_readonly_fields(self, request, obj=None):
        """A public deadline is moved or corrected at the desk."""
        fields = super().get_readonly_fields(request, obj)
        return [*fields, "original_due"] if obj and obj.published_at else fields


class DraftForm(OneLanguage, VersionedModelForm):
    """A draft of an update."""


@admin.register(StatusUpdate)
class StatusUpdateAdmin(VersionedAdmin, TranslatedAdmin):
    """Drafts are entered here; the list's actions submit and approve them.

    What waits or is public is read-only. Whoever saves a draft is its author from then on.
    """

    form = DraftForm
    carries_versions = True

    fields = [
        "initiative",
        "country",
        "status",
        "evidence",
        "changed_on",
        "sentence",
        "created_by",
        "submitted_at",
        "published_by",
        "published_at",
    ]
    readonly_fields = ["created_by", "submitted_at", "published_by", "published_at"]
    autocomplete_fields = ["initiative", "country"]
    inlines = [ReferenceInline]
    actions = ["submit_drafts", "approve_submissions"]
    list_display = ["changed_on", "status", "evidence", "country", "published_at", "initiative"]
    list_select_related = ["initiative", "country"]
    list_filter = [
        "status", "evidence", ("published_at", admin.EmptyFieldListFilter),
        ("changed_on_latest", admin.DateFieldListFilter), "country",
    ]  # fmt: skip
    search_fields = [
        *in_each_language("sentence").values(),
        *in_each_language("initiative__title").values(),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("references")

    def has_change_permission(self, request, obj=None):
        return is_draft(obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return is_draft(obj) and super().has_delete_permission(request, obj)

    def save_model(self, request, obj, form, change):
        obj.created_by = request.user
        super().save_model(request, obj, form, change)

    @admin.action(description=_("Submit the selected drafts for review"), permissions=["change"])
    def submit_drafts(self, request, queryset):
        """Submit together what can be, the oldest first, and say of each other one why not."""
        together = Submission(created_by=request.user)
        self._each(request, queryset, partial(submit, submission=together), _("Submitted: %s"))

    @admin.action(description=_("Approve the selected submissions"), permissions=["review"])
    def approve_submissions(self, request, queryset):
        """Publish each submission that may be, the oldest first."""
        self._each(request, queryset, approve, _("Published: %s"))

    def has_review_permission(self, request):
        return request.user.has_perm("tracker.review_statusupdate")

    def _each(self, request, queryset, action, said):
        for update in queryset.order_by("changed_on_latest", "pk"):
            version = request.POST.get(f"version-{update.pk}", "")
            try:
                action(row=update, by=request.user, version=version)
            except ValidationError as error:
                self.message_user(request, f"{update}: {' '.join(error.messages)}", messages.ERROR)
            except (Conflict, NotAllowed) as refusal:
                reason = str(refusal) or _("You may not do this.")
                self.message_user(request, f"{update}: {reason}", messages.ERROR)
            else:
                self.message_user(request, said % update, messages.SUCCESS)


class NounMilestoneForm(MilestoneForm, NounForm):
    """The form with what data entry adds."""


@admin.register(Milestone)
class MilestoneAdmin(NounAdmin, TranslatedAdmin):
    form = NounMilestoneForm
    fields = ["initiative", "title", "due", "reached_on"]
    autocomplete_fields = ["initiative"]
    list_display = ["title", "initiative", "due", "reached_on"]
    list_select_related = ["initiative"]
    list_filter = [
        ("reached_on_latest", admin.EmptyFieldListFilter),
        ("due_latest", admin.DateFieldListFilter),
    ]
    search_fields = [
        *in_each_language("title").values(),
        *in_each_language("initiative__title").values(),
    ]
