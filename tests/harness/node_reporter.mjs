// deno-lint-ignore-file explicit-function-return-type
import process from "node:process";

/** Writes the events of Node's test runner as JSON, a line each, for `readNodeReport`. */
export default async function* report(source) {
  const errors = new Map();
  for await (const { type, data } of source) {
    if (type === "test:stderr") {
      errors.set(data.file, ((errors.get(data.file) ?? "") + data.message).slice(-10_000));
    }
    if (type === "test:stdout") process.stdout.write(data.message);
    // An error that comes after its test has ended.
    if (type === "test:diagnostic" && /^Error: /.test(data.message)) {
      process.stdout.write(`${data.message}\n`);
    }
    const kind = /^test:(start|pass|fail)$/.exec(type)?.[1];
    if (kind === undefined) continue;
    const error = data.details?.error;
    const cause = error?.cause;
    const event = {
      kind,
      name: data.name,
      nesting: data.nesting,
      file: data.file,
      suite: data.details?.type === "suite",
      skipped: Boolean(data.skip !== undefined && data.skip !== false) || data.todo !== undefined,
      duration: data.details?.duration_ms,
      failureType: error?.failureType,
      message: cause?.stack ?? (typeof cause === "string" ? cause : error?.message),
      stderr: data.name === data.file ? errors.get(data.file) : undefined,
    };
    yield JSON.stringify(event) + "\n";
  }
}
