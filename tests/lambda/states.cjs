"use strict";
const assert = require("assert");
const { execFile } = require("child_process");
const fs = require("fs");
const http = require("http");
const os = require("os");
const path = require("path");
// The package asks for Node 22, for this function alone.
Promise.withResolvers ??= () => {
  const out = {};
  out.promise = new Promise((resolve, reject) => Object.assign(out, { resolve, reject }));
  return out;
};
const { StateMachine } = require("aws-local-stepfunctions");

const almanac = process.argv[2];
const definition = JSON.parse(fs.readFileSync("deploy/stepfunctions/statemachine.asl.json", "utf8"));
const scratch = fs.mkdtempSync(path.join(os.tmpdir(), "almanac-states-"));
process.on("exit", () => fs.rmSync(scratch, { recursive: true }));
const root = path.join(scratch, "task");
const log = path.join(scratch, "log");
const ids = ["adders", "bats", "crickets", "down", "eels", "frogs", "newts", "owls"];
const time = "2031-04-01T09:00:00Z";
const run = "2031-04-01T09-00-00Z";

/** A page of two events for each source; that of `down` cannot be had. */
const pages = http.createServer((request, response) => {
  const id = request.url.slice(1);
  response.statusCode = id === "down" ? 500 : ids.includes(id) ? 200 : 404;
  response.setHeader("Content-Type", "text/html; charset=utf-8");
  const events = ["Walk", "Talk"].map((what, i) => ({
    "@context": "https://schema.org",
    "@type": "Event",
    name: `${id} ${what}`,
    startDate: `2031-04-${10 + ids.indexOf(id)}T1${i}:00`,
    location: { "@type": "Place", name: `House of ${id}` },
  }));
  response.end(`<!DOCTYPE html><script type="application/ld+json">${JSON.stringify(events)}</script>`);
});

function writeFunction(port) {
  fs.mkdirSync(path.join(root, "sources"), { recursive: true });
  fs.symlinkSync(almanac, path.join(root, "bootstrap"));
  fs.writeFileSync(path.join(root, "almanac.toml"), "[fetch]\nrequests_per_second = 100\ntries = 1\n");
  for (const id of ids)
    fs.writeFileSync(
      path.join(root, `sources/${id}.toml`),
      `name = "${id}"\nurl = "http://127.0.0.1:${port}/${id}"\nallow_private = true\n`,
    );
}

const start = (file, words, env) =>
  new Promise((resolve) =>
    execFile(file, words, { env: { ...process.env, ...env } }, (error, stdout, stderr) =>
      resolve({ code: error ? error.code : 0, stdout, stderr }),
    ),
  );

/** Executes the state machine. `crashes` says how many of a source's calls die. */
async function execute(out, crashes = {}) {
  const calls = {};
  let now = 0;
  let most = 0;
  const lambda = async ({ FunctionName, Payload }) => {
    assert.equal(FunctionName, "${Function}");
    const what = Payload.source ?? "merge";
    calls[what] = (calls[what] ?? 0) + 1;
    most = Math.max(most, ++now);
    const words = calls[what] <= (crashes[what] ?? 0) ? ["--crash"] : [];
    const ended = await start("tests/lambda/invoke", [...words, root, JSON.stringify(Payload)], { ALMANAC_OUTPUT: out, LOG: log });
    --now;
    if (ended.code !== 0) throw new Error(ended.stderr.trim());
    return { StatusCode: 200, Payload: JSON.parse(ended.stdout) };
  };
  const machine = new StateMachine(definition, { checkArn: false });
  const execution = machine.run(
    { run: time, sources: ids },
    { overrides: { taskResourceLocalHandlers: { Read: lambda, Merge: lambda }, retryIntervalOverrides: { Read: 10, Merge: 10 } } },
  );
  return { result: await execution.result, calls, most };
}

async function oneRun(out) {
  const words = ["run", "--quiet", "--run", run, "--out", out, "--config", `${root}/almanac.toml`, "--sources", `${root}/sources`];
  assert.equal((await start(almanac, words)).code, 3, "one source is broken");
}

/** What was published, but how long reading took and when: those differ between two runs over a network. */
function timeless(out, name) {
  const text = read(out, name);
  if (name === "run.json") return text.replace(/^.*"latest":"latest\/(log|report)\..*$/gm, "");
  return /^(log|report)\./.test(name) ? text.replace(/[-\d]+T[:\d]+Z|\b\d+\.\d\b/g, "") : text;
}

const read = (out, name) => fs.readFileSync(path.join(out, "latest", name), "utf8");

async function publishesWhatOneRunPublishes() {
  const [one, many] = [path.join(scratch, "one"), path.join(scratch, "many")];
  await oneRun(one);
  const { result, calls, most } = await execute(many, { owls: 1 });
  const names = fs.readdirSync(path.join(one, "latest")).sort();
  assert(names.length >= 7);
  assert.deepEqual(fs.readdirSync(path.join(many, "latest")).sort(), names);
  for (const name of names) assert.equal(timeless(many, name), timeless(one, name), name);
  assert.match(read(many, "events.csv"), /owls Talk/);
  assert.deepEqual(calls, { ...Object.fromEntries(ids.map((id) => [id, 1])), owls: 2, merge: 1 }, "one retry");
  assert(most > 1 && most <= 5, `${most} at a time`);
  assert.deepEqual([result.merged.published.run, result.merged.published.exit], [run, 3]);
  assert(result.harvested.every((item) => item.result.ok && !item.problem));
}

async function toleratesASourceThatFails() {
  const out = path.join(scratch, "tolerant");
  const { result, calls } = await execute(out, { newts: 2 });
  assert.equal(calls.newts, 2, "tried twice");
  assert.match(read(out, "report.csv"), /not reached,newts/);
  assert.match(read(out, "report.csv"), /broken,down/);
  assert.match(read(out, "events.csv"), /frogs Walk/);
  const [failed, ...others] = result.harvested.filter((item) => item.problem);
  assert.equal(failed.source, "newts");
  assert.match(JSON.stringify(failed.problem), /Runtime.ExitError/);
  assert.equal(others.length, 0);
}

async function failsWhenNothingCanBePublished() {
  const out = path.join(scratch, "nothing");
  const all = Object.fromEntries(ids.map((id) => [id, 2]));
  await assert.rejects(execute(out, all), /no shard of the run/);
  assert(!fs.existsSync(path.join(out, "latest")));
}

pages.listen(0, "127.0.0.1", async () => {
  try {
    writeFunction(pages.address().port);
    await publishesWhatOneRunPublishes();
    await toleratesASourceThatFails();
    await failsWhenNothingCanBePublished();
    for (const line of fs.readFileSync(log, "utf8").trim().split("\n")) assert(JSON.parse(line).requestId, line);
    console.log(`states: ${ids.length} sources through Lambda's Runtime API; what they publish is what one run publishes`);
  } finally {
    pages.close();
    pages.closeAllConnections();
  }
});
