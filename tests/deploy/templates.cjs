"use strict";
const assert = require("assert");
const fs = require("fs");
const path = require("path");
const { loadAwsServiceSpec } = require("@aws-cdk/aws-service-spec");
const { parse, read, problemsOf, eachFunction } = require("./template.cjs");

const folders = fs.readdirSync("deploy").filter((name) => fs.existsSync(`deploy/${name}/template.yaml`));
const file = (folder) => `deploy/${folder}/template.yaml`;

/** A checker that finds nothing proves nothing: each of these mistakes has to be found. */
function findsMistakes(spec) {
  const mistakes = [
    ["lambda", /MemorySize:/, "MemorySise:", /Function.MemorySise: there is no such property/],
    ["lambda", /^ +Role: !GetAtt Ingester.Arn\n/m, "", /Function: the property Role is required/],
    ["lambda", /Timeout: 900/, "Timeout: long", /Function.Timeout: "long" is no integer/],
    ["lambda", /MaximumWindowInMinutes/, "MaximumWindowMinutes", /Start.FlexibleTimeWindow.MaximumWindowMinutes: there is no such/],
    ["lambda", /AWS::SQS::Queue$/m, "AWS::SQS::Queu", /NotDone: there is no type AWS::SQS::Queu/],
    ["lambda", /!GetAtt Ingester.Arn/, "!GetAtt Ingester.Arm", /Ingester: there is no attribute Arm/],
    ["lambda", /!Ref LogDays/, "!Ref LogDay", /LogDay: Ref names nothing/],
    ["lambda", /!Ref LogDays/, "30", /LogDays: nothing uses this parameter/],
    ["lambda", /!If \[IsReserved/, "!If [IsKept", /IsKept: there is no such condition/],
    ["lambda", /Architectures: .*/, "Architectures: arm64", /Function.Architectures: "arm64" is no array/],
    ["base", /^ +Action: "s3:ListBucket"\n/m, "", /IngesterPolicy.PolicyDocument: a statement has to have Action/],
    ["base", /BlockPublicAcls: true/, "BlockPublicAcls: always", /BlockPublicAcls: "always" is no boolean/],
    ["ecs", /\$\{AWS::StackName\}-ingester/, "${Stack}-ingester", /Stack: Sub names nothing/],
  ];
  for (const [folder, right, wrong, problem] of mistakes) {
    const text = fs.readFileSync(file(folder), "utf8");
    assert.match(text, right, folder);
    const problems = problemsOf(spec, parse(text.replace(right, wrong)));
    assert(problems.some((found) => problem.test(found)), `${wrong || right} of ${folder} was not found, but: ${problems}`);
  }
  return mistakes.length;
}

/** What a stack imports is what the stack that its parameter names exports. */
function importsAreExported(templates) {
  const exported = (folder) =>
    Object.values(templates[folder].Outputs).flatMap((output) => output.Export?.Name["Fn::Sub"] ?? []);
  let imports = 0;
  for (const [folder, template] of Object.entries(templates))
    eachFunction(template, (name, argument) => {
      if (name !== "Fn::ImportValue") return;
      const [, parameter, what] = /^\$\{(\w+)\}-(\w+)$/.exec(argument["Fn::Sub"]);
      assert(exported(parameter.toLowerCase()).includes("${AWS::StackName}-" + what), `${folder} imports ${what}`);
      ++imports;
    });
  return imports;
}

/** A default has to be one of the values that its parameter allows. */
function defaultsAreAllowed(templates) {
  for (const [folder, template] of Object.entries(templates))
    for (const [name, parameter] of Object.entries(template.Parameters)) {
      const where = `${folder}: ${name}`;
      const { Default: value, AllowedPattern: pattern, AllowedValues: values, MinValue: least, MaxValue: most } = parameter;
      if (value === undefined) continue;
      if (pattern) assert.match(value, new RegExp(`^(?:${pattern})$`), where);
      if (values) assert(values.includes(value), where);
      if (parameter.Type === "Number") assert(value >= (least ?? value) && value <= (most ?? value), where);
    }
  const { MinValue: least, MaxValue: most } = templates.base.Parameters.MaxAgeDays;
  assert(least <= 16 && most >= 16, "MaxAgeDays takes 16");
}

/** The image, its task and its compose file say the same. */
function containersAgree(templates) {
  const dockerfile = fs.readFileSync("deploy/ecs/Dockerfile", "utf8");
  const { almanac } = read("deploy/ecs/compose.yaml").services;
  const [task] = templates.ecs.Resources.Task.Properties.ContainerDefinitions;
  const [, user] = /^USER (.*)$/m.exec(dockerfile);
  assert.deepEqual([task.User, almanac.user], [user, user]);
  assert(task.ReadonlyRootFilesystem && almanac.read_only);
  assert.deepEqual(almanac.cap_drop, ["ALL"]);
  const context = path.join("deploy/ecs", almanac.build.context);
  assert.equal(path.join(context, almanac.build.dockerfile), "deploy/ecs/Dockerfile");
  const mounted = almanac.volumes.map((volume) => volume.split(":")[1]);
  assert(mounted.includes(almanac.command[almanac.command.indexOf("--out") + 1]), "what it publishes outlives it");
}

loadAwsServiceSpec().then((spec) => {
  const templates = Object.fromEntries(folders.map((folder) => [folder, read(file(folder))]));
  assert.deepEqual(folders, ["base", "ec2", "ecs", "lambda", "stepfunctions"]);
  for (const [folder, template] of Object.entries(templates)) {
    const problems = problemsOf(spec, template);
    assert(problems.length === 0, `${file(folder)}:\n${problems.join("\n")}`);
  }
  const imports = importsAreExported(templates);
  defaultsAreAllowed(templates);
  containersAgree(templates);
  const mistakes = findsMistakes(spec);
  console.log(`templates: ${folders.length} fit the schema, ${imports} imports are exported, ${mistakes} mistakes were found`);
});
