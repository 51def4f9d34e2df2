"""What each role gets at each address of the desk."""

from tracker.vocabulary import Role

AT_THE_DESK = [Role.FOCAL_POINT, Role.REVIEWER, Role.EDITOR, Role.AUDITOR]
OBJECTS = ["own", "scope", "foreign", "draft"]
LOGIN = 302
REVIEW = ("403 404 404 404", "403 403 302 422", "403", "403")
"""Nobody reviews their own, nor in their own scope; a draft does not wait for review."""

# What each of AT_THE_DESK gets: one number, or one for each of OBJECTS. The anonymous are sent to
# the login, everybody else gets 403, or is led from "desk" to the page that is for them. A method
# that is not named here answers 405.
DESK = {
    ("desk", "GET"): ("200", "200", "200", "302"),
    ("desk_verify", "GET"): ("403", "403", "403", "200"),
    ("desk_verify", "POST"): ("403", "403", "403", "200"),
    ("desk_translations", "GET"): ("403", "200", "200", "403"),
    ("desk_translations", "POST"): ("403", "404", "404", "403"),
    ("desk_source", "GET"): ("200 200 200 404", "200", "200", "200"),
    ("desk_initiative", "GET"): ("200 200 404 404", "200", "200", "200"),
    ("desk_update", "GET"): ("200 200 404 404", "200", "200", "403"),
    ("desk_update", "POST"): ("302 302 404 404", "302", "302", "403"),
    # Updates: a focal point knows those of their own hand.
    ("desk_submission", "GET"): ("200 404 404 404", "200", "200", "200"),
    ("desk_edit", "GET"): ("200 404 404 404", "200 403 403 403", "200 403 403 403", "403"),
    ("desk_edit", "POST"): ("302 404 404 404", "302 403 403 403", "302 403 403 403", "403"),
    ("desk_submit", "POST"): ("302 404 404 404", "302 403 403 403", "302 403 403 403", "403"),
    ("desk_discard", "POST"): (
        "302 404 404 404", "302 403 403 403", "302 403 403 403", "302 403 403 403",
    ),
    **{(f"desk_{verb}", "POST"): REVIEW for verb in ("approve", "return")},
    ("desk_emergency", "POST"): ("403 404 404 404", "302 403 403 403", "403", "403"),
    ("desk_countersign", "POST"): ("403 404 404 404", "403 403 302 422", "403", "403"),
    **{
        (f"desk_{verb}", method): (
            f"{done} 404 404 404", f"{done} {done} {done} 404", f"{done} {done} {done} 404", "403",
        )
        for verb in ("correct", "withdraw")
        for method, done in (("GET", 200), ("POST", 302))
    },
    # Revisions: whoever has no right to read them knows those of their own hand.
    **{
        (f"desk_revise_{noun}", method): ("403", "403", f"{done} {done} {done} 404", "403")
        for noun in ("initiatives", "plans", "sources")
        for method, done in (("GET", 200), ("POST", 302))
    },
    **{
        (f"desk_translate_{noun}", method): ("403", "403", f"{done} {done} {done} 404", "403")
        for method, done in (("GET", 200), ("POST", 302))
        for noun in ("updates", "citations")
    },
    ("desk_revision", "GET"): ("200 404 404 404", "200", "200", "200"),
    ("desk_revision_submit", "POST"): (
        "403 404 404 404", "403", "422 403 403 403", "403",
    ),
    **{(f"desk_revision_{verb}", "POST"): REVIEW for verb in ("approve", "return")},
    ("desk_revision_discard", "POST"): (
        "302 404 404 404", "302 403 403 403", "302 403 403 403", "302 403 403 403",
    ),
    # What one person proposed at once: they know it who know one row of it.
    ("desk_together", "GET"): ("200 404 404 404", "200", "200", "200"),
    ("desk_together", "POST"): ("403 404 404 404", "403 403 302 422", "403", "403"),
    ("desk_challenge", "GET"): ("403", "200", "200", "403"),
    ("desk_challenge", "POST"): ("403", "302", "302", "403"),
}  # fmt: skip
