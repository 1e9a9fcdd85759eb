"""Lets the engines take turns at the same pages and prints the table of ratios: compare.py ROUNDS SELECTORS PAGES.

CPU seconds, not wall clock, and turns, not one engine after the other: other work on the machine then hits all alike.
"""
import json
import subprocess
import sys

rounds, selectors, pages = int(sys.argv[1]), sys.argv[2], sys.argv[3]
python = ["/usr/bin/python3", "bench/python_pages.py"]
node = ["node", "build/node/cheerio_pages.mjs"]
commands = {
    "almanac": ["build/release/bench/almanac_pages_bench"],
    "parsel/lxml": python + ["parsel"],
    "bs4/html.parser": python + ["bs4"],
    "cheerio/htmlparser2": node + ["htmlparser2"],
    "cheerio/parse5": node + ["parse5"],
}
seconds_of_a_turn = 1

engines = {name: subprocess.Popen(command + [selectors, pages], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
           for name, command in commands.items()}


def ask(name, question):
    engines[name].stdin.write(question + "\n")
    engines[name].stdin.flush()
    answer = engines[name].stdout.readline()
    if not answer:
        sys.exit(f"bench: {name} ended")
    return json.loads(answer)


turns = {name: [] for name in engines}
for number in range(rounds):
    for name in engines:
        turns[name].append(ask(name, f"turn {seconds_of_a_turn}"))
    print(f"round {number + 1} of {rounds}", file=sys.stderr)

best = {name: min(answers, key=lambda answer: answer["seconds"]) for name, answers in turns.items()}
ours = best["almanac"]
print(f"{sum(1 for _ in open(pages))} pages, {ours['bytes'] / 1e6:.1f} MB, CPU seconds of one pass, best of {rounds} turns\n")
print(f"| {'engine':20}| {'seconds':>8} | {'MB/s':>6} | {'times ours':>10} | {'peak MB':>8} | {'matches':>8} | {'text MB':>8} "
      f"| {'href MB':>8} | {'JSON-LD':>8} |")
print("|" + "-" * 21 + "|" + "|".join("-" * width + ":" for width in (9, 7, 11, 9, 9, 9, 9, 9)) + "|")
for name, row in best.items():
    print(f"| {name:20}| {row['seconds']:8.3f} | {row['bytes'] / 1e6 / row['seconds']:6.1f} "
          f"| {row['seconds'] / ours['seconds']:10.1f} | {turns[name][-1]['peak_mb']:8.1f} | {row['matches']:8} "
          f"| {row['text'] / 1e6:8.3f} | {row['links'] / 1e6:8.3f} | {row['blocks']:8} |")

checks = {name: ask(name, "check") for name in engines}
expected = checks["almanac"]
print(f"\nSame findings as almanac, of {len(expected)} (a selector on a page; texts compared without white space):\n")
print(f"| {'engine':20}| same count | same texts and links |")
print("|" + "-" * 21 + "|" + "-" * 11 + ":|" + "-" * 21 + ":|")
for name, rows in list(checks.items())[1:]:
    pairs = list(zip(expected, rows))
    print(f"| {name:20}| {sum(a[0] == b[0] for a, b in pairs) / len(pairs):10.2%} "
          f"| {sum(a == b for a, b in pairs) / len(pairs):20.2%} |")
for engine in engines.values():
    engine.stdin.close()
    engine.wait()
