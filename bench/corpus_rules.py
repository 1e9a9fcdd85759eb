"""The rules of a corpus as calendars_bench reads them: those on whose dates all libraries agree, without a zone, up to the
last date that is expected. corpus_rules.py FILE"""
import json
import sys

for case in json.load(open(sys.argv[1])):
    if case.get("verdict") != "all-agree" or case.get("tzid") or case.get("ics") or case.get("exdate") or case.get("rdate"):
        continue
    if len(case["rrule"]) == 1 and case.get("expected"):
        print(case["dtstart"], case["rrule"][0], case["expected"][-1][:10].replace("-", ""), sep="\t")
