/** One test as a runtime reported it; suites are not tests. */
export interface Result {
  /** The names of its suites and its own, joined by ` > `. */
  name: string;
  /** The file as the runtime names it; empty where it does not say. */
  file: string;
  status: "passed" | "failed" | "skipped";
  /** Of a failed one: the message and the stack. */
  message: string;
}

/** What a runtime reported. */
export interface Report {
  results: Result[];
  /** The files that reported anything, as the runtime names them. */
  files: string[];
  /** How long each file took, hooks and all. */
  seconds: Map<string, number>;
}

/** An element of a JUnit report. */
interface TestCase {
  attributes: Record<string, string>;
  skipped: boolean;
  failure: string | undefined;
}

/**
 * Reads `deno test --junit-path`. Deno reports the tests within a suite as steps named
 * `suite > test`, and the suite as a test too, which is left out here unless a hook of it failed.
 */
export function readDenoReport(xml: string): Report {
  const cases = readTestCases(xml);
  const names = cases.map((entry) => entry.attributes.name ?? "");
  const isSuite = (name: string): boolean => names.some((other) => other.startsWith(`${name} > `));
  const results: Result[] = [];
  for (const entry of cases) {
    const name = entry.attributes.name ?? "";
    const file = entry.attributes.classname ?? "";
    const result = toResult(entry, name, file.startsWith("ext:") ? "" : file);
    if (isSuite(name) && result.status !== "skipped") {
      if (result.status === "passed" || /^\d+ test steps? failed/.test(result.message)) continue;
    }
    results.push(result);
  }
  const seconds = new Map<string, number>();
  for (const { attributes: { classname: file = "", time } } of cases) {
    // The time of a suite holds those of its steps.
    if (!file.startsWith("ext:")) addSeconds(seconds, file, Number(time ?? 0));
  }
  return { results, files: cases.map((entry) => entry.attributes.classname ?? ""), seconds };
}

function addSeconds(all: Map<string, number>, file: string, seconds: number): void {
  all.set(file, (all.get(file) ?? 0) + seconds);
}

/** Reads `bun test --reporter=junit`. Bun leaves out suites that are skipped as a whole. */
export function readBunReport(xml: string): Report {
  const results = readTestCases(xml).map((entry) => {
    const { name = "", classname = "", file = "" } = entry.attributes;
    const suites = classname.split(" > ").filter((suite) => suite !== "").reverse();
    return toResult(entry, [...suites, name].join(" > "), file);
  });
  const seconds = new Map<string, number>();
  for (const [, name = "", file, time] of xml.matchAll(BUN_SUITE)) {
    if (name === file) addSeconds(seconds, file, Number(time));
  }
  return { results, files: results.map((result) => result.file), seconds };
}

const BUN_SUITE = /<testsuite name="([^"]*)" file="([^"]*)"[^>]* time="([^"]*)"/g;

/** What `node_reporter.mjs` writes, a line each. */
interface NodeEvent {
  kind: "start" | "pass" | "fail";
  name: string;
  nesting: number;
  file: string;
  suite: boolean;
  skipped: boolean;
  /** How long it took, in milliseconds; of what has ended. */
  duration?: number;
  failureType?: string;
  message?: string;
  /** What the file printed, where the event is about the file. */
  stderr?: string;
}

/** Reads what `node_reporter.mjs` wrote. */
export function readNodeReport(lines: string): Report {
  const results: Result[] = [];
  const names: string[] = [];
  const seconds = new Map<string, number>();
  let file = "";
  for (const line of lines.split("\n")) {
    if (line === "") continue;
    const event: NodeEvent = JSON.parse(line);
    // A test within a suite names the file that registers it, which may be one that several share.
    if (event.nesting === 0) file = event.file;
    names.length = event.nesting;
    names.push(event.name);
    if (event.kind === "start") continue;
    const isFile = event.name === event.file;
    if (event.nesting === 0) addSeconds(seconds, event.file, (event.duration ?? 0) / 1000);
    if (event.kind === "pass" && (isFile || event.suite) && !event.skipped) continue;
    if (event.kind === "fail" && event.failureType === "subtestsFailed") continue;
    results.push({
      name: isFile ? "the file as a whole" : names.join(" > "),
      file,
      status: event.kind === "fail" ? "failed" : event.skipped ? "skipped" : "passed",
      message: [event.message, event.stderr].filter(Boolean).join("\n"),
    });
  }
  return { results, files: results.map((result) => result.file), seconds };
}

function toResult(entry: TestCase, name: string, file: string): Result {
  const status = entry.failure !== undefined ? "failed" : entry.skipped ? "skipped" : "passed";
  return { name, file, status, message: entry.failure ?? "" };
}

function readTestCases(xml: string): TestCase[] {
  const cases: TestCase[] = [];
  const tags = /<(testcase|skipped|failure|error)\b((?:[^>"]|"[^"]*")*?)(\/?)>([^<]*)/g;
  for (const [, tag, text = "", , content = ""] of xml.matchAll(tags)) {
    const attributes: Record<string, string> = {};
    for (const [, key = "", value = ""] of text.matchAll(/([\w-]+)="([^"]*)"/g)) {
      attributes[key] = decode(value);
    }
    const last = cases.at(-1);
    if (tag === "testcase") cases.push({ attributes, skipped: false, failure: undefined });
    else if (tag === "skipped" && last) last.skipped = true;
    else if (last) last.failure = decode(content).trim() || attributes.message || "failed";
  }
  return cases;
}

function decode(text: string): string {
  const named: Record<string, string> = { lt: "<", gt: ">", quot: '"', apos: "'", amp: "&" };
  return text.replaceAll(/&(?:#(\d+)|#x([\da-f]+)|(\w+));/gi, (whole, decimal, hex, name) => {
    if (decimal) return String.fromCodePoint(Number(decimal));
    if (hex) return String.fromCodePoint(parseInt(hex, 16));
    return named[name] ?? whole;
  });
}
