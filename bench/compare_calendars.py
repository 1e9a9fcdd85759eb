"""Lets the engines take turns at the same rules and calendars and prints the table of ratios:
compare_calendars.py ROUNDS RULES FILES [BINARY]. CPU seconds, as compare.py has them."""
import json
import subprocess
import sys

rounds, rules, files = int(sys.argv[1]), sys.argv[2], sys.argv[3]
binary = sys.argv[4] if len(sys.argv) > 4 else "build/release/bench/almanac_calendars_bench"
node = ["node", "build/node/node_calendars.mjs"]
commands = {
    "almanac": [binary],
    "python": ["/usr/bin/python3", "bench/python_calendars.py"],
    "rrule": node + ["rrule"],
    "ical.js": node + ["ical.js"],
}
work = {
    "rules": {"almanac": "almanac", "python dateutil": "python", "node rrule": "rrule", "node ical.js": "ical.js"},
    # Parsed, with the same fields of each event decoded.
    "fields": {"almanac": "almanac", "python icalendar": "python", "node ical.js": "ical.js"},
    # The same work of the others beside our whole pass, to events ready to publish.
    "events": {"almanac": "almanac", "python icalendar": "python", "node ical.js": "ical.js"},
}
seconds_of_a_turn = 1

engines = {name: subprocess.Popen(command + [rules, files], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
           for name, command in commands.items()}


def ask(engine, what):
    engines[engine].stdin.write(f"turn {what} {seconds_of_a_turn}\n")
    engines[engine].stdin.flush()
    answer = engines[engine].stdout.readline()
    if not answer:
        sys.exit(f"bench: {engine} ended")
    return json.loads(answer)


lines = {"rules": sum(1 for _ in open(rules)), "ics": sum(1 for _ in open(files))}
print("| work   | engine           |  seconds | times ours |   found |\n|--------|------------------|---------:|-----------:|--------:|")
for what, names in work.items():
    turns = {name: [] for name in names}
    for _ in range(rounds):
        for name, engine in names.items():
            turns[name].append(ask(engine, what))
    best = {name: min(answers, key=lambda answer: answer["seconds"]) for name, answers in turns.items()}
    for name, row in best.items():
        print(f"| {what:6} | {name:16} | {row['seconds']:8.4f} | {row['seconds'] / best['almanac']['seconds']:10.1f} "
              f"| {row['found']:7} |")
print(f"\n{lines['rules']} rules, {lines['ics']} files; CPU seconds of one pass, best of {rounds} turns.")
for engine in engines.values():
    engine.stdin.close()
    engine.wait()
