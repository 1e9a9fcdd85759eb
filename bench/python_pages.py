"""The work of pages_bench.cpp with bs4 (html.parser) or parsel (lxml): python_pages.py ENGINE SELECTORS PAGES."""
import hashlib
import json
import re
import resource
import sys
import time

from bs4 import BeautifulSoup
from parsel import Selector

space = re.compile(r"\s+")
json_ld = 'script[type="application/ld+json"]'


def blocks(texts):
    count = 0
    for text in texts:
        try:
            json.loads(text, strict=False)
            count += 1
        except ValueError:
            pass
    return count


class Bs4:
    def parse(self, page):
        return BeautifulSoup(page.decode("utf-8", "replace"), "html.parser")

    def select(self, soup, selector):
        for element in soup.select(selector):
            yield space.sub(" ", element.get_text(" ")).strip(), element.get("href") or ""

    def json_ld(self, soup):
        return [script.string or "" for script in soup.select(json_ld)]


class Parsel:
    def parse(self, page):
        return Selector(text=page.decode("utf-8", "replace"))

    def select(self, tree, selector):
        for element in tree.css(selector):
            texts = element.xpath(".//text()[not(parent::script or parent::style)]").getall()
            yield space.sub(" ", " ".join(texts)).strip(), element.attrib.get("href") or ""

    def json_ld(self, tree):
        return tree.css(json_ld + "::text").getall()


def turn(seconds):
    passes, spent, begin = 0, 0.0, time.process_time()
    while passes == 0 or spent < seconds:
        matches = text_bytes = link_bytes = block_count = 0
        for page in pages:
            tree = engine.parse(page)
            for selector in selectors:
                for text, link in engine.select(tree, selector):
                    matches += 1
                    text_bytes += len(text.encode())
                    link_bytes += len(link.encode())
            block_count += blocks(engine.json_ld(tree))
        passes, spent = passes + 1, time.process_time() - begin
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6
    return dict(seconds=spent / passes, bytes=sum(map(len, pages)), matches=matches, text=text_bytes, links=link_bytes,
                blocks=block_count, peak_mb=peak)


ignored = re.compile(r"[\x00-\x20\u00A0]")


def check():
    rows = []
    for page in pages:
        tree = engine.parse(page)
        for selector in selectors:
            found = [ignored.sub("", text) + "\t" + ignored.sub("", link)
                     for text, link in engine.select(tree, selector)]
            data = "".join(line + "\n" for line in found).encode("utf-8", "surrogatepass")
            rows.append([len(found), hashlib.sha256(data).hexdigest()])
    return rows


engine = {"bs4": Bs4, "parsel": Parsel}[sys.argv[1]]()
selectors = [line.strip() for line in open(sys.argv[2]) if line.strip()]
pages = [open(path.strip(), "rb").read() for path in open(sys.argv[3])]
for line in sys.stdin:
    print(json.dumps(turn(float(line.split()[1])) if line.startswith("turn") else check()), flush=True)
