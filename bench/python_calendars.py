"""The work of calendars_bench.cpp with dateutil (rules) and icalendar (ics): python_calendars.py RULES FILES."""
import datetime
import json
import resource
import sys
import time

import icalendar
from dateutil.parser import parse
from dateutil.rrule import rrulestr


def expand_all():
    found = 0
    for start, rule, last in rules:
        try:
            found += len(rrulestr(rule, dtstart=start).between(start, last, inc=True))
        except ValueError:
            pass
    return found


def read_all():
    found = 0
    for data in files:
        try:
            calendars = icalendar.Calendar.from_ical(data, multiple=True)
        except Exception:  # the library raises many kinds; a file it refuses is no event
            continue
        for calendar in calendars:
            for event in calendar.walk("VEVENT"):
                for name in ("DTSTART", "DTEND", "RECURRENCE-ID"):
                    value = event.get(name)
                    value = value and getattr(value, "dt", None)
                for name in ("SUMMARY", "DESCRIPTION", "LOCATION", "UID", "URL"):
                    str(event.get(name, ""))
                found += "DTSTART" in event
    return found


def turn(work, seconds):
    passes, spent, begin = 0, 0.0, time.process_time()
    while passes == 0 or spent < seconds:
        found = work()
        passes, spent = passes + 1, time.process_time() - begin
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6
    return dict(seconds=spent / passes, found=found, peak_mb=peak)


def rule_of(line):
    start, rule, last = line.rstrip("\n").split("\t")
    return parse(start), rule, parse(last) + datetime.timedelta(days=1, seconds=-1)


rules = [rule_of(line) for line in open(sys.argv[1]) if line.strip()]
files = [open(path.strip(), "rb").read() for path in open(sys.argv[2])]
for line in sys.stdin:
    _, what, seconds = line.split()
    print(json.dumps(turn(expand_all if what == "rules" else read_all, float(seconds))), flush=True)
