/**
 * Reads the functions of the API from their sources.
 *
 * @module
 */
import { readdirSync } from "node:fs";
import path from "node:path";
import { type FunctionDeclaration, Node, Project, type SourceFile, SyntaxKind } from "ts-morph";

/** One overload of a function. */
export interface Signature {
  /** The documentation comment, delimiters included. */
  doc: string;
  /** The parameters after `engine`, as written. */
  parameters: string[];
  /** The type of the result, as written. */
  result: string;
}

/** A function of the API: its first parameter is `engine`, or it is a builder. */
export interface ApiFunction {
  /** Its name. */
  name: string;
  /** Its file, e.g. `src/api/containers/logs.ts`. */
  file: string;
  /** Whether its first parameter is `engine`. */
  takesEngine: boolean;
  /** What callers see, in order. */
  signatures: Signature[];
  /** The signature of the body. */
  implementation: Signature;
  /** Where the types in the signatures come from: the module and the name, by the name in use. */
  types: Map<string, { module: string; name: string }>;
}

/** A file of the API that has documented functions or classes. */
export interface ApiFile {
  /** Its path. */
  file: string;
  /** The group's directory, e.g. `containers`. */
  group: string;
  /** Its functions. */
  functions: ApiFunction[];
  /** Its exported classes. */
  classes: string[];
}

/** Reads all files of endpoints, in order; what endpoints share has no functions of the API. */
export function readApi(): ApiFile[] {
  const project = new Project({ skipAddingFilesFromTsConfig: true });
  const names = (readdirSync("src/api", { recursive: true }) as string[])
    .filter((name) => /^\w+\/\w+\.ts$/.test(name) && !/^common\/|\/_/.test(name))
    .sort();
  return names.map((name) => {
    const file = `src/api/${name}`;
    const source = project.addSourceFileAtPath(file);
    const functions = source.getFunctions()
      .filter((one) => one.isExported() && isPublic(one))
      .map((one) => readFunction(one, source, file));
    const classes = source.getClasses()
      .filter((one) => one.isExported())
      .map((one) => one.getNameOrThrow());
    return { file, group: name.split("/", 1)[0]!, functions, classes };
  });
}

/** What is marked `@internal` is shared by endpoints of the group. */
function isPublic(one: FunctionDeclaration): boolean {
  return !docOf(one.getOverloads()[0] ?? one).includes("@internal");
}

function readFunction(one: FunctionDeclaration, source: SourceFile, file: string): ApiFunction {
  const overloads = one.getOverloads();
  const implementation = readSignature(one);
  return {
    name: one.getNameOrThrow(),
    file,
    takesEngine: one.getParameters()[0]?.getName() === "engine",
    signatures: overloads.length > 0 ? overloads.map(readSignature) : [implementation],
    implementation,
    types: readTypes(one, source, file),
  };
}

function readSignature(one: FunctionDeclaration): Signature {
  const parameters = one.getParameters().filter((parameter) => parameter.getName() !== "engine");
  return {
    doc: docOf(one),
    parameters: parameters.map((parameter) => {
      const optional = parameter.isOptional() ? "?" : "";
      return `${parameter.getName()}${optional}: ${parameter.getTypeNodeOrThrow().getText()}`;
    }),
    result: one.getReturnTypeNodeOrThrow().getText(),
  };
}

function docOf(one: FunctionDeclaration): string {
  return one.getJsDocs().at(-1)?.getText() ?? "";
}

function readTypes(
  one: FunctionDeclaration,
  source: SourceFile,
  file: string,
): ApiFunction["types"] {
  const known: ApiFunction["types"] = new Map();
  for (const declaration of source.getImportDeclarations()) {
    const module = path.join(path.dirname(file), declaration.getModuleSpecifierValue());
    for (const named of declaration.getNamedImports()) {
      const name = named.getName();
      known.set(named.getAliasNode()?.getText() ?? name, { module, name });
    }
  }
  for (const kind of [source.getInterfaces(), source.getTypeAliases(), source.getClasses()]) {
    for (const type of kind) known.set(type.getName()!, { module: file, name: type.getName()! });
  }
  const used: ApiFunction["types"] = new Map();
  for (const declaration of [one, ...one.getOverloads()]) {
    const nodes = [
      ...declaration.getParameters().filter((parameter) => parameter.getName() !== "engine"),
      declaration.getReturnTypeNodeOrThrow(),
    ];
    for (const node of nodes) {
      const references = node.getDescendantsOfKind(SyntaxKind.TypeReference)
        .concat(Node.isTypeReference(node) ? [node] : []);
      for (const reference of references) {
        const name = reference.getTypeName().getText();
        const from = known.get(name);
        if (from !== undefined) used.set(name, from);
      }
    }
  }
  return used;
}
