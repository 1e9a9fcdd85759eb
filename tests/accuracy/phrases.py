"""Scores what `almanac when` makes of recurrences that people write. Alone: phrases.py BINARY FILE, shows each miss.

A line is TEXT, NOW, and the rule with its bounds and exceptions as JSON behind it; or DATETIME and one date.
"""
import json, re, subprocess, sys


def parts_of(rule):
    """A rule without the order of its parts and lists; INTERVAL=1 says nothing."""
    parts = dict(part.split("=") for part in rule.split(";"))
    return {name: sorted(value.split(",")) for name, value in parts.items() if (name, value) != ("INTERVAL", "1")}


def values(answer, name):
    return [line.split(":", 1)[1] for line in answer.get("recurrence", []) if line.startswith(name + ":")]


def same_rule(wanted, answer):
    """The days of the rule, its interval and count; hours of the rule are the clock of the event's start."""
    want = parts_of(wanted)
    hour, minute = want.pop("BYHOUR", None), want.pop("BYMINUTE", ["0"])
    if hour and answer.get("start", "")[11:16] != f"{int(hour[0]):02}:{int(minute[0]):02}":
        return False
    got = [parts_of(rule) for rule in values(answer, "RRULE")]
    for rule in got:
        rule.pop("UNTIL", None)
    return got == [want]


def same_bounds(bounds, answer):
    until = [value for rule in values(answer, "RRULE") for value in parts_of(rule).get("UNTIL", [])]
    dates = [day for day in bounds.get("exdate", []) if isinstance(day, str)]
    months = sorted(day[0] for day in bounds.get("exdate", []) if not isinstance(day, str))
    rules = [parts_of(rule) for rule in values(answer, "EXRULE")]
    got_months = sorted(int(rule["BYMONTH"][0]) for rule in rules if rule["FREQ"] == ["DAILY"] and "BYMONTH" in rule)
    return (until == ([bounds["until"]] if "until" in bounds else [])
            and answer.get("start", "").replace("-", "") >= bounds.get("dtstart", "")
            and values(answer, "EXDATE") == dates and got_months == months
            and ("exrule" not in bounds or parts_of(bounds["exrule"]) in rules))


def phrases(binary, path, show=False):
    """Percent of the phrases whose rule is right, and of those where bounds and exceptions are right too."""
    rows = [line.split("\t")[:3] for line in path.read_text().splitlines()[1:]]
    rows = [row for row in rows if not row[2].startswith("DATETIME")]
    asked = "".join(f"{now}\t{text}\n" for text, now, _ in rows)
    answers = subprocess.run([binary, "when", "--batch"], input=asked, capture_output=True, text=True, check=True)
    right = whole = 0
    for (text, _, wanted), line in zip(rows, answers.stdout.splitlines(), strict=True):
        answer = json.loads(line)
        rule, bounds = re.fullmatch(r"(\S+) ?(.*)", wanted).groups()
        good = same_rule(rule, answer)
        both = good and same_bounds(json.loads(bounds or "{}"), answer)
        right, whole = right + good, whole + both
        if show and not both:
            print(f"MISS {text!r}: want {wanted} got {line}")
    return {"rules": 100 * right / len(rows), "with_bounds": 100 * whole / len(rows)}


if __name__ == "__main__":
    import pathlib
    print(phrases(sys.argv[1], pathlib.Path(sys.argv[2]), show=True))
