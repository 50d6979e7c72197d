"""The pure clock: calendars, working time, due moments, statutory periods and their explanation.

No input or output and no now(): moments come in aware and go out in UTC, in whole seconds. Usable from a
notebook; `calendar.WorkCalendar` and `clock.due` are the place to begin.
"""
