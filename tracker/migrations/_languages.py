"""A language more: its columns, and the triggers that look at them."""

import re
from functools import partial

from django.db.migrations.operations import RunPython
from django.db.migrations.operations.base import Operation

from ._operations import AddTextsForGood, AddTrigger, DropTrigger, triggers_after

FIRST_LANGUAGE = "en"
"""Every text that stands in several languages has a column of this one."""
_COMPARISON = re.compile(
    r"COALESCE\((?:[^()]|\([^()]*\))*\) <> (?:''|COALESCE\((?:[^()]|\([^()]*\))*\))"
)
_IN_FIRST_LANGUAGE = re.compile(rf"\b(\w+)_{FIRST_LANGUAGE}\b")


def add_language(code, *, after):
    """Return the operations of a migration that adds a language; `after` are its dependencies.

    Each text gets a column like its English one, which stays when the migration is taken back. The
    triggers that look at English look at this language, too. `manage.py makemigrations` writes the
    migration for a language that is new in tracker/languages.py.
    """
    operations = [
        AddLanguage(code),
        RunPython(partial(_say_that_snapshots_lack_it, code), RunPython.noop),
    ]
    for trigger in triggers_after(after).values():
        condition = in_one_language_more(trigger, code)
        if condition != trigger.condition:
            _class, _name, options = trigger.deconstruct()
            wider = AddTrigger(trigger.name, **options | {"condition": condition})
            operations += [DropTrigger(trigger), wider]
    return operations


class AddLanguage(Operation):
    """Add the columns of a language to all models, as they are at that time; see `add_language`."""

    reversible = True
    reduces_to_sql = True

    def __init__(self, code):
        self.code = code

    def deconstruct(self):
        return type(self).__name__, [self.code], {}

    def describe(self):
        return f"Add the columns of the language {self.code}"

    @property
    def migration_name_fragment(self):
        return f"language_{self.code}"

    def state_forwards(self, app_label, state):
        for texts in self._texts(app_label, state):
            texts.state_forwards(app_label, state)

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        for texts in self._texts(app_label, from_state):
            texts.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        pass

    def _texts(self, app_label, state):
        """Return an AddTextsForGood for each model that has texts in several languages."""
        return [
            AddTextsForGood(
                model, {f"{name}_{self.code}": field.clone() for name, field in texts.items()}
            )
            for model, texts in _texts_by_model(app_label, state).items()
        ]


def languages_in(state, codes):
    """Return the codes of the languages in which the models of a state have their texts."""
    return {
        code
        for code in codes
        for model, texts in _texts_by_model("tracker", state).items()
        for name in texts
        if f"{name}_{code}" in state.models["tracker", model].fields
    }


def _texts_by_model(app_label, state):
    """Return {model: {name of a text: its field in English}} of what has several languages."""
    found = {
        model_name: {
            name: model.fields[f"{name}_{FIRST_LANGUAGE}"]
            for name in model.fields
            if f"{name}_{FIRST_LANGUAGE}" in model.fields
        }
        for (label, model_name), model in state.models.items()
        if label == app_label
    }
    return {model: texts for model, texts in found.items() if texts}


def in_one_language_more(trigger, code):
    """Return the condition of a trigger, with a comparison in a language beside that in English.

    Raises ValueError if English stands there in a form that is not a comparison of `COALESCE(…)`
    with '' or with another by `<>`: then write that trigger of the new language by hand.
    """

    def with_the_other(found):
        other = _IN_FIRST_LANGUAGE.sub(rf"\1_{code}", found[0])
        return found[0] if other == found[0] else f"({found[0]} OR {other})"

    condition = _COMPARISON.sub(with_the_other, trigger.condition)
    in_first = len(_IN_FIRST_LANGUAGE.findall(trigger.condition))
    if len(re.findall(rf"\b\w+_{code}\b", condition)) != in_first:
        raise ValueError(f"Trigger {trigger.name} can't be told of the language {code}.")
    return condition


def _say_that_snapshots_lack_it(code, apps, schema_editor):
    """A snapshot has an empty text where its initiative had none."""
    model = apps.get_model("tracker", "Snapshot")
    names = [field.name for field in model._meta.fields if field.name.endswith(f"_{code}")]
    snapshots = model._base_manager.using(schema_editor.connection.alias)
    snapshots.filter(**{names[0]: None}).update(**dict.fromkeys(names, ""))
