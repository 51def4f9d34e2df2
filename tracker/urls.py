"""Every address of the site; public pages stand under a language prefix."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.contrib.auth import views as auth
from django.urls import path
from django.views.i18n import set_language

from .views import (
    countries,
    dashboard,
    data,
    desk,
    events,
    initiatives,
    method,
    organizations,
    plans,
    sources,
    themes,
    timeline,
    working_groups,
)

handler400 = "tracker.views.errors.bad_request"
handler403 = "tracker.views.errors.forbidden"
handler404 = "tracker.views.errors.not_found"
handler500 = "tracker.views.errors.server_error"

urlpatterns = [
    # /desk/
    path("desk/", desk.worklist, name="desk"),
    path("desk/login/", desk.Login.as_view(), name="login"),
    path("desk/logout/", auth.LogoutView.as_view(), name="logout"),
    path("desk/password/", desk.PasswordChange.as_view(), name="password_change"),
    path("desk/language/", set_language, name="set_language"),
    path("desk/initiatives/<slug:slug>/", desk.initiative, name="desk_initiative"),
    path("desk/initiatives/<slug:slug>/update/", desk.record_update, name="desk_update"),
    path("desk/sources/<slug:slug>/", desk.source, name="desk_source"),
    # /admin/
    path("admin/", admin.site.urls),
    *i18n_patterns(
        path("", dashboard.dashboard, name="dashboard"),
        path("timeline/", timeline.timeline, name="timeline"),
        path("method/", method.method, name="method"),
        path("data/", data.data, name="data"),
        path("data/ledger.jsonl", data.ledger, name="ledger"),
        # /initiatives/
        path("initiatives/", initiatives.initiative_list, name="initiatives"),
        path("initiatives/<slug:slug>/", initiatives.initiative_detail, name="initiative"),
        # the lenses
        path("plans/", plans.plan_list, name="plans"),
        path("plans/<slug:slug>/", plans.plan_detail, name="plan"),
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
