// Reads a CloudFormation template and tells what is wrong with it by the schema of AWS (npm @aws-cdk/aws-service-spec):
// names, types and presence of properties, and what its references name.
"use strict";
const fs = require("fs");
const yaml = require("yaml");

const short = ["Ref", "Condition", "Sub", "GetAtt", "If", "Equals", "Not", "And", "Or", "Join", "Select", "ImportValue"];

/** "!GetAtt A.B" and "!Ref A" in their long forms. */
function expand(name, value) {
  if (name === "Ref" || name === "Condition") return { [name]: value };
  if (name === "GetAtt" && typeof value === "string") {
    const dot = value.indexOf(".");
    return { "Fn::GetAtt": [value.slice(0, dot), value.slice(dot + 1)] };
  }
  return { ["Fn::" + name]: value };
}

const tags = short.flatMap((name) => [
  { tag: "!" + name, resolve: (text) => expand(name, text) },
  { tag: "!" + name, collection: "seq", resolve: (node) => expand(name, node.toJSON()) },
  { tag: "!" + name, collection: "map", resolve: (node) => expand(name, node.toJSON()) },
]);

const parse = (text) => yaml.parse(text, { customTags: tags });
const read = (file) => parse(fs.readFileSync(file, "utf8"));

const isObject = (value) => value !== null && typeof value === "object" && !Array.isArray(value);
const keys = (value) => Object.keys(value ?? {});

/** The name of the function that a value is the result of: "Ref", "Fn::Sub". */
function functionOf(value) {
  if (!isObject(value) || keys(value).length !== 1) return undefined;
  const [name] = keys(value);
  return name === "Ref" || name.startsWith("Fn::") ? name : undefined;
}

const isNothing = (value) => isObject(value) && value.Ref === "AWS::NoValue";

/** Calls visit(name, argument) for each function below a value. */
function eachFunction(value, visit) {
  const name = functionOf(value);
  if (name) visit(name, value[name]);
  if (value !== null && typeof value === "object") Object.values(value).forEach((part) => eachFunction(part, visit));
}

/** The names in "${A} and ${B.C}" that the template itself has to know. */
function namesOfSub(argument) {
  const [text, given] = Array.isArray(argument) ? argument : [argument, {}];
  const names = [...text.matchAll(/\$\{([^!}][^}]*)\}/g)].map((found) => found[1]);
  return names.filter((name) => !keys(given).includes(name));
}

class Checker {
  constructor(spec, template) {
    this.spec = spec;
    this.template = template;
    this.problems = [];
  }

  say(path, problem) {
    this.problems.push(`${path}: ${problem}`);
  }

  typeOf(name) {
    return this.spec.lookup("resource", "cloudFormationType", "equals", name)[0];
  }

  check() {
    for (const [name, resource] of Object.entries(this.template.Resources)) {
      const type = this.typeOf(resource.Type);
      if (!type) this.say(name, `there is no type ${resource.Type}`);
      else this.properties(resource.Properties ?? {}, type.properties, name);
    }
    this.references();
    this.unused();
    return this.problems;
  }

  properties(given, known, path) {
    for (const [name, value] of Object.entries(given)) {
      if (!known[name]) this.say(`${path}.${name}`, `there is no such property. There are: ${keys(known).join(", ")}`);
      else this.value(value, known[name].type, `${path}.${name}`);
    }
    for (const [name, property] of Object.entries(known))
      if (property.required && (given[name] === undefined || isNothing(given[name])))
        this.say(path, `the property ${name} is required`);
  }

  value(value, type, path) {
    const name = functionOf(value);
    if (name === "Fn::If") {
      for (const branch of value[name].slice(1)) if (!isNothing(branch)) this.value(branch, type, path);
      return;
    }
    if (name) return;
    const wrong = () => this.say(path, `${JSON.stringify(value)} is no ${type.type}`);
    switch (type.type) {
      case "string":
        if (typeof value !== "string") wrong();
        else if (type.allowedValues && !type.allowedValues.includes(value)) this.say(path, `'${value}' is not allowed`);
        break;
      case "integer":
      case "number":
        if (typeof value !== "number") wrong();
        break;
      case "boolean":
        if (typeof value !== "boolean") wrong();
        break;
      case "array":
        if (!Array.isArray(value)) wrong();
        else value.forEach((item, i) => this.value(item, type.element, `${path}[${i}]`));
        break;
      case "map":
        if (!isObject(value)) wrong();
        else for (const [key, item] of Object.entries(value)) this.value(item, type.element, `${path}.${key}`);
        break;
      case "ref":
        if (!isObject(value)) wrong();
        else this.properties(value, this.spec.get("typeDefinition", type.reference.$ref).properties, path);
        break;
      case "tag":
        if (!isObject(value) || keys(value).sort().join() !== "Key,Value") wrong();
        break;
    }
    if (path.endsWith("PolicyDocument")) this.policy(value, path);
  }

  /** The policy language is no part of the schema (IAM User Guide, "JSON policy elements"). */
  policy(document, path) {
    const known = ["Sid", "Effect", "Principal", "Action", "Resource", "Condition"];
    for (const given of document.Statement) {
      const statement = given["Fn::If"] ? given["Fn::If"][1] : given;
      for (const name of keys(statement)) if (!known.includes(name)) this.say(path, `a statement has no ${name}`);
      for (const name of ["Effect", "Action"]) if (!statement[name]) this.say(path, `a statement has to have ${name}`);
      if (!statement.Principal && !statement.Resource) this.say(path, "a statement names neither who nor what");
    }
  }

  references() {
    const { Resources: resources, Parameters: parameters } = this.template;
    const known = (name) => name.startsWith("AWS::") || keys(resources).includes(name) || keys(parameters).includes(name);
    const attribute = (resource, name) => {
      const type = resources[resource] && this.typeOf(resources[resource].Type);
      if (!type?.attributes[name]) this.say(resource, `there is no attribute ${name} of it`);
    };
    eachFunction(this.template, (name, argument) => {
      if (name === "Ref" && !known(argument)) this.say(argument, "Ref names nothing");
      if (name === "Fn::GetAtt") attribute(...argument);
      if (name !== "Fn::Sub") return;
      for (const inner of namesOfSub(argument)) {
        const [resource, ...rest] = inner.split(".");
        if (rest.length) attribute(resource, rest.join("."));
        else if (!known(inner)) this.say(inner, "Sub names nothing");
      }
    });
  }

  unused() {
    const text = JSON.stringify(this.template);
    for (const name of keys(this.template.Parameters))
      if (!text.includes(`"Ref":"${name}"`) && !text.includes("${" + name + "}")) this.say(name, "nothing uses this parameter");
    const conditions = keys(this.template.Conditions);
    for (const name of conditions)
      if (!text.includes(`"Condition":"${name}"`) && !text.includes(`"Fn::If":["${name}"`)) this.say(name, "nothing uses this condition");
    for (const [, found] of text.matchAll(/"(?:Condition":|Fn::If":\[)"(\w+)"/g))
      if (!conditions.includes(found)) this.say(found, "there is no such condition");
  }
}

/** Sentences, none when all is well. `spec`: what loadAwsServiceSpec() gives. */
const problemsOf = (spec, template) => new Checker(spec, template).check();

module.exports = { parse, read, problemsOf, eachFunction };
