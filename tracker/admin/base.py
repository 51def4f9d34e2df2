"""What several pages of the admin have in common."""

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.utils import unquote
from django.core.exceptions import BadRequest, ValidationError
from django.db import connection, transaction
from django.shortcuts import redirect, render
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from ..actions.nouns import draft
from ..actions.refusals import Conflict
from ..actions.review import hand_in
from ..actions.revise import propose, write_text
from ..actions.rights import lock
from ..forms.noun import PUBLISHED_BY_OTHERS, NounForm, fields_beside
from ..forms.rows import RowField, RowsField
from ..forms.source import one_newline
from ..forms.version import VersionedModelForm
from ..models import Revision
from ..models.data_version import bump
from ..models.keys import is_key
from ..models.needed import is_out
from ..models.revision import target_name, texts_now
from ..models.version import version_of
from ..models.visibility import is_public
from ..reading.search import keys_having


class KeyedForms(admin.options.BaseModelAdmin):
    """Its forms refuse keys that no row can have."""

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        kwargs.setdefault("form_class", RowField)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        kwargs.setdefault("form_class", RowsField)
        return super().formfield_for_manytomany(db_field, request, **kwargs)


class KeyedAdmin(KeyedForms, admin.ModelAdmin):
    """So do the actions of its list. What is wrong in a form is told by our own template."""

    def render_change_form(self, request, context, *args, **kwargs):
        context |= {"is_wrong": bool(context["errors"]), "errors": []}
        return super().render_change_form(request, context, *args, **kwargs)

    def changelist_view(self, request, extra_context=None):
        if not all(map(is_key, request.POST.getlist(ACTION_CHECKBOX_NAME))):
            raise BadRequest
        return super().changelist_view(request, extra_context)


class ReadOnlyAdmin(KeyedAdmin):
    """For what only actions write."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class VersionedAdmin(KeyedAdmin):
    """Every form carries the version that was read; if it moved, the answer is 409 with both texts.

    A deletion carries it in the address of its question.
    """

    form = VersionedModelForm
    carries_versions = False

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        if not obj or not self.has_change_permission(request, obj):
            return fieldsets
        return _with_fields(fieldsets, ["version"])

    def get_changeform_initial_data(self, request):
        """Leave out of what an address presets the keys that can't be."""
        initial = super().get_changeform_initial_data(request)
        for name, value in {**initial}.items():
            field = self.opts.get_field(name) if name in self.related else None
            keys = value if isinstance(value, list) else [value]
            if field and not all(is_key(key) for key in keys):
                del initial[name]
        return initial

    @property
    def related(self):
        return {field.name for field in self.opts.get_fields() if field.is_relation}

    def changeform_view(self, request, *args, **kwargs):
        response = super().changeform_view(request, *args, **kwargs)
        adminform = (getattr(response, "context_data", None) or {}).get("adminform")
        if adminform and getattr(adminform.form, "is_conflict", False):  # a new row has no version
            response.status_code = 409
        return response

    @transaction.atomic
    def delete_view(self, request, object_id, extra_context=None):
        row = self.get_object(request, unquote(object_id))
        if row and self.has_delete_permission(request, row):
            read = request.GET.get("version")
            if request.method == "POST" and read != version_of(row):
                context = {"conflict": Conflict(), "back": request.path}
                return render(request, "desk/conflict.html", context, status=409)
            if read is None:
                return redirect(f"{request.path}?version={version_of(row)}")
        return super().delete_view(request, object_id, extra_context)

    def action_checkbox(self, row):
        """Let the actions of a list know which version of a row was read."""
        box = super().action_checkbox(row)
        hidden = '<input type="hidden" name="version-{}" value="{}">'
        return box + format_html(hidden, row.pk, version_of(row)) if self.carries_versions else box

    def get_object(self, request, object_id, from_field=None):
        """Before a change is saved, wait for the publisher, and read what came of it.

        Django asks for the account of a changed password outside of any transaction.
        """
        row = super().get_object(request, object_id, from_field)
        is_written = request.method == "POST" and connection.in_atomic_block
        return lock(row) if row and is_written else row


class DraftedAdmin(VersionedAdmin):
    """What is a draft until a revision publishes it: only a draft is deleted, with its note."""

    def has_delete_permission(self, request, obj=None):
        """What is public is not deleted."""
        return not (obj and is_public(obj)) and super().has_delete_permission(request, obj)

    def get_deleted_objects(self, objs, request):
        """Say what hangs on rows besides the notes of who wrote them."""
        with transaction.atomic():
            for row in objs:
                Revision.objects.new_of(row).delete()
            found = super().get_deleted_objects(objs, request)
            transaction.set_rollback(True)
        return found

    def delete_model(self, request, obj):
        Revision.objects.new_of(obj).delete()
        super().delete_model(request, obj)


class NounAdmin(DraftedAdmin):
    """A draft is saved; of what is public a proposal is made, and only its presentation is saved.

    What the record refuses is said at the field, and nothing is written then.
    """

    form = NounForm

    @property
    def noun(self):
        return target_name(self.model)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        return type(form.__name__, (form,), {"refusal": getattr(request, "refusal", None)})

    def get_fieldsets(self, request, obj=None):
        is_shown = obj and not self.has_change_permission(request, obj)
        beside = self._shown() if is_shown else fields_beside(self.noun)
        fieldsets = _with_fields(super().get_fieldsets(request, obj), beside)
        if is_shown:
            return fieldsets
        if obj and is_out(obj):
            fieldsets.append((_("Why it is changed"), {"fields": [*NounForm.BESIDE]}))
        elif self.noun not in PUBLISHED_BY_OTHERS:
            fieldsets.append((_("Review"), {"fields": ["hand_in"]}))
        return fieldsets

    def get_readonly_fields(self, request, obj=None):
        fields = super().get_readonly_fields(request, obj)
        if obj and not self.has_change_permission(request, obj):
            return [*fields, *self._shown()]
        if obj and is_out(obj):
            fixed = [field for field in self.model.FIXED if field in self._all_fields()]
            return [*dict.fromkeys([*fields, *fixed])]
        return fields

    def _shown(self):
        """Return what stands in the place of `fields_beside` for those who only read."""
        return [f"{field}_shown" for field in fields_beside(self.noun)]

    def _all_fields(self):
        named = self.fields or [f for _name, options in self.fieldsets for f in options["fields"]]
        return [*named]

    @admin.display(description=_("Other names"))
    def aliases_shown(self, row):
        return ", ".join(alias.name for alias in row.aliases.all())

    @admin.display(description=_("Quotes that it rests on"))
    def citations_shown(self, row):
        references = row.references.select_related("citation")
        return format_html_join("", "<p>{}</p>", ([one.citation] for one in references))

    def has_change_permission(self, request, obj=None):
        """Whoever changes what is public proposes it."""
        may = super().has_change_permission(request, obj)
        if may and obj and is_out(obj):
            return request.user.has_perm("tracker.add_revision")
        return may

    def has_delete_permission(self, request, obj=None):
        return not (obj and is_out(obj)) and super().has_delete_permission(request, obj)

    def changeform_view(self, request, *args, **kwargs):
        """Do it all or nothing: a second reading of the form shows what the record refuses."""
        try:
            return super().changeform_view(request, *args, **kwargs)
        except _Refused as refused:  # which has left the transaction
            request.refusal = refused.error
            return super().changeform_view(request, *args, **kwargs)

    def save_form(self, request, form, change):
        form.is_public = change and is_out(form.instance)
        return super().save_form(request, form, change)

    def save_model(self, request, obj, form, change):
        """Save a draft, and the presentation of what is public."""
        if not form.is_public:
            super().save_model(request, obj, form, change)
            return
        form.presented = [name for name in form.changed_data if name in obj.PRESENTATION]
        if form.presented:
            obj.save(update_fields=form.presented)

    def save_related(self, request, form, formsets, change):
        """Propose what differs of what is public; note who wrote a draft, and hand it in."""
        try:
            if form.is_public:
                self._propose(request, form)
            else:
                super().save_related(request, form, formsets, change)
                self._write_beside(form)
                self._draft(request, form)
        except ValidationError as error:
            raise _Refused(error) from None
        if form.is_public:
            request.is_unsaved = not form.presented
            if form.presented:
                form.instance.refresh_from_db()  # without what is only proposed
                bump()

    def _propose(self, request, form):
        now = texts_now(self.model._default_manager.get(pk=form.instance.pk))
        typed = form.changes().items()
        changes = {name: text for name, text in typed if text != one_newline(now[name])}
        if not changes:
            if not form.presented:
                messages.warning(request, _("Nothing differs from what is published."))
            return
        revisions = propose(
            row=form.instance, changes=changes, by=request.user, version=None,
            **{name: form.cleaned_data[name] for name in NounForm.BESIDE},
        )  # fmt: skip
        links = format_html_join(
            ", ", '<a href="{}">{}</a>',
            ((one.get_absolute_url(), form[one.column].label) for one in revisions),
        )  # fmt: skip
        said = _("It waits for a second person now:")
        messages.info(request, format_html("{} {}", said, links))

    def _write_beside(self, form):
        """Write the other names and the quotes of a draft."""
        for field in fields_beside(self.noun):
            write_text(form.instance, field, field, form.text_of(field))

    def _draft(self, request, form):
        new = draft(row=form.instance, by=request.user)
        if form.cleaned_data.get("hand_in"):
            hand_in(new, request.user)
            messages.info(request, _("It waits for a reviewer now."))

    def construct_change_message(self, request, form, formsets, add=False):
        """Name what was saved; revisions say who wanted what besides."""
        if form.is_public:
            form.changed_data, formsets = form.presented, []
        return super().construct_change_message(request, form, formsets, add)

    def log_change(self, request, obj, message):
        """A proposal is no change."""
        if not getattr(request, "is_unsaved", False):
            super().log_change(request, obj, message)

    def response_change(self, request, obj):
        """Show the form of what is public as it stands, with the message of the proposal alone."""
        if getattr(request, "is_unsaved", False):
            return redirect(request.get_full_path())
        return super().response_change(request, obj)


class _Refused(Exception):
    """Carries what the record refused out of the transaction."""

    def __init__(self, error):
        super().__init__(str(error))
        self.error = error


class FoldedAdmin(admin.ModelAdmin):
    """Its search finds words as the public one does, published or not: it reads every row.

    `aliases` is the path to the aliases that it knows besides the columns.
    """

    aliases = ""

    def get_search_results(self, request, queryset, search_term):
        if not search_term.strip():
            return queryset, False
        columns = self.get_search_fields(request)
        keys = keys_having(queryset, columns, search_term, aliases=self.aliases)
        return queryset.filter(pk__in=keys), False


class LastingAddressAdmin(NounAdmin):
    """A slug is part of addresses and of ledger entries: once saved it stays."""

    def get_readonly_fields(self, request, obj=None):
        fields = super().get_readonly_fields(request, obj)
        return [*fields, "slug"] if obj else fields


def _with_fields(fieldsets, fields):
    """Return fieldsets with more fields in the first that has no name."""
    at = [name for name, _options in fieldsets].index(None)
    options = fieldsets[at][1]
    more = None, {**options, "fields": [*options["fields"], *fields]}
    return [*fieldsets[:at], more, *fieldsets[at + 1 :]]
