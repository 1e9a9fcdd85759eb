// The work of pages_bench.cpp with cheerio (htmlparser2): cheerio_pages.mjs SECONDS SELECTORS FILE...
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
const require = createRequire(process.cwd() + "/");
const { load } = await import(require.resolve("cheerio/slim").replace(/\.cjs$/, ".js")).catch(() => import("cheerio/slim"));

const [seconds, selectorFile, ...files] = process.argv.slice(2);
const selectors = readFileSync(selectorFile, "utf8").split("\n").map((s) => s.trim()).filter(Boolean);
const buffers = files.map((f) => readFileSync(f));
const pages = buffers.map((b) => b.toString("utf8"));
const bytes = buffers.reduce((n, b) => n + b.length, 0);

let best = 1e9, spent = 0, totals;
while (spent < Number(seconds)) {
    totals = { matches: 0, text: 0, links: 0, blocks: 0 };
    const begin = process.cpuUsage();
    for (const page of pages) {
        const $ = load(page, { xml: { xmlMode: false, decodeEntities: true } });
        for (const selector of selectors) {
            $(selector).each((_, element) => {
                totals.matches++;
                totals.text += Buffer.byteLength($(element).text().replace(/\s+/g, " ").trim());
                if (element.attribs.href !== undefined) totals.links++;
            });
        }
        $('script[type="application/ld+json"]').each((_, element) => {
            try {
                JSON.parse($(element).html());
                totals.blocks++;
            } catch {}
        });
    }
    const used = process.cpuUsage(begin);
    const took = (used.user + used.system) / 1e6;
    best = Math.min(best, took);
    spent += took;
}
console.log(JSON.stringify({ engine: "cheerio", seconds: best, bytes, peak_kb: process.resourceUsage().maxRSS, ...totals }));
