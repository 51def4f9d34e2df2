"""Accounts: what an administrator enters of them, and the password that a person sets."""

from allauth.account.adapter import get_adapter
from django import forms
from django.contrib.auth.forms import PasswordChangeForm, SetPasswordForm, UsernameField
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ..actions.accounts import check_account
from ..actions.passwords import set_own_password
from ..models import User
from .version import VersionedModelForm


class AccountForm(VersionedModelForm):
    """Tells at each field why an account can't become so; `by` is who changes it.

    It has no password: administrators neither set nor see one.
    """

    by = None

    class Meta:
        model = User
        fields = "__all__"
        field_classes = {"username": UsernameField}

    @property
    def links(self):
        """What was chosen of the relations that the form has, by their names."""
        names = [field.name for field in User._meta.many_to_many]
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}

    def _post_clean(self):
        super()._post_clean()
        if self.errors:
            return
        try:
            check_account(account=self.instance, by=self.by, links=self.links)
        except ValidationError as error:
            for name, texts in error.message_dict.items():
                self.add_error(name if name in self.fields else None, texts)


class OwnPasswordForm(SetPasswordForm):
    """For whoever came by a one-time link."""

    def save(self, commit=True):
        set_own_password(account=self.user, password=self.cleaned_data["new_password1"])
        return self.user


class OwnPasswordChangeForm(OwnPasswordForm, PasswordChangeForm):
    """For whoever is logged in, and knows the password that they have: a guess is counted."""

    def clean_old_password(self):
        typed = self.cleaned_data["old_password"]
        if not get_adapter().reauthenticate(self.user, typed):
            raise ValidationError(self.error_messages["password_incorrect"])
        return typed


class ForgottenForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
