// The work of pages_bench.cpp with cheerio: cheerio_pages.mjs PARSER SELECTORS PAGES.
// PARSER: htmlparser2, cheerio's fast one that builds no HTML5 tree, or parse5, its default, that does.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { load } from "cheerio";

const lines = (path) => readFileSync(path, "utf8").split("\n").map((line) => line.trim()).filter(Boolean);
const [parser, selectorFile, pageFile] = process.argv.slice(2);
const selectors = lines(selectorFile);
const pages = lines(pageFile).map((path) => readFileSync(path));

const parse = parser === "parse5"
    ? (page) => load(page.toString("utf8"), { scriptingEnabled: false })
    : (page) => load(page.toString("utf8"), { xml: { xmlMode: false, decodeEntities: true } });

function* select($, selector) {
    for (const element of $(selector))
        yield [$(element).text().replace(/\s+/g, " ").trim(), element.attribs.href ?? ""];
}

function countBlocks($) {
    let count = 0;
    for (const element of $('script[type="application/ld+json"]')) {
        try {
            JSON.parse($(element).html());
            count++;
        } catch {}
    }
    return count;
}

function turn(seconds) {
    let passes = 0, spent = 0, totals;
    const begin = process.cpuUsage();
    while (passes === 0 || spent < seconds) {
        totals = { matches: 0, text: 0, links: 0, blocks: 0 };
        for (const page of pages) {
            const $ = parse(page);
            for (const selector of selectors) {
                for (const [text, link] of select($, selector)) {
                    totals.matches++;
                    totals.text += Buffer.byteLength(text);
                    totals.links += Buffer.byteLength(link);
                }
            }
            totals.blocks += countBlocks($);
        }
        const used = process.cpuUsage(begin);
        spent = (used.user + used.system) / 1e6;
        passes++;
    }
    const bytes = pages.reduce((sum, page) => sum + page.length, 0);
    return { seconds: spent / passes, bytes, ...totals, peak_mb: process.resourceUsage().maxRSS * 1024 / 1e6 };
}

function check() {
    const bare = (text) => text.replace(/[\x00-\x20\u00A0]/g, "");
    const rows = [];
    for (const page of pages) {
        const $ = parse(page);
        for (const selector of selectors) {
            const found = [...select($, selector)].map(([text, link]) => `${bare(text)}\t${bare(link)}\n`);
            rows.push([found.length, createHash("sha256").update(found.join("")).digest("hex")]);
        }
    }
    return rows;
}

for await (const line of createInterface({ input: process.stdin }))
    console.log(JSON.stringify(line.startsWith("turn") ? turn(Number(line.split(" ")[1])) : check()));
