import { Project, type Type } from "ts-morph";

/** Reads the types of the Engine's answers out of the sources, and checks values against them. */
export class AnswerSchema {
  readonly #types: Map<string, Type> = new Map();
  /** The fields that some checked value had, each `Type.field`. */
  readonly seen: Set<string> = new Set();

  constructor() {
    const project = new Project({
      compilerOptions: {
        strict: true,
        allowImportingTsExtensions: true,
        noEmit: true,
        lib: ["lib.es2022.d.ts"],
      },
      skipAddingFilesFromTsConfig: true,
    });
    for (const file of project.addSourceFilesAtPaths("src/types/**/*.ts")) {
      for (const one of [...file.getInterfaces(), ...file.getTypeAliases()]) {
        this.#types.set(one.getName(), one.getType());
      }
    }
  }

  /**
   * Tells where a value is not what a type says.
   *
   * @param name The type's name in `src/types`; `[]` behind it for a list.
   * @param value The Engine's JSON.
   * @returns A sentence for each place: unknown fields, missing ones, values of another type.
   */
  check(name: string, value: unknown): string[] {
    const type = this.#types.get(name.replace(/\[\]$/, ""));
    if (type === undefined) return [`there is no type ${name}`];
    const values = name.endsWith("[]") ? value as unknown[] : [value];
    return values.flatMap((one) => this.#faults(type, one, name.replace(/\[\]$/, "")));
  }

  #faults(type: Type, value: unknown, where: string): string[] {
    if (type.isAny() || type.isUnknown()) return [];
    if (type.isUnion()) return this.#unionFaults(type, value, where);
    if (value === null) return type.isNull() ? [] : [`${where} is null`];
    if (type.isNull() || type.isUndefined()) return [`${where} is ${JSON.stringify(value)}`];
    if (type.isLiteral()) {
      const literal = type.isBooleanLiteral() ? type.getText() === "true" : type.getLiteralValue();
      return value === literal ? [] : [`${where} is ${JSON.stringify(value)}`];
    }
    if (type.isString() || type.isNumber() || type.isBoolean()) {
      const kind: string = typeof value;
      return kind === type.getText() ? [] : [`${where} is ${JSON.stringify(value)}`];
    }
    const element = type.getArrayElementType();
    if (element !== undefined) {
      if (!Array.isArray(value)) return [`${where} is no list: ${JSON.stringify(value)}`];
      return value.flatMap((one) => this.#faults(element, one, `${where}[]`));
    }
    if (type.isTuple()) {
      const items = value as unknown[];
      return type.getTupleElements().flatMap((item, index) => {
        return this.#faults(item, items[index], `${where}[${index}]`);
      });
    }
    if (typeof value !== "object" || Array.isArray(value)) {
      return type.isObject() ? [`${where} is no object: ${JSON.stringify(value)}`] : [];
    }
    return this.#objectFaults(type, value as Record<string, unknown>, where);
  }

  #unionFaults(type: Type, value: unknown, where: string): string[] {
    const members = type.getUnionTypes().filter((member) => {
      return value === null || !member.isNull() && !member.isUndefined();
    });
    const results = members.map((member) => this.#faults(member, value, where));
    return results.sort((one, other) => one.length - other.length)[0] ?? [];
  }

  #objectFaults(type: Type, value: Record<string, unknown>, where: string): string[] {
    const rest = type.getStringIndexType();
    const faults: string[] = [];
    const name = (type.getAliasSymbol() ?? type.getSymbol())?.getName() ?? where;
    const fields = new Map(type.getProperties().map((field) => [field.getName(), field]));
    for (const [key, one] of Object.entries(value)) {
      const field = fields.get(key);
      const inside = `${where}.${key}`;
      if (field !== undefined) {
        this.seen.add(`${name}.${key}`);
        const declaration = field.getDeclarations()[0]!;
        faults.push(...this.#faults(field.getTypeAtLocation(declaration), one, inside));
      } else if (rest !== undefined) faults.push(...this.#faults(rest, one, inside));
      else faults.push(`${inside} is in no type: ${JSON.stringify(one)}`);
    }
    for (const [key, field] of fields) {
      if (!field.isOptional() && !Object.hasOwn(value, key)) {
        faults.push(`${where}.${key} is missing`);
      }
    }
    return faults;
  }
}
