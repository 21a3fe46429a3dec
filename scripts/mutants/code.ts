import ts from 'typescript';

import { type Edit, type Mutant, type MutantKind, short } from './mutant';

/** Looks at one node and says what could stand in its place. Its name appears in the report. */
export type Operator = (node: ts.Node, file: ts.SourceFile) => readonly Edit[];

export function put(node: ts.Node, file: ts.SourceFile, text: string): Edit {
  return { start: node.getStart(file), end: node.getEnd(), text };
}

export function parse(path: string, text: string): ts.SourceFile {
  return ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
}

/** The name that is called: `some` of `list.some(…)`, `refusalOfEtag` of `refusalOfEtag(…)`. */
export function calledName(node: ts.Node): string | null {
  if (!ts.isCallExpression(node)) return null;
  const { expression } = node;
  if (ts.isIdentifier(expression)) return expression.text;
  return ts.isPropertyAccessExpression(expression) ? expression.name.text : null;
}

/** An expression without brackets, `as const` and `satisfies` around it. */
export function bare(node: ts.Expression): ts.Expression {
  if (
    ts.isParenthesizedExpression(node) ||
    ts.isAsExpression(node) ||
    ts.isSatisfiesExpression(node)
  ) {
    return bare(node.expression);
  }
  return node;
}

/** Whether an expression is a yes or no by its form. */
export function isCondition(expression: ts.Expression): boolean {
  const node = bare(expression);
  if (ts.isPrefixUnaryExpression(node)) {
    return node.operator === ts.SyntaxKind.ExclamationToken;
  }
  if (ts.isBinaryExpression(node)) {
    const { kind } = node.operatorToken;
    if (kind === ts.SyntaxKind.AmpersandAmpersandToken || kind === ts.SyntaxKind.BarBarToken) {
      return isCondition(node.left) || isCondition(node.right);
    }
    return COMPARISONS.has(kind);
  }
  return ['includes', 'some', 'every', 'has', 'test'].includes(calledName(node) ?? '');
}

const COMPARISONS: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
  ts.SyntaxKind.LessThanToken,
  ts.SyntaxKind.LessThanEqualsToken,
  ts.SyntaxKind.GreaterThanToken,
  ts.SyntaxKind.GreaterThanEqualsToken,
]);

/** What a refusal says besides its code, its rule and its field; texts have tests of their own. */
const TOLD_BESIDES = new Set(['detail', 'args']);

function isToldBesides(node: ts.Node): boolean {
  return ts.isPropertyAssignment(node) && TOLD_BESIDES.has(node.name.getText());
}

/** Every mutant that the operators find in one file, in the order of the file. */
export function mutantsOf(
  kind: MutantKind,
  path: string,
  text: string,
  operators: readonly Operator[],
): readonly Mutant[] {
  const file = parse(path, text);
  const found: Mutant[] = [];
  const seen = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isTypeNode(node) || isToldBesides(node)) return;
    for (const operator of operators) {
      for (const edit of operator(node, file)) {
        const key = `${edit.start} ${edit.end} ${edit.text}`;
        if (seen.has(key)) continue;
        seen.add(key);
        found.push({
          kind,
          operator: operator.name,
          file: path,
          ...withinOf(node),
          line: file.getLineAndCharacterOfPosition(edit.start).line + 1,
          original: short(text.slice(edit.start, edit.end)),
          replacement: short(edit.text) || '(nothing)',
          change: { of: 'source', edit },
        });
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found.sort((a, b) => startOf(a) - startOf(b));
}

function withinOf(node: ts.Node): Pick<Mutant, 'within'> {
  const around = ts.findAncestor(node, ts.isFunctionDeclaration);
  return around?.name ? { within: around.name.text } : {};
}

function startOf({ change }: Mutant): number {
  return change.of === 'source' ? change.edit.start : 0;
}
