"use strict";
const assert = require("assert");
const fs = require("fs");
const os = require("os");
const path = require("path");
const { App, Aspects, DefaultStackSynthesizer, Stack } = require("aws-cdk-lib");
const { Annotations, Match } = require("aws-cdk-lib/assertions");
const { CfnInclude } = require("aws-cdk-lib/cloudformation-include");
const { AwsSolutionsChecks } = require("cdk-nag");

const folders = fs.readdirSync("deploy").filter((name) => fs.existsSync(`deploy/${name}/template.yaml`));
const scratch = fs.mkdtempSync(path.join(os.tmpdir(), "almanac-nag-"));
process.on("exit", () => fs.rmSync(scratch, { recursive: true }));

/** The findings in a template that nothing justifies. */
function findings(text, name) {
  const file = path.join(scratch, `${name}.yaml`);
  fs.writeFileSync(file, text);
  const app = new App({ outdir: path.join(scratch, "out") });
  const stack = new Stack(app, name, { synthesizer: new DefaultStackSynthesizer({ generateBootstrapVersionRule: false }) });
  new CfnInclude(stack, "template", { templateFile: file });
  Aspects.of(app).add(new AwsSolutionsChecks({ verbose: true, reports: false }));
  const annotations = Annotations.fromStack(stack);
  return [...annotations.findError("*", Match.anyValue()), ...annotations.findWarning("*", Match.anyValue())].map(
    (found) => `${found.id}: ${found.entry.data}`.trim(),
  );
}

const read = (folder) => fs.readFileSync(`deploy/${folder}/template.yaml`, "utf8");
const rules = (text) => [...new Set(text.match(/AwsSolutions-\w+/g))].sort();
let justified = 0;
for (const folder of folders) {
  const text = read(folder);
  const found = findings(text, folder);
  assert(found.length === 0, `deploy/${folder}/template.yaml:\n${found.join("\n")}`);
  // Without the reasons it finds just what they justify: it looks, and no reason outlives its finding.
  const bare = findings(text.replaceAll("cdk_nag:", "reasons:"), folder);
  assert.deepEqual(rules(bare.join("\n")), rules(text), folder);
  justified += rules(text).length;
}
console.log(`nag: ${folders.length} templates without a finding; ${justified} rules are justified beside their resource`);
