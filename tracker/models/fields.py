"""Field types and constraints that several nouns share."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import CheckConstraint, F, Q
from django.utils.translation import gettext_lazy as _

from ..rules import edtf
from ..rules.written_dates import MOST_LETTERS
from .written_date import WrittenDateField, WrittenDateInput


def validate_edtf(text):
    try:
        edtf.days(text)
    except edtf.WrongDate:
        raise ValidationError(
            _(
                "“%(text)s” is not a date that we can read. Write it as exactly as the source does,"
                " for example 2026, 2026-05 or 2026-05-15."
            ),
            code="wrong_date",
            params={"text": text},
        ) from None


class EDTFField(models.CharField):
    """A date as exact as its source: EDTF text, with its first and last possible day beside it.

    A field `due` brings the columns `due_earliest` and `due_latest`, which are written on every
    save and never by hand: order and filter by them. `QuerySet.update()` must name all three.
    """

    def __init__(self, *args, max_length=32, **kwargs):
        super().__init__(*args, max_length=max_length, **kwargs)
        self.validators.append(validate_edtf)

    def deconstruct(self):
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs

    def clone(self):
        """Return the plain column, as migrations know it."""
        return models.CharField(**self.deconstruct()[3])

    def contribute_to_class(self, cls, name, private_only=False):
        super().contribute_to_class(cls, name, private_only)
        for bound, end in enumerate(("earliest", "latest")):
            cls.add_to_class(f"{name}_{end}", _BoundField(self, bound))

    def formfield(self, **kwargs):
        """Ask for it as people write it; the admin would give it the widget of any text."""
        asked = {
            "form_class": WrittenDateField,
            "widget": WrittenDateInput,
            "max_length": MOST_LETTERS,
        }
        help_text = _("As exact as the source: 2026, May 2026, 15.05.2026, Q3 2026, 2025–2026.")
        return super().formfield(**{"help_text": help_text, **kwargs, **asked})


class _BoundField(models.DateField):
    """The first (bound 0) or last (bound 1) day that the text of an EDTFField may mean."""

    def __init__(self, text_field, bound):
        super().__init__(text_field.verbose_name, null=True, editable=False, db_index=True)
        self.text_field, self.bound = text_field, bound

    def deconstruct(self):
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.DateField", args, kwargs

    def clone(self):
        return models.DateField(**self.deconstruct()[3])

    def clean(self, value, model_instance):
        """Compute the day, so that constraints can be validated; the text reports its own error."""
        try:
            return self._day(model_instance)
        except edtf.WrongDate:
            return None

    def pre_save(self, model_instance, add):
        day = self._day(model_instance)
        setattr(model_instance, self.attname, day)
        return day

    def _day(self, model_instance):
        text = getattr(model_instance, self.text_field.attname)
        return edtf.days(text)[self.bound] if text else None


def edtf_constraint(model, field):
    """The days stand beside the text, both or neither, in order."""
    earliest, latest = f"{field}_earliest", f"{field}_latest"
    neither = Q(**{field: "", f"{earliest}__isnull": True, f"{latest}__isnull": True})
    # A comparison with NULL is unknown, and a check lets pass what is unknown: name the NULLs.
    both = ~Q(**{field: ""}) & Q(
        **{f"{earliest}__isnull": False, f"{latest}__isnull": False, f"{earliest}__lte": F(latest)}
    )
    return CheckConstraint(condition=neither | both, name=f"{model}_{field}_has_its_days")


def choice_constraint(model, field, choices, *, blank=False):
    """The column holds a value of its list and nothing else."""
    values = [*choices.values, ""] if blank else choices.values
    return CheckConstraint(
        condition=Q(**{f"{field}__in": values}), name=f"{model}_{field}_is_known"
    )


def not_self_constraint(model, field):
    """The row does not point to itself."""
    return CheckConstraint(
        condition=Q(**{f"{field}__isnull": True}) | ~Q(**{field: F("pk")}),
        name=f"{model}_{field}_is_another",
    )


def refuse_cycle(instance, field):
    """Raise ValidationError if following `field` from the instance leads back to it."""
    seen = {instance.pk}
    above = getattr(instance, field)
    while instance.pk and above:
        if above.pk in seen:
            message = _("This leads back to the same row: choose another one.")
            raise ValidationError({field: message}, code="cycle")
        seen.add(above.pk)
        above = getattr(above, field)


def refuse_hidden(instance, *fields):
    """Raise ValidationError for a field that points to a row which is not public."""
    for field in fields:
        row = getattr(instance, field)
        if row and not type(row)._default_manager.published().filter(pk=row.pk).exists():
            message = _("“%(row)s” is not public yet: it rests on no published citation.")
            raise ValidationError({field: message % {"row": row}}, code="hidden")


CHOOSE_ONE = _("Choose exactly one thing that this belongs to.")


def one_of(targets):
    """Return the condition that exactly one of the foreign keys is set."""
    return Q(
        *(Q(**{f"{other}__isnull": other != target for other in targets}) for target in targets),
        _connector=Q.OR,
    )


def one_of_constraint(model, targets):
    """Exactly one of the foreign keys is set."""
    return CheckConstraint(
        condition=one_of(targets),
        name=f"{model}_has_one_target",
        violation_error_message=CHOOSE_ONE,
    )
