import { ts } from "ts-morph";

/**
 * Counts the statements that a job takes in an example, which are those that await an answer of the
 * library: each is told by its first line. They are not counted where they
 *
 * - make the client
 * - await what the system or a function of the example does; that function's own statements count, once
 * - stand in a `finally` block: connections are closed there, and what the example made is removed
 * - stand between a comment that begins with `Given:` or `Shown:` and the next empty line: what whoever
 *   has the job has already, such as a container to work in, and what is looked at behind it
 *
 * @param name The example's name.
 * @param text Its text.
 */
export function jobStatements(name: string, text: string): string[] {
  const file = ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true);
  const around = bystanders(file);
  const asides = [...text.matchAll(/^ *\/\/ (?:Given|Shown): [^]*?(?=^$|$(?![^]))/gm)]
    .map(({ index, 0: { length } }) => [index, index + length] as const);
  const found: string[] = [];
  const isAside = (node: ts.Node): boolean => {
    return asides.some(([start, end]) => node.getStart() >= start && node.getStart() < end);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isStatement(node) && isAside(node)) return;
    if (ts.isTryStatement(node)) {
      ts.forEachChild(node, (part) => {
        if (part !== node.finallyBlock) visit(part);
      });
      return;
    }
    const isCounted = ts.isStatement(node) && !ts.isBlock(node) && awaits(node, around);
    if (isCounted) found.push(node.getText().split("\n")[0]!);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** The names of what the system and the example itself do. */
function bystanders(file: ts.SourceFile): Set<string> {
  const names = new Set(["fetch"]);
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) && !node.moduleSpecifier.getText().includes("@longshore")) {
      const { name, namedBindings } = node.importClause ?? {};
      if (name !== undefined) names.add(name.text);
      if (namedBindings !== undefined && ts.isNamedImports(namedBindings)) {
        for (const one of namedBindings.elements) names.add(one.name.text);
      }
    }
    if (ts.isFunctionDeclaration(node)) {
      names.add(node.name!.text);
      // What it is handed counts where it is called.
      for (const { name } of node.parameters) names.add(name.getText());
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return names;
}

/** Tells whether a statement itself, not one within it, awaits an answer of the library. */
function awaits(statement: ts.Statement, around: Set<string>): boolean {
  if (ts.isForOfStatement(statement) && statement.awaitModifier !== undefined) return true;
  let found = false;
  const visit = (node: ts.Node): void => {
    if (node !== statement && ts.isStatement(node)) return;
    found ||= ts.isAwaitExpression(node) && isOfLibrary(node.expression, around);
    ts.forEachChild(node, visit);
  };
  visit(statement);
  return found;
}

function isOfLibrary(awaited: ts.Expression, around: Set<string>): boolean {
  // A function that is handed over to be called is awaited here.
  if (ts.isCallExpression(awaited) && awaited.arguments.some(ts.isArrowFunction)) return true;
  let root: ts.Node = awaited;
  while (
    ts.isCallExpression(root) || ts.isPropertyAccessExpression(root) || ts.isNonNullExpression(root)
  ) root = root.expression;
  return ts.isIdentifier(root) && !around.has(root.text) && root.text !== "DockerClient";
}
