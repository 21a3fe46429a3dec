import ts from 'typescript';

import { calledName, type Operator, put } from './code';
import type { Edit } from './mutant';

/** A statement that is a call alone, awaited or not. */
function callOf(node: ts.Node): ts.CallExpression | null {
  if (!ts.isExpressionStatement(node)) return null;
  const { expression } = node;
  const call = ts.isAwaitExpression(expression) ? expression.expression : expression;
  return ts.isCallExpression(call) ? call : null;
}

function without(node: ts.Node, file: ts.SourceFile, called: RegExp): readonly Edit[] {
  const call = callOf(node);
  return call && called.test(calledName(call) ?? '')
    ? [put(node, file, ts.isBlock(node.parent) ? ';' : '{}')]
    : [];
}

/** A command asks no rule. */
function rulesNotAsked(node: ts.Node, file: ts.SourceFile): readonly Edit[] {
  return without(node, file, /^throwIf/);
}

/** A command holds no lock. */
function lockNotTaken(node: ts.Node, file: ts.SourceFile): readonly Edit[] {
  return without(node, file, /^lock/);
}

const STRENGTHS = ['changing', 'against changes'];

/** A command that reads what it locks holds it in the other way. */
function otherLock(node: ts.Node, file: ts.SourceFile): readonly Edit[] {
  if (!ts.isCallExpression(node) || !/^lock/.test(calledName(node) ?? '')) return [];
  const strength = node.arguments.at(-1);
  // Of one that reads nothing it is enough that it can be left out.
  if (!strength || !ts.isStringLiteral(strength) || callOf(node.parent.parent)) return [];
  return STRENGTHS.filter((it) => it !== strength.text).map((it) => put(strength, file, `'${it}'`));
}

/** A command does not say what it did: no event, nothing for the audit, no mark of a repetition. */
function actUntold(node: ts.Node, file: ts.SourceFile): readonly Edit[] {
  return without(node, file, /^(emit|about|mark|record|tell|remember|publish)/);
}

/** Neither the audit nor the event log is written. */
function logNotWritten(node: ts.Node, file: ts.SourceFile): readonly Edit[] {
  const isLog = ['appendEvents', 'recordAttempts'].includes(calledName(node) ?? '');
  return isLog ? [put(node, file, '[] as never')] : [];
}

const OPERATIONS = ['relationship', 'subscription'];

/** A transaction declares another kind of operation to the database. */
function otherOperation(node: ts.Node, file: ts.SourceFile): readonly Edit[] {
  if (!ts.isPropertyDeclaration(node) || node.name.getText(file) !== 'operation') return [];
  const declared = node.initializer;
  if (!declared || !ts.isStringLiteral(declared)) return [];
  return OPERATIONS.filter((it) => it !== declared.text).map((it) =>
    put(declared, file, `'${it}' as never`),
  );
}

/** A transaction declares somebody else to the database. */
function otherActor(node: ts.Node, file: ts.SourceFile): readonly Edit[] {
  if (!ts.isReturnStatement(node) || !node.expression) return [];
  const decider = ts.findAncestor(node, ts.isFunctionDeclaration);
  if (decider?.name?.text !== 'declaredActor') return [];
  return ["'platform'", "'reseller:00000000-0000-4000-8000-000000000000'"].map((it) =>
    put(node.expression ?? node, file, it),
  );
}

/** What a command, and what runs it, can lose. */
export const COMMAND_OPERATORS: readonly Operator[] = [
  rulesNotAsked,
  lockNotTaken,
  otherLock,
  actUntold,
  logNotWritten,
  otherOperation,
  otherActor,
];
