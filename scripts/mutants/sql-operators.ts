import ts from 'typescript';

import { calledName, type Operator, put } from './code';
import type { Edit } from './mutant';
import { sqlPartsOf } from './sql-parts';

function isSql(node: ts.Node): node is ts.TaggedTemplateExpression {
  return ts.isTaggedTemplateExpression(node) && node.tag.getText() === 'sql';
}

/** The text of a template with its values blanked by a word, in place, and where it starts in the file. */
function maskedText(template: ts.TemplateLiteral, file: ts.SourceFile): string {
  let text = template.getText(file);
  const start = template.getStart(file);
  if (ts.isTemplateExpression(template)) {
    for (const { expression } of template.templateSpans) {
      const [from, to] = [expression.getFullStart() - start - 2, expression.getEnd() - start + 1];
      text = `${text.slice(0, from)}${'v'.repeat(to - from)}${text.slice(to)}`;
    }
  }
  return ` ${text.slice(1, -1)} `;
}

/** One part of a condition in SQL is left out. */
function clauseLeftOut(node: ts.Node, file: ts.SourceFile): readonly Edit[] {
  if (!isSql(node)) return [];
  const start = node.template.getStart(file);
  return sqlPartsOf(maskedText(node.template, file)).map((part) => ({
    start: start + part.start,
    end: start + part.end,
    text: ` ${part.without} `,
  }));
}

/** What the function of a clause answers with: a condition, a set of ids, or how much is read. */
function sqlOfAll(body: string): readonly string[] {
  const sight = [...new Set(body.match(/'(FULL|REDUCED|NAME)'/g))];
  if (/sql`\s*SELECT/.test(body)) {
    return [`SELECT id FROM resellers UNION ALL SELECT id FROM customers`, `SELECT NULL::uuid`];
  }
  return sight.length > 0 ? sight : ['TRUE', 'FALSE'];
}

/** A clause shows everything, or nothing. */
function clauseAlike(node: ts.Node, file: ts.SourceFile): readonly Edit[] {
  if (!ts.isFunctionDeclaration(node) || node.type?.getText(file) !== 'Sql' || !node.body)
    return [];
  const { body } = node;
  return sqlOfAll(body.getText(file)).map((all) => put(body, file, `{ return sql\`${all}\`; }`));
}

/** One of several sets that are gathered is left out. */
function setLeftOut(node: ts.Node, file: ts.SourceFile): readonly Edit[] {
  if (calledName(node) !== 'push') return [];
  const call = node as ts.CallExpression;
  return call.arguments.map((left) => {
    const others = call.arguments.filter((set) => set !== left).map((set) => set.getText(file));
    return put(call, file, `${call.expression.getText(file)}(${others.join(', ')})`);
  });
}

/** What the builders of clauses can lose. */
export const VISIBILITY_OPERATORS: readonly Operator[] = [clauseAlike, clauseLeftOut, setLeftOut];

function importedClauses(file: ts.SourceFile): ReadonlySet<string> {
  const names = file.statements
    .filter(ts.isImportDeclaration)
    .filter(({ moduleSpecifier }) => /\.visibility'$/.test(moduleSpecifier.getText(file)))
    .flatMap(({ importClause }) => {
      const named = importClause?.namedBindings;
      return named && ts.isNamedImports(named) ? named.elements : [];
    });
  return new Set(names.map(({ name }) => name.text));
}

/** A read does without the clause that limits it to its viewer. */
function clauseUnused(node: ts.Node, file: ts.SourceFile): readonly Edit[] {
  const name = calledName(node);
  if (name === null || !importedClauses(file).has(name)) return [];
  return [put(node, file, name.endsWith('Sight') ? "sql`'FULL'`" : 'sql`TRUE`')];
}

/** What a query can lose of the clauses that it is built from. */
export const READ_OPERATORS: readonly Operator[] = [clauseUnused];
