import ts from 'typescript';

import { bare, calledName, isCondition, type Operator, put } from './code';
import type { Edit } from './mutant';

const REFUSAL = /^(Promise<)?(DomainError|ImportRefusal)( \| null)?>?$/;

function returnTypeOf(node: ts.Node): string | null {
  if (!ts.isFunctionDeclaration(node) && !ts.isMethodDeclaration(node)) return null;
  return node.type?.getText() ?? null;
}

/** A guard is removed: it lets everything pass. */
function letsPass(node: ts.Node, file: ts.SourceFile): readonly Edit[] {
  const type = returnTypeOf(node);
  if (type === null || !REFUSAL.test(type)) return [];
  const { body } = node as ts.FunctionDeclaration;
  return body ? [put(body, file, '{ return null as never; }')] : [];
}

/** What decides yes or no gives one answer to all. */
function decidesAlike(node: ts.Node, file: ts.SourceFile): readonly Edit[] {
  const type = returnTypeOf(node);
  if (type === null || !/^(boolean|\w+ is .*)$/.test(type)) return [];
  const { body } = node as ts.FunctionDeclaration;
  if (!body) return [];
  return ['true', 'false'].map((answer) => put(body, file, `{ return ${answer}; }`));
}

/** An `if` or a choice is never taken, or always. */
function neverOrAlways(node: ts.Node, file: ts.SourceFile): readonly Edit[] {
  const condition = ts.isIfStatement(node)
    ? node.expression
    : ts.isConditionalExpression(node) && !isSpread(node)
      ? node.condition
      : null;
  if (!condition) return [];
  return ['false', 'true'].map((answer) => put(condition, file, answer));
}

/** `...(x ? { rule: x } : {})` says how an object is written, not what is decided. */
function isSpread(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isParenthesizedExpression(parent)) return isSpread(parent);
  return ts.isSpreadAssignment(parent) || ts.isSpreadElement(parent);
}

/** A condition that has a name, or that goes through a list, is the same for all. */
function conditionAlike(node: ts.Node, file: ts.SourceFile): readonly Edit[] {
  const condition = namedCondition(node);
  if (!condition || !isCondition(condition)) return [];
  return ['true', 'false'].map((answer) => put(condition, file, answer));
}

const WALKS = new Set(['filter', 'find', 'findIndex', 'some', 'every']);

function namedCondition(node: ts.Node): ts.Expression | null {
  if (ts.isVariableDeclaration(node) || ts.isPropertyAssignment(node)) {
    return node.initializer ?? null;
  }
  if (!ts.isArrowFunction(node) || ts.isBlock(node.body)) return null;
  return WALKS.has(calledName(node.parent) ?? '') ? node.body : null;
}

function operandsOf(node: ts.Expression, kind: ts.SyntaxKind): readonly ts.Expression[] {
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === kind) {
    return [...operandsOf(node.left, kind), ...operandsOf(node.right, kind)];
  }
  return [node];
}

/** One part of an `and`, of an `or`, or of a chain of refusals is left out. */
function partLeftOut(node: ts.Node, file: ts.SourceFile): readonly Edit[] {
  if (!ts.isBinaryExpression(node) || isSpread(node)) return [];
  const { kind } = node.operatorToken;
  const { parent } = node;
  if (ts.isBinaryExpression(parent) && parent.operatorToken.kind === kind) return [];
  if (!isAndOr(kind) && kind !== ts.SyntaxKind.QuestionQuestionToken) return [];
  const operands = operandsOf(node, kind);
  if (!isAndOr(kind) && !operands.some((it) => calledName(it)?.startsWith('refusal'))) return [];
  const sign = ` ${node.operatorToken.getText(file)} `;
  return operands.map((left) => {
    const others = operands.filter((operand) => operand !== left).map((it) => it.getText(file));
    return put(node, file, others.join(sign));
  });
}

function isAndOr(kind: ts.SyntaxKind): boolean {
  return kind === ts.SyntaxKind.AmpersandAmpersandToken || kind === ts.SyntaxKind.BarBarToken;
}

/** A step of `firstRefusal(…)` is left out. */
function stepLeftOut(node: ts.Node, file: ts.SourceFile): readonly Edit[] {
  if (calledName(node) !== 'firstRefusal') return [];
  return (node as ts.CallExpression).arguments
    .filter((step) => !ts.isSpreadElement(step))
    .map((step) => put(step, file, '() => null'));
}

/** The instant, or the number, at the boundary falls to the other side. */
function boundary(node: ts.Node, file: ts.SourceFile): readonly Edit[] {
  if (!ts.isBinaryExpression(node)) return [];
  const other = OTHER_SIDE[node.operatorToken.getText(file)];
  return other ? [put(node.operatorToken, file, other)] : [];
}

const OTHER_SIDE: Readonly<Record<string, string>> = { '<': '<=', '<=': '<', '>': '>=', '>=': '>' };

/** One case of a `switch` refuses no more. */
function caseLetsPass(node: ts.Node, file: ts.SourceFile): readonly Edit[] {
  if (!ts.isCaseClause(node) && !ts.isDefaultClause(node)) return [];
  const decider = ts.findAncestor(node, ts.isFunctionLike);
  if (!decider || !REFUSAL.test(returnTypeOf(decider) ?? '')) return [];
  return node.statements
    .filter(ts.isReturnStatement)
    .flatMap(({ expression }) => (expression ? [expression] : []))
    .filter((answer) => answer.kind !== ts.SyntaxKind.NullKeyword)
    .map((answer) => put(answer, file, 'null'));
}

/** A yes becomes a no. */
function otherAnswer(node: ts.Node, file: ts.SourceFile): readonly Edit[] {
  if (!ts.isReturnStatement(node) || !node.expression) return [];
  if (node.expression.kind === ts.SyntaxKind.TrueKeyword)
    return [put(node.expression, file, 'false')];
  if (node.expression.kind === ts.SyntaxKind.FalseKeyword)
    return [put(node.expression, file, 'true')];
  return [];
}

/** One is enough where all are needed, and the other way round. */
function oneOrAll(node: ts.Node, file: ts.SourceFile): readonly Edit[] {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return [];
  const { name } = node.expression;
  if (name.text === 'some') return [put(name, file, 'every')];
  return name.text === 'every' ? [put(name, file, 'some')] : [];
}

/** A refusal that is thrown on the spot is not thrown. */
function throwsNot(node: ts.Node, file: ts.SourceFile): readonly Edit[] {
  if (!ts.isIfStatement(node)) return [];
  const { thenStatement } = node;
  const [first] = ts.isBlock(thenStatement) ? thenStatement.statements : [thenStatement];
  if (!first || !ts.isThrowStatement(first)) return [];
  const thrown = bare(first.expression).getText(file);
  return /^new DomainError|refusal/i.test(thrown) ? [put(node.expression, file, 'false')] : [];
}

/** What a rule, a guard or a decision can lose. */
export const GUARD_OPERATORS: readonly Operator[] = [
  letsPass,
  decidesAlike,
  neverOrAlways,
  conditionAlike,
  partLeftOut,
  stepLeftOut,
  boundary,
  caseLetsPass,
  otherAnswer,
  oneOrAll,
];

/** The guards that a command asks outside the rules. */
export const THROWN_GUARDS: readonly Operator[] = [throwsNot];
