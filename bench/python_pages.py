"""The work of pages_bench.cpp with bs4 (html.parser) or parsel (lxml): python_pages.py ENGINE SECONDS SELECTORS FILE..."""
import json
import re
import resource
import sys
import time

engine, seconds, selector_file, files = sys.argv[1], float(sys.argv[2]), sys.argv[3], sys.argv[4:]
selectors = [line.strip() for line in open(selector_file) if line.strip()]
pages = [open(f, encoding="utf-8", errors="replace").read() for f in files]
size = sum(len(p.encode()) for p in pages)
space = re.compile(r"\s+")


def with_bs4(page, totals):
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(page, "html.parser")
    for selector in selectors:
        for element in soup.select(selector):
            totals["matches"] += 1
            totals["text"] += len(space.sub(" ", element.get_text(" ")).strip().encode())
            totals["links"] += element.has_attr("href")
    for script in soup.select('script[type="application/ld+json"]'):
        load(script.string or "", totals)


def with_parsel(page, totals):
    from parsel import Selector

    tree = Selector(text=page)
    for selector in selectors:
        for element in tree.css(selector):
            totals["matches"] += 1
            text = " ".join(element.xpath(".//text()[not(parent::script or parent::style)]").getall())
            totals["text"] += len(space.sub(" ", text).strip().encode())
            totals["links"] += "href" in element.attrib
    for text in tree.css('script[type="application/ld+json"]::text').getall():
        load(text, totals)


def load(text, totals):
    try:
        json.loads(text, strict=False)
        totals["blocks"] += 1
    except ValueError:
        pass


work = {"bs4": with_bs4, "parsel": with_parsel}[engine]
best, spent = 1e9, 0.0
while spent < seconds:
    totals = dict(matches=0, text=0, links=0, blocks=0)
    begin = time.process_time()
    for page in pages:
        work(page, totals)
    took = time.process_time() - begin
    best, spent = min(best, took), spent + took
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps(dict(engine=engine, seconds=best, bytes=size, peak_kb=peak, **totals)))
