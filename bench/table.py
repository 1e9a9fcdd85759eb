"""Prints the table of ratios of bench/run: table.py RESULTS.jsonl PAGES"""
import json
import sys

rows = [json.loads(line) for line in open(sys.argv[1])]
ours = rows[0]
print(f"{sys.argv[2]} pages, {ours['bytes'] / 1e6:.1f} MB, one core, best of several rounds in one run\n")
print(f"{'engine':10}{'MB/s':>9}{'times ours':>12}{'peak MB':>9}{'matches':>10}{'text MB':>9}{'links':>8}{'JSON-LD':>9}")
for r in rows:
    print(f"{r['engine']:10}{r['bytes'] / 1e6 / r['seconds']:9.1f}{r['seconds'] / ours['seconds']:12.1f}"
          f"{r['peak_kb'] / 1024:9.1f}{r['matches']:10}{r['text'] / 1e6:9.2f}{r['links']:8}{r['blocks']:9}")
