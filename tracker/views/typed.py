"""What somebody typed and sent that could not be saved: the answer has it, to be sent again."""

import re

SECRET = re.compile("password|code|credential|secret")
TOKEN = "csrfmiddlewaretoken"  # noqa: S105  # the name of the field
CHOICE = re.compile(r"[\w.:-]{0,40}")
"""What somebody chose and did not type, by its form: a key, a code, a day. It goes along unseen."""


def typed(request):
    """Return the context of `errors/_typed.html`: nothing if nothing was sent.

    What is secret is left out; a form with a secret can't be sent again, and is typed anew.
    """
    if request is None or request.method != "POST":
        return {}
    fields = [
        (name, text)
        for name, texts in request.POST.lists()
        if name != TOKEN and not SECRET.search(name)
        for text in texts
    ]
    return {
        "typed": fields,
        "shown": [text for _name, text in fields if not CHOICE.fullmatch(text)],
        "typed_for": request.get_full_path(),
        "typed_with": request.POST.get(TOKEN, ""),
        "may_be_sent_again": not any(SECRET.search(name) for name in request.POST),
    }
