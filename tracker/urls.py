"""Every address of the site; public pages stand under a language prefix."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.contrib.auth import views as auth
from django.urls import path
from django.views.i18n import set_language

from .views import (
    account,
    accounts,
    briefs,
    cards,
    challenges,
    changes,
    corrections,
    countries,
    dashboard,
    data,
    desk,
    events,
    health,
    initiatives,
    logins,
    method,
    organizations,
    plans,
    reviews,
    revisions,
    search,
    sitemaps,
    sources,
    themes,
    timeline,
    translations,
    updates,
    working_groups,
)

handler400 = "tracker.views.errors.bad_request"
handler403 = "tracker.views.errors.forbidden"
handler404 = "tracker.views.errors.not_found"
handler500 = "tracker.views.errors.server_error"

SIGN_ON = {"provider_id": "sign-on"}

urlpatterns = [
    path("robots.txt", sitemaps.robots, name="robots"),
    path(".well-known/security.txt", sitemaps.security, name="security"),
    path("favicon.ico", sitemaps.favicon, name="favicon"),
    path("sitemap.xml", sitemaps.sitemap_index, name="sitemap"),
    path("sitemap-<slug:section>.xml", sitemaps.sitemap, name="sitemap_section"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    # /desk/
    path("desk/", desk.worklist, name="desk"),
    path("desk/login/", logins.Login.as_view(), name="login"),
    path("desk/logout/", auth.LogoutView.as_view(), name="logout"),
    path("desk/link/<uidb64>/<token>/", accounts.OneTimeLink.as_view(), name="account_link"),
    path("desk/forgotten/", accounts.forgotten, name="forgotten"),
    path("desk/password/", account.PasswordChange.as_view(), name="password_change"),
    path("desk/language/", set_language, name="set_language"),
    path("desk/account/", account.account, name="account"),
    path("desk/account/sessions/", account.log_out_elsewhere, name="log_out_elsewhere"),
    # The names of these are allauth's.
    path("desk/login/", logins.Login.as_view(), name="account_login"),
    path("desk/login/code/", logins.SecondStep.as_view(), name="mfa_authenticate"),
    path("desk/login/passkey/", logins.PasskeyLogin.as_view(), name="mfa_login_webauthn"),
    path("desk/login/sign-on/", logins.sign_on, SIGN_ON, name="openid_connect_login"),
    path("desk/login/sign-on/back/", logins.signed_on, SIGN_ON, name="openid_connect_callback"),
    path("desk/confirm/", logins.Confirm.as_view(), name="account_reauthenticate"),
    path("desk/confirm/code/", logins.ConfirmByCode.as_view(), name="mfa_reauthenticate"),
    path(
        "desk/confirm/passkey/",
        logins.ConfirmByPasskey.as_view(),
        name="mfa_reauthenticate_webauthn",
    ),
    path("desk/account/app/", account.AddTotp.as_view(), name="mfa_activate_totp"),
    path("desk/account/app/remove/", account.RemoveTotp.as_view(), name="mfa_deactivate_totp"),
    path("desk/account/passkey/", account.AddPasskey.as_view(), name="mfa_add_webauthn"),
    path(
        "desk/account/passkey/<int:pk>/remove/",
        account.RemovePasskey.as_view(),
        name="mfa_remove_webauthn",
    ),
    path("desk/account/codes/", account.recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "desk/account/codes/new/",
        account.NewRecoveryCodes.as_view(),
        name="mfa_generate_recovery_codes",
    ),
    path("desk/initiatives/<slug:slug>/", desk.initiative, name="desk_initiative"),
    path("desk/initiatives/<slug:slug>/update/", updates.record_update, name="desk_update"),
    path("desk/sources/<slug:slug>/", desk.source, name="desk_source"),
    path("desk/verify/", desk.verify, name="desk_verify"),
    path("desk/translations/", translations.translations, name="desk_translations"),
    # /desk/updates/<pk>/
    path("desk/updates/<int:pk>/", reviews.row, {"noun": "updates"}, name="desk_submission"),
    path("desk/updates/<int:pk>/edit/", updates.edit_update, name="desk_edit"),
    *(
        path(
            f"desk/{noun}/<int:pk>/{verb}/",
            reviews.act,
            {"noun": noun, "verb": verb},
            name=f"desk_{prefix}{verb}",
        )
        for noun, prefix, verbs in (
            ("updates", "", ("submit", "approve", "return", "emergency", "countersign", "discard")),
            ("revisions", "revision_", ("submit", "approve", "return", "discard")),
        )
        for verb in verbs
    ),
    *(
        path(
            f"desk/updates/<int:pk>/{verb}/",
            updates.correct_or_withdraw,
            {"verb": verb},
            name=f"desk_{verb}",
        )
        for verb in ("correct", "withdraw")
    ),
    # /desk/revisions/<pk>/
    *(
        path(
            f"desk/{noun}/<slug:slug>/revise/",
            revisions.revise_row,
            {"noun": noun},
            name=f"desk_revise_{noun}",
        )
        for noun in ("initiatives", "plans", "sources")
    ),
    *(
        path(
            f"desk/{noun}/<int:pk>/translate/",
            revisions.translate,
            {"noun": noun},
            name=f"desk_translate_{noun}",
        )
        for noun in ("updates", "citations")
    ),
    path("desk/revisions/<int:pk>/", reviews.row, {"noun": "revisions"}, name="desk_revision"),
    path("desk/submissions/<int:pk>/", reviews.submission, name="desk_together"),
    path("desk/challenges/<int:pk>/", challenges.answer, name="desk_challenge"),
    # /admin/
    path("admin/", admin.site.urls),
    *i18n_patterns(
        path("", dashboard.dashboard, name="dashboard"),
        path("card.png", cards.dashboard, name="card"),
        path("timeline/", timeline.timeline, name="timeline"),
        path("timeline/roadmap/", timeline.roadmap, name="roadmap"),
        path("search/", search.search, name="search"),
        path("method/", method.method, name="method"),
        path("data/", data.data, name="data"),
        path("data/ledger.jsonl", data.ledger, name="ledger"),
        path("changes/", changes.changes, name="changes"),
        path("corrections/", corrections.corrections, name="corrections"),
        path("corrections.atom", corrections.CorrectionsFeed(), name="corrections_feed"),
        # /initiatives/
        path("initiatives/", initiatives.initiative_list, name="initiatives"),
        path("initiatives.csv", initiatives.initiative_csv, name="initiatives_csv"),
        path("initiatives/<slug:slug>/", initiatives.initiative_detail, name="initiative"),
        path("initiatives/<slug:slug>/card.png", cards.initiative, name="initiative_card"),
        path("initiatives/<slug:slug>/challenge/", challenges.challenge, name="challenge"),
        path("initiatives/<slug:slug>/received/", challenges.received, name="challenge_received"),
        # by dimension
        path("plans/", plans.plan_list, name="plans"),
        path("plans/<slug:slug>/", plans.plan_detail, name="plan"),
        path("plans/<slug:slug>/brief/", briefs.plan, name="plan_brief"),
        path("working-groups/", working_groups.working_group_list, name="working_groups"),
        path(
            "working-groups/<slug:slug>/", working_groups.working_group_detail, name="working_group"
        ),
        path("countries/", countries.country_list, name="countries"),
        path("countries/<slug:slug>/", countries.country_detail, name="country"),
        path("themes/", themes.theme_list, name="themes"),
        path("themes/<slug:slug>/", themes.theme_detail, name="theme"),
        path("organizations/", organizations.organization_list, name="organizations"),
        path("organizations/<slug:slug>/", organizations.organization_detail, name="organization"),
        path("events/", events.event_list, name="events"),
        path("events/<slug:slug>/", events.event_detail, name="event"),
        path("sources/", sources.source_list, name="sources"),
        path("sources/<slug:slug>/", sources.source_detail, name="source"),
    ),
]
