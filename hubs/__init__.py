"""Hubs, side by side: one package, at once the Django project and its single app.

Imports point down this list and never up; `tests/test_layering.py` holds the line.

    urls, middleware, wsgi                  wiring
    views, admin, api, feeds, commands      talk HTTP, or to a terminal
    forms                                   turn what somebody typed into values
    charts, export                          turn a comparison into something to look at or take away
    comparison, capture, review             the questions this project exists to answer
    editing, selection                      the one way statements are written; what a reader asked for
    models, database                        what is kept, and whether it can be reached

`settings` stands beside the list: it alone reads the environment, and code asks `django.conf` for it.
"""
