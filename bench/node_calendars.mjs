// The work of calendars_bench.cpp with rrule (rules) and ical.js (both): node_calendars.mjs rrule|ical.js RULES FILES.
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import ICAL from "ical.js";
import rrule from "rrule";

const { RRule } = rrule;
const lines = (path) => readFileSync(path, "utf8").split("\n").filter((line) => line.trim());
const [engine, ruleFile, fileList] = process.argv.slice(2);

const extended = (text) => text.length === 8
    ? text.replace(/(....)(..)(..)/, "$1-$2-$3")
    : text.replace(/(....)(..)(..)T(..)(..)(..)/, "$1-$2-$3T$4:$5:$6");
const asDate = (text) => new Date(extended(text).padEnd(11, "T").padEnd(19, "00:00:00") + "Z");
const rules = lines(ruleFile).map((line) => line.split("\t")).map(([start, rule, last]) => ({
    start, rule, from: asDate(start), to: new Date(asDate(last).getTime() + 86399000),
}));
const files = lines(fileList).map((path) => readFileSync(path.trim(), "utf8"));

function expandByRrule({ rule, from, to }) {
    return new RRule({ ...RRule.parseString(rule), dtstart: from }).between(from, to, true).length;
}

function expandByIcalJs({ start, rule, to }) {
    const iterator = ICAL.Recur.fromString(rule).iterator(ICAL.Time.fromString(extended(start)));
    const end = ICAL.Time.fromJSDate(to, true);
    end.zone = ICAL.Timezone.localTimezone;
    let found = 0;
    for (let next = iterator.next(); next && next.compare(end) <= 0 && found < 5000; next = iterator.next())
        found++;
    return found;
}

function expandAll() {
    let found = 0;
    for (const rule of rules) {
        try {
            found += engine === "rrule" ? expandByRrule(rule) : expandByIcalJs(rule);
        } catch {}
    }
    return found;
}

function readAll() {
    let found = 0;
    for (const text of files) {
        let calendars;
        try {
            const parsed = ICAL.parse(text);
            calendars = Array.isArray(parsed[0]) ? parsed : [parsed];
        } catch {
            continue; // a file it refuses is no event
        }
        for (const calendar of calendars) {
            for (const component of new ICAL.Component(calendar).getAllSubcomponents("vevent")) {
                try {
                    const event = new ICAL.Event(component);
                    const values = [event.startDate, event.endDate, event.summary, event.description, event.location,
                        event.uid, component.getFirstPropertyValue("url")];
                    found += values[0] ? 1 : 0;
                } catch {}
            }
        }
    }
    return found;
}

function turn(work, seconds) {
    let passes = 0, spent = 0, found;
    const begin = process.cpuUsage();
    while (passes === 0 || spent < seconds) {
        found = work();
        const used = process.cpuUsage(begin);
        spent = (used.user + used.system) / 1e6;
        passes++;
    }
    return { seconds: spent / passes, found, peak_mb: process.resourceUsage().maxRSS * 1024 / 1e6 };
}

for await (const line of createInterface({ input: process.stdin })) {
    const [, what, seconds] = line.split(" ");
    console.log(JSON.stringify(turn(what === "rules" ? expandAll : readAll, Number(seconds))));
}
