/** Reads YAML with what the runtime has: Deno's standard library, Bun itself, a package in Node. */
export async function parseYaml(text: string): Promise<unknown> {
  const bun = (globalThis as { Bun?: { YAML: { parse(text: string): unknown } } }).Bun;
  if (bun !== undefined) return bun.YAML.parse(text);
  // @ts-ignore: each of them is there in its own runtime only
  const { parse } = "Deno" in globalThis ? await import("jsr:@std/yaml@1") : await import("yaml");
  return parse(text);
}
