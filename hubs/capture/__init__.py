"""From an article to suggestions: what it says, where it says so, and why we think it does.

    parsing, reading        bytes -> title, author, date, language, text (in a process with limits)
    fetching                the one place that asks another machine for anything
    gazetteer               every name we know, from the database
    finding                 who, when, how many, what: rules over `tables`
    suggesting              mentions + cues + what is known -> suggestions
    capturing               all of it: `capture(text, ...)` -> Capture
    keeping                 the article and its suggestions in the database, each article once
    intake                  all of it for an editor who waits: in the background, a few at once

Nothing here is public: a suggestion becomes a statement when a person publishes it. This module imports
nothing, so that the parser process stays small.
"""
