import * as objects from "../../mod.ts";
import { camelCase, DOCKER_PY, RENAMED } from "../objects/docker_py.ts";

/** Which of docker-py's names were used, as `Container.execRun`. */
export const used: Set<string> = new Set<string>();

/** All of docker-py's names, in camelCase. */
export const NAMES: string[] = Object.entries(DOCKER_PY).flatMap(([name, members]) =>
  Object.keys(members).map((member) => `${name}.${camelCase(member)}`)
);

/** Watches every method and property from here on: what is used is noted in {@linkcode used}. */
export function watchUse(): void {
  const classes = Object.keys(DOCKER_PY).map((name) => [name, classOf(name)] as const);
  for (const name of NAMES) {
    const [className, member] = name.split(".") as [string, string];
    const made = classOf(className);
    // What every kind of object does in its own way counts for the base, too.
    const kinds = classes.filter(([, kind]) => kind.prototype instanceof made);
    for (const holder of [made, made.prototype, ...kinds.map(([, kind]) => kind.prototype)]) {
      const found = describe(holder, member);
      if (found !== undefined) watch(holder, member, found, name);
    }
  }
}

function classOf(name: string): typeof Object {
  const found = (objects as unknown as Record<string, typeof Object>)[RENAMED[name] ?? name];
  if (found === undefined) throw new Error(`There is no class ${name}`);
  return found;
}

function describe(holder: object, member: string): PropertyDescriptor | undefined {
  for (let one: object | null = holder; one !== null; one = Object.getPrototypeOf(one)) {
    const found = Object.getOwnPropertyDescriptor(one, member);
    if (found !== undefined) return found;
    if (one === Function.prototype || one === Object.prototype) return undefined;
  }
  return undefined;
}

function watch(holder: object, member: string, found: PropertyDescriptor, name: string): void {
  const { get, value } = found;
  if (get !== undefined) {
    Object.defineProperty(holder, member, {
      ...found,
      get(this: unknown): unknown {
        used.add(name);
        return get.call(this);
      },
    });
  } else if (typeof value === "function") {
    Object.defineProperty(holder, member, {
      ...found,
      value(this: unknown, ...args: unknown[]): unknown {
        used.add(name);
        return value.apply(this, args);
      },
    });
  }
}
