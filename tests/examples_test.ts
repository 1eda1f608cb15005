import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { jobStatements } from "./harness/job_statements.ts";

/** How many statements a job of the day may take. */
const MOST = 3;
/** What shows the project, and is no job. */
const OTHERS = ["demo.ts", "yaml.ts"];

describe("jobStatements()", () => {
  const cases: [does: string, text: string, count: number][] = [
    ["counts what awaits the library", "await docker.ping();\nconst a = await docker.info();", 2],
    ["counts a loop by its head and its body apart", "for await (const a of b) await c.d();", 2],
    ["counts what a printed text awaits", "console.log(`${await docker.ping()}`);", 1],
    ["counts what is nested in calls", "await Promise.all([1].map(() => docker.ping()));", 1],
    ["counts what a statement in a function awaits", "f(async () => {\n  await a.b();\n});", 1],
    [
      "counts a function of its own once, wherever it is called",
      "async function f(): Promise<void> {\n  await a.b();\n}\nawait f();\nawait f();",
      1,
    ],
    [
      "counts what a function of its own is handed",
      "async function f(g) {\n  await g();\n}\nawait f(() => docker.ping());",
      1,
    ],
    ["leaves the client out", "const docker = await DockerClient.fromEnv();", 0],
    ["leaves the system out", 'import { rm } from "node:fs/promises";\nawait rm("x");', 0],
    ["leaves out what needs no answer", "const scope = docker.scope();\nconsole.log(1);", 0],
    ["leaves the end out", "try {\n  await a.b();\n} finally {\n  await a.c();\n}", 1],
    [
      "leaves out what is given",
      "// Given: a, and\n// b.\nawait a.b();\nawait a.c();\n\nawait d.e();",
      1,
    ],
    ["leaves out what is shown, to the end", "await d.e();\n// Shown: c.\nawait a.b();", 1],
  ];
  for (const [does, text, count] of cases) {
    it(does, () => assert.equal(jobStatements("case.ts", text).length, count));
  }
});

describe("the job of each example", () => {
  for (const name of readdirSync("examples").filter((name) => name.endsWith(".ts"))) {
    if (OTHERS.includes(name)) continue;
    it(`${name} takes at most ${MOST} statements`, () => {
      const found = jobStatements(name, readFileSync(`examples/${name}`, "utf8"));
      assert.ok(found.length > 0 && found.length <= MOST, found.join("\n"));
    });
  }
});
