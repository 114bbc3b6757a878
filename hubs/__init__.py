"""Hubs, side by side: one package, at once the Django project and its single app.

Imports point down this list and never up; `tests/test_layering.py` holds the line.

    urls, middleware, wsgi                  wiring
    views, admin, sitemaps, commands        talk HTTP, or to a terminal
    feeds                                   what changed, for programs that follow it
    forms, templatetags                     turn what somebody typed into values, and values into what is read
    importing                               files brought by an editor, looked at and then written
    charts, export, starter                 a comparison to look at or take away; the data to begin with
    comparison, changes, capture, checking  the questions this project exists to answer
    merging, worklists                      two records become one; what waits for an editor
    editing                                 the one way statements are written
    preference, selection, typed, wording   which statement counts; what a reader asked for; how it is written
    models, database                        what is kept, and whether it can be reached

`settings` stands beside the list: it alone reads the environment, and code asks `django.conf` for it.
"""
