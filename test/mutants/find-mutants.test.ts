import { mutantsOf } from '../../scripts/mutants/code';
import { COMMAND_OPERATORS } from '../../scripts/mutants/command-operators';
import { GUARD_OPERATORS, THROWN_GUARDS } from '../../scripts/mutants/guard-operators';
import { sourceMutantsOf } from '../../scripts/mutants/source-mutants';
import { READ_OPERATORS, VISIBILITY_OPERATORS } from '../../scripts/mutants/sql-operators';
import { listItemsOf, sqlPartsOf } from '../../scripts/mutants/sql-parts';
import { TABLE_OPERATORS } from '../../scripts/mutants/table-operators';

type Operators = Parameters<typeof mutantsOf>[3];

/** `operator: what stood there => what stands there now`, of every mutant of a text. */
function mutants(operators: Operators, text: string): readonly string[] {
  return mutantsOf('rule', 'sample.ts', text, operators).map(
    ({ operator, original, replacement }) => `${operator}: ${original} => ${replacement}`,
  );
}

test('a rule lets pass, its condition holds never or always, its boundary moves', () => {
  const text = `export function refusalOfAge(age: number): DomainError | null {
    if (age < 18) return new DomainError('X');
    return null;
  }`;

  expect(mutants(GUARD_OPERATORS, text)).toEqual([
    expect.stringMatching(/^letsPass: .* => \{ return null as never; \}$/),
    'neverOrAlways: age < 18 => false',
    'neverOrAlways: age < 18 => true',
    'boundary: < => <=',
  ]);
});

test('steps of firstRefusal, parts of conditions and of chains of refusals are left out', () => {
  const text = `const answer = firstRefusal(() => a(), () => b(c && d && e)) ?? refusalOfF();`;

  expect(mutants(GUARD_OPERATORS, text)).toEqual([
    expect.stringMatching(/^partLeftOut: .* => refusalOfF\(\)$/),
    'partLeftOut: firstRefusal(() => a(), () => b(c && d && e)) ?? refusalOfF() => firstRefusal(() => a(), () => b(c && d && e))',
    'stepLeftOut: () => a() => () => null',
    'stepLeftOut: () => b(c && d && e) => () => null',
    'partLeftOut: c && d && e => d && e',
    'partLeftOut: c && d && e => c && e',
    'partLeftOut: c && d && e => c && d',
  ]);
});

test('what a refusal tells besides its code and rule is left alone', () => {
  const text = `function f() { return new DomainError('X', { detail: a ? 'b' : 'c', args: { d: e > 1 } }); }`;

  expect(mutants(GUARD_OPERATORS, text)).toEqual([]);
});

test('cells, entries, moves and thresholds of tables', () => {
  const text = `const MAX = 90;
    const CELLS = { a: 'X', b: 'Y', c: true };
    const LIST = ['p', 'q'] as const;
    const MOVES: TransitionTable<S, E> = { ON: { stop: 'OFF' }, OFF: {} };
    const Vocabulary = { ON: 'ON' };`;

  expect(mutants(TABLE_OPERATORS, text)).toEqual([
    'oneMore: 90 => (90 + 1)',
    "otherCell: 'X' => 'Y' as never",
    "otherCell: 'Y' => 'X' as never",
    'otherCell: true => false',
    "entryLeftOut: ['p', 'q'] => ['q'] as never",
    "entryLeftOut: ['p', 'q'] => ['p'] as never",
    "moveLeftOut: { stop: 'OFF' } => { } as never",
    "moveAdded: {} => { stop: 'ON' } as never",
  ]);
});

test('a clause shows all or nothing, and each part of it is left out', () => {
  const text =
    'function visible(a: Caller): Sql { return sql`(x = ${a.id} OR y = 1 AND EXISTS (SELECT 1 FROM t WHERE z))`; }';

  expect(mutants(VISIBILITY_OPERATORS, text)).toEqual([
    expect.stringMatching(/=> \{ return sql`TRUE`; \}$/),
    expect.stringMatching(/=> \{ return sql`FALSE`; \}$/),
    'clauseLeftOut: x = ${a.id} => FALSE',
    'clauseLeftOut: y = 1 AND EXISTS (SELECT 1 FROM t WHERE z) => FALSE',
    'clauseLeftOut: y = 1 => TRUE',
    'clauseLeftOut: EXISTS (SELECT 1 FROM t WHERE z) => TRUE',
    'clauseLeftOut: z => TRUE',
  ]);
});

test('a read does without its clause', () => {
  const text = `import { visibleThings, thingSight } from './things.visibility';
    const query = sql\`SELECT \${thingSight(actor)} FROM things WHERE \${visibleThings(actor)} AND \${other(actor)}\`;`;

  expect(mutants(READ_OPERATORS, text)).toEqual([
    "clauseUnused: thingSight(actor) => sql`'FULL'`",
    'clauseUnused: visibleThings(actor) => sql`TRUE`',
  ]);
});

test('a command asks nothing, locks nothing, tells nothing, and says that it is another', () => {
  const text = `class Act { readonly operation = 'relationship';
    async execute(scope) {
      throwIfRefused(refusalTo(x));
      await lockRows(tx, 'customers', ids, 'changing');
      const rows = await lockAndRead(tx, Reseller, condition, 'against changes');
      if (!found) throw new DomainError('NOT_FOUND');
      scope.emit(event);
    } }`;

  expect(mutants([...COMMAND_OPERATORS, ...THROWN_GUARDS], text)).toEqual([
    "otherOperation: 'relationship' => 'subscription' as never",
    'rulesNotAsked: throwIfRefused(refusalTo(x)); => ;',
    "lockNotTaken: await lockRows(tx, 'customers', ids, 'changing'); => ;",
    "otherLock: 'against changes' => 'changing'",
    'throwsNot: !found => false',
    'actUntold: scope.emit(event); => ;',
  ]);
});

test('parts of SQL are found at every depth, and never inside of texts', () => {
  const query = `IF a = 'x OR y' AND (b IS DISTINCT FROM c OR d) THEN RETURN e; END IF;`;

  expect(sqlPartsOf(query).map(({ start, end }) => query.slice(start, end).trim())).toEqual([
    `a = 'x OR y'`,
    '(b IS DISTINCT FROM c OR d)',
    'b IS DISTINCT FROM c',
    'd',
  ]);
  const list = `status IN ('A', 'B') AND ARRAY['C'] = x`;
  expect(listItemsOf(list).map(({ start, end }) => list.slice(start, end))).toEqual([
    "'A', ",
    ", 'B'",
  ]);
});

test('every rule, clause and command of the server is found by itself', () => {
  const found = sourceMutantsOf(process.cwd());
  const files = new Set(found.map(({ file }) => file));

  expect(files).toContain('src/modules/subscriptions/subscription.rules.ts');
  expect(files).toContain('src/kernel/role-matrix.ts');
  expect(files).toContain('src/platform/graphql/guards.ts');
  expect(files).toContain('src/modules/visibility/parties.visibility.ts');
  expect(files).toContain('src/modules/customers/customer-list.queries.ts');
  expect(files).toContain('src/modules/relationships/commands/accept-relationship-request.ts');
  expect(found.length).toBeGreaterThan(2000);
});
