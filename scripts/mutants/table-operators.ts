import ts from 'typescript';

import { bare, type Operator, put } from './code';
import type { Edit } from './mutant';

/** The table that a constant of the file holds: an object or a list, also inside `new Set(…)` and the like. */
function tableOf(node: ts.Node): ts.Expression | null {
  if (!ts.isVariableDeclaration(node) || !node.initializer) return null;
  if (!ts.isSourceFile(node.parent.parent.parent)) return null;
  const value = bare(node.initializer);
  if (ts.isNewExpression(value)) {
    const [content] = value.arguments ?? [];
    return content && isTable(content) ? content : null;
  }
  return isTable(value) && !isVocabulary(value) ? value : null;
}

function isTable(node: ts.Expression): boolean {
  return ts.isObjectLiteralExpression(node) || ts.isArrayLiteralExpression(node);
}

/** `{ ACTIVE: 'ACTIVE' }` names values and decides nothing. */
function isVocabulary(node: ts.Expression): boolean {
  if (!ts.isObjectLiteralExpression(node)) return false;
  return node.properties.every(
    (entry) =>
      ts.isPropertyAssignment(entry) &&
      ts.isStringLiteral(entry.initializer) &&
      entry.initializer.text === entry.name.getText(),
  );
}

function leavesOf(node: ts.Node): readonly ts.Expression[] {
  if (ts.isObjectLiteralExpression(node)) {
    return node.properties.flatMap((entry) =>
      ts.isPropertyAssignment(entry) && !isText(entry) ? leavesOf(bare(entry.initializer)) : [],
    );
  }
  if (ts.isArrayLiteralExpression(node)) return node.elements.flatMap((it) => leavesOf(bare(it)));
  return [node as ts.Expression];
}

/** `'de-DE': …` is what somebody reads. */
function isText({ name }: ts.PropertyAssignment): boolean {
  return ts.isStringLiteral(name) && /^[a-z]{2}-[A-Z]{2}$/.test(name.text);
}

const isWord = (node: ts.Node): node is ts.StringLiteral =>
  ts.isStringLiteral(node) && /^\S+$/.test(node.text);

/** A cell of a table holds what another cell holds, the other answer, or one more. */
function otherCell(node: ts.Node, file: ts.SourceFile): readonly Edit[] {
  const table = tableOf(node);
  if (!table) return [];
  const leaves = leavesOf(table);
  const words = [...new Set(leaves.filter(isWord).map(({ text }) => text))];
  return leaves
    .filter((leaf) => !isListElement(leaf))
    .flatMap((leaf) => {
      const other = otherValue(leaf, words, file);
      return other === null ? [] : [put(leaf, file, other)];
    });
}

function isListElement(leaf: ts.Node): boolean {
  return ts.isArrayLiteralExpression(leaf.parent) && leaf.parent.elements.length > 1;
}

function otherValue(
  leaf: ts.Expression,
  words: readonly string[],
  file: ts.SourceFile,
): string | null {
  if (leaf.kind === ts.SyntaxKind.TrueKeyword) return 'false';
  if (leaf.kind === ts.SyntaxKind.FalseKeyword) return 'true';
  if (ts.isNumericLiteral(leaf)) return `${leaf.getText(file)} + 1`;
  if (!isWord(leaf)) return null;
  const next = words[(words.indexOf(leaf.text) + 1) % words.length];
  return next === undefined || next === leaf.text ? null : `'${next}' as never`;
}

/** An entry of a list is left out. */
function entryLeftOut(node: ts.Node, file: ts.SourceFile): readonly Edit[] {
  const table = tableOf(node);
  if (!table) return [];
  return listsOf(table).flatMap((list) =>
    list.elements
      .filter((entry) => isWord(bare(entry)) || ts.isSpreadElement(entry))
      .map((left) => {
        const others = list.elements.filter((entry) => entry !== left);
        return put(list, file, `[${others.map((it) => it.getText(file)).join(', ')}] as never`);
      }),
  );
}

function listsOf(node: ts.Expression): readonly ts.ArrayLiteralExpression[] {
  if (ts.isArrayLiteralExpression(node)) {
    return [node, ...node.elements.flatMap((entry) => listsOf(bare(entry)))];
  }
  if (!ts.isObjectLiteralExpression(node)) return [];
  return node.properties.flatMap((entry) =>
    ts.isPropertyAssignment(entry) ? listsOf(bare(entry.initializer)) : [],
  );
}

function keysOf(table: ts.ObjectLiteralExpression): readonly string[] {
  return table.properties.flatMap((entry) => (entry.name ? [entry.name.getText()] : []));
}

function isOfType(node: ts.VariableDeclaration, type: string): boolean {
  return node.type?.getText().startsWith(type) ?? false;
}

/** A state takes an event that its table does not list. */
function moveAdded(node: ts.Node, file: ts.SourceFile): readonly Edit[] {
  const table = tableOf(node);
  if (!table || !ts.isVariableDeclaration(node) || !isOfType(node, 'TransitionTable')) return [];
  if (!ts.isObjectLiteralExpression(table)) return [];
  const states = keysOf(table);
  const rows = table.properties.flatMap((entry) =>
    ts.isPropertyAssignment(entry) && ts.isObjectLiteralExpression(entry.initializer)
      ? [{ state: entry.name.getText(), row: entry.initializer }]
      : [],
  );
  const events = [...new Set(rows.flatMap(({ row }) => keysOf(row)))];
  return rows.flatMap(({ state, row }) => {
    const target = states.find((it) => it !== state) ?? state;
    const listed = row.properties.map((entry) => entry.getText(file));
    return events
      .filter((event) => !keysOf(row).includes(event))
      .map((event) =>
        put(row, file, `{ ${[...listed, `${event}: '${target}'`].join(', ')} } as never`),
      );
  });
}

/** A move of a state table is left out. */
function moveLeftOut(node: ts.Node, file: ts.SourceFile): readonly Edit[] {
  const table = tableOf(node);
  if (!table || !ts.isVariableDeclaration(node) || !isOfType(node, 'TransitionTable')) return [];
  if (!ts.isObjectLiteralExpression(table)) return [];
  return table.properties.flatMap((entry) => {
    if (!ts.isPropertyAssignment(entry)) return [];
    const row = entry.initializer;
    if (!ts.isObjectLiteralExpression(row)) return [];
    return row.properties.map((left) => {
      const others = row.properties.filter((move) => move !== left);
      return put(row, file, `{ ${others.map((move) => move.getText(file)).join(', ')} } as never`);
    });
  });
}

const CELLS: readonly (readonly [side: string, roles: readonly string[]])[] = [
  [
    'partner',
    [
      'ADMIN_AGENT',
      'SALES_AGENT',
      'HELPDESK_AGENT',
      'GLOBAL_ADMIN',
      'BILLING_ADMIN',
      'USER_MGMT_ADMIN',
    ],
  ],
  ['customer', ['CUSTOMER_GLOBAL_ADMIN', 'CUSTOMER_BILLING_ADMIN', 'CUSTOMER_USER']],
];

/** A role that a row of the role matrix allows is refused, and one that it refuses is allowed. */
function roleFlipped(node: ts.Node, file: ts.SourceFile): readonly Edit[] {
  if (!ts.isVariableDeclaration(node) || node.name.getText(file) !== 'ROLE_MATRIX') return [];
  const table = node.initializer && bare(node.initializer);
  if (!table || !ts.isObjectLiteralExpression(table)) return [];
  return table.properties.flatMap((entry) => {
    if (!ts.isPropertyAssignment(entry)) return [];
    const row = entry.initializer;
    const flipped = (side: string, value: string): Edit =>
      put(row, file, `((row) => ({ ...row, ${side}: ${value} }))(${row.getText(file)})`);
    const roles = CELLS.flatMap(([side, names]) =>
      names.map((role) =>
        flipped(
          side,
          `row.${side}.includes('${role}') ? row.${side}.filter((it) => it !== '${role}') : [...row.${side}, '${role}'] as never`,
        ),
      ),
    );
    return [...roles, ...['operator', 'application'].map((side) => flipped(side, `!row.${side}`))];
  });
}

/** A threshold is one more. */
function oneMore(node: ts.Node, file: ts.SourceFile): readonly Edit[] {
  if (!ts.isVariableDeclaration(node) || !node.initializer) return [];
  if (!ts.isSourceFile(node.parent.parent.parent)) return [];
  const value = bare(node.initializer);
  const number = ts.isBinaryExpression(value) ? firstNumber(value) : value;
  if (!number || !ts.isNumericLiteral(number)) return [];
  return [put(number, file, `(${number.getText(file)} + 1)`)];
}

function firstNumber(node: ts.Expression): ts.Expression {
  return ts.isBinaryExpression(node) ? firstNumber(node.left) : node;
}

/** What tables as data can lose: a state, a cell, a role, an entry. */
export const TABLE_OPERATORS: readonly Operator[] = [
  otherCell,
  entryLeftOut,
  moveAdded,
  moveLeftOut,
  roleFlipped,
  oneMore,
];
