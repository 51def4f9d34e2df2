"""The translation catalogues: found in code and templates, renewed by command, compiled at start.

`locale/` has our own texts; `locale_upstream/` has those texts of Django and of the other installed
packages that their own catalogues lack in a language, or have in words that we replace.
Nothing here needs the gettext tools.
"""
