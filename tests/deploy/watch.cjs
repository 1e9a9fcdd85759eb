"use strict";
const assert = require("assert");
const { spawnSync } = require("child_process");
const fs = require("fs");
const os = require("os");
const path = require("path");
const validate = require("asl-validator");
const jsonata = require("jsonata");
const { read } = require("./template.cjs");

const almanac = process.argv[2];
const scratch = fs.mkdtempSync(path.join(os.tmpdir(), "almanac-watch-"));
process.on("exit", () => fs.rmSync(scratch, { recursive: true }));

/** The state machine as CloudFormation would make it. */
function watch(days) {
  const { Definition } = read("deploy/base/template.yaml").Resources.Watch.Properties;
  const given = { "AWS::Partition": "aws", Bucket: "b", Key: "almanac/latest/run.json", Topic: "topic", MaxAgeDays: days };
  const text = JSON.stringify(Definition, (_, value) => value?.["Fn::Sub"] ?? value);
  return JSON.parse(text.replace(/\$\{([\w:]+)\}/g, (whole, name) => given[name] ?? whole));
}

/** Asserts that it is a state machine in the Amazon States Language. */
function isStateMachine(definition) {
  const { isValid, errors } = validate(definition, { checkPaths: true, checkArn: true });
  assert(isValid, JSON.stringify(errors));
}

/** A value with each "{% expression %}" in it replaced by what it gives. */
async function evaluate(value, states) {
  if (typeof value === "string" && value.startsWith("{%")) {
    const expression = jsonata(value.slice(2, -2));
    expression.registerFunction("parse", JSON.parse); // Step Functions' own
    return expression.evaluate({}, { states });
  }
  if (value === null || typeof value !== "object") return value;
  const parts = await Promise.all(Object.entries(value).map(async ([key, part]) => [key, await evaluate(part, states)]));
  return Array.isArray(value) ? parts.map((part) => part[1]) : Object.fromEntries(parts);
}

async function choose(state, input) {
  for (const choice of state.Choices) if (await evaluate(choice.Condition, { input })) return choice.Next;
  return state.Default;
}

/** Runs it; `manifest` is the body of the object, undefined when there is none. Gives the message that was sent. */
async function run(machine, manifest) {
  const services = {
    "s3:getObject": ({ Key }) => {
      assert.equal(Key, "almanac/latest/run.json");
      if (manifest === undefined) throw new Error("S3.NoSuchKeyException");
      return { Body: manifest };
    },
    "sns:publish": (message) => message,
  };
  let told;
  let input = {};
  for (let name = machine.StartAt; ; ) {
    const state = machine.States[name];
    if (state.Type === "Succeed") return told?.Message;
    if (state.Type === "Choice") {
      name = await choose(state, input);
      continue;
    }
    const service = /(s3|sns):\w+$/.exec(state.Resource)[0];
    try {
      const result = services[service](await evaluate(state.Arguments, { input }));
      if (service === "sns:publish") told = result;
      input = await evaluate(state.Output ?? result, { input, result });
      name = state.Next;
    } catch (error) {
      input = await evaluate(state.Catch[0].Output, { input, errorOutput: { Cause: error.message } });
      name = state.Catch[0].Next;
    }
  }
}

/** The manifest of a run that was published so many days ago. */
function manifest(days) {
  const run = new Date(Date.now() - days * 86400000).toISOString().slice(0, 19).replaceAll(":", "-") + "Z";
  const out = path.join(scratch, run);
  const demo = ["run", "--quiet", "--replay", "demo/dc-area.warc.gz", "--run", run, "--out", out];
  assert([0, 3].includes(spawnSync(almanac, demo).status), demo.join(" "));
  return fs.readFileSync(path.join(out, "latest/run.json"), "utf8");
}

(async () => {
  isStateMachine(watch(18));
  isStateMachine(JSON.parse(fs.readFileSync("deploy/stepfunctions/statemachine.asl.json", "utf8")));
  const broken = watch(18);
  broken.States.Judge.Default = "Nowhere";
  assert.throws(() => isStateMachine(broken), /Nowhere/, "the validator looks");

  const recent = manifest(17.5);
  assert.equal(await run(watch(18), recent), undefined, "nothing is told of a harvest 17 days ago");
  assert.match(await run(watch(16), recent), /is 17 days old \(s3:\/\/b\/almanac\/latest\/run.json\)/);
  assert.match(await run(watch(18), manifest(18.1)), /is 18 days old/);
  for (const useless of [undefined, "", "{}", '{"run": "yesterday"}', '{"run": 7}', "<html>"])
    assert.match(await run(watch(18), useless), /cannot be read/, `told, not silent: ${useless}`);
  console.log("watch: both state machines are valid; the watch tells when it should, and only then");
})();
