import { type Node, Project, type SourceFile, SyntaxKind } from "ts-morph";

/** One change of a source that some test should notice. */
export interface Mutant {
  /** The file's path. */
  file: string;
  /** The line's text: numbers of lines move. */
  line: string;
  /** Where what is changed begins and ends. */
  start: number;
  end: number;
  /** What stands there, and what takes its place. */
  before: string;
  after: string;
}

/** What takes the place of an operator. */
const OPERATORS: Readonly<Record<string, string>> = {
  "<": "<=",
  "<=": "<",
  ">": ">=",
  ">=": ">",
  "===": "!==",
  "!==": "===",
  "+": "-",
  "-": "+",
  "*": "/",
  "&&": "||",
  "||": "&&",
  "??": "&&",
  "&": "|",
  "|": "&",
  "<<": ">>",
  ">>": "<<",
  ">>>": "<<",
  "+=": "-=",
  "-=": "+=",
};

/**
 * Finds all mutants of a file.
 *
 * @param file The file's path.
 * @param text What it holds.
 */
export function mutantsOf(file: string, text: string): Mutant[] {
  const project = new Project({ useInMemoryFileSystem: true, skipLoadingLibFiles: true });
  const source = project.createSourceFile("/file.ts", text);
  const lines = text.split("\n");
  const found: Mutant[] = [];
  source.forEachDescendant((node, traversal) => {
    if (isType(node)) traversal.skip();
    else found.push(...changesOf(source, lines, file, node));
  });
  return found;
}

/** Types and imports mean nothing at run time. */
function isType(node: Node): boolean {
  const kind = node.getKindName();
  return /Type(Node|Reference|Literal|Query|Operator|Predicate|AliasDeclaration)?$/.test(kind) ||
    /^(Interface|Import|Export)Declaration$/.test(kind) || kind === "JSDoc";
}

function changesOf(
  source: SourceFile,
  lines: readonly string[],
  file: string,
  node: Node,
): Mutant[] {
  const change = (place: Node, after: string): Mutant => ({
    file,
    line: lines[source.getLineAndColumnAtPos(place.getStart()).line - 1]!.trim(),
    start: place.getStart(),
    end: place.getEnd(),
    before: place.getText(),
    after,
  });
  if (node.isKind(SyntaxKind.BinaryExpression)) {
    const operator = node.getOperatorToken();
    const other = OPERATORS[operator.getText()];
    const joinsText = [node.getLeft(), node.getRight()].some((side) =>
      side.isKind(SyntaxKind.StringLiteral) || side.isKind(SyntaxKind.TemplateExpression) ||
      side.isKind(SyntaxKind.NoSubstitutionTemplateLiteral)
    );
    return other === undefined || joinsText ? [] : [change(operator, other)];
  }
  if (node.isKind(SyntaxKind.TrueKeyword)) return [change(node, "false")];
  if (node.isKind(SyntaxKind.FalseKeyword)) return [change(node, "true")];
  if (node.isKind(SyntaxKind.NumericLiteral)) {
    return [change(node, `(${node.getText()} + 1)`)];
  }
  if (node.isKind(SyntaxKind.PrefixUnaryExpression)) {
    const operand = node.getOperand();
    switch (node.getOperatorToken()) {
      case SyntaxKind.ExclamationToken:
        return [change(node, operand.getText())];
      case SyntaxKind.PlusPlusToken:
        return [change(node, `--${operand.getText()}`)];
      case SyntaxKind.MinusMinusToken:
        return [change(node, `++${operand.getText()}`)];
    }
    return [];
  }
  if (node.isKind(SyntaxKind.PostfixUnaryExpression)) {
    const other = node.getOperatorToken() === SyntaxKind.PlusPlusToken ? "--" : "++";
    return [change(node, `${node.getOperand().getText()}${other}`)];
  }
  if (node.isKind(SyntaxKind.IfStatement)) {
    return [change(node.getExpression(), "true"), change(node.getExpression(), "false")];
  }
  if (node.isKind(SyntaxKind.ExpressionStatement)) {
    const expression = node.getExpression();
    const called = expression.isKind(SyntaxKind.AwaitExpression)
      ? expression.getExpression()
      : expression;
    if (!called.isKind(SyntaxKind.CallExpression) || called.getText().startsWith("super(")) {
      return [];
    }
    return [change(node, ";")];
  }
  return [];
}
