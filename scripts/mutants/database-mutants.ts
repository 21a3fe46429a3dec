import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { Client } from 'pg';

import { type Mutant, short } from './mutant';
import { listItemsOf, type SqlPart, sqlPartsOf } from './sql-parts';

/** A mutant that cannot be told from the original, or that the tests cannot be asked about, and why. */
export interface Skipped {
  readonly title: string;
  readonly because: string;
}

export interface DatabaseMutants {
  readonly mutants: readonly Mutant[];
  readonly skipped: readonly Skipped[];
}

interface Definition {
  readonly object: string;
  readonly of: string;
  readonly definition: string;
}

const TRIGGERS = `
  SELECT tgname AS object, tgrelid::regclass::text AS of, pg_get_triggerdef(oid) AS definition
  FROM pg_trigger WHERE NOT tgisinternal ORDER BY 2, 1`;
const CONSTRAINTS = `
  SELECT conname AS object, conrelid::regclass::text AS of, pg_get_constraintdef(oid) AS definition
  FROM pg_constraint
  WHERE contype IN ('c', 'u', 'p', 'x') AND connamespace = 'public'::regnamespace ORDER BY 2, 1`;
const UNIQUE_INDEXES = `
  SELECT c.relname AS object, i.indrelid::regclass::text AS of, pg_get_indexdef(c.oid) AS definition
  FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
  WHERE i.indisunique AND c.relnamespace = 'public'::regnamespace
    AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = c.oid) ORDER BY 2, 1`;
const FUNCTIONS = `
  SELECT p.proname AS object, 'function' AS of, pg_get_functiondef(p.oid) AS definition
  FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace AND p.prokind = 'f'
    AND NOT EXISTS (SELECT 1 FROM pg_depend WHERE objid = p.oid AND deptype = 'e') ORDER BY 1`;

/** `id`, or `customer_id, id`: the server makes the id itself, so that no two writes meet there. */
const GENERATED_KEY = /^(PRIMARY KEY|UNIQUE) \((\w+_id, )?id\)$/;
/** What the library of the migrations keeps. */
const NOT_OURS = /^"?migrations"?$/;

/** What the migrated database at `url` would refuse no more, object by object, from its own catalogue. */
export async function databaseMutantsOf(root: string, url: string): Promise<DatabaseMutants> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const ask = async (query: string): Promise<readonly Definition[]> =>
      (await client.query<Definition>(query)).rows.filter(({ of }) => !NOT_OURS.test(of));
    const constraints = await ask(CONSTRAINTS);
    const generated = constraints.filter(({ definition }) => GENERATED_KEY.test(definition));
    const dropped = [
      ...(await ask(TRIGGERS)).map((it) => drop(it, `DROP TRIGGER ${it.object} ON ${it.of}`)),
      ...constraints
        .filter((it) => !generated.includes(it))
        .map((it) => drop(it, `ALTER TABLE ${it.of} DROP CONSTRAINT ${it.object} CASCADE`)),
      ...(await ask(UNIQUE_INDEXES)).map((it) => drop(it, `DROP INDEX ${it.object}`)),
    ];
    const changed = (await ask(FUNCTIONS)).flatMap(changesOf);
    return {
      mutants: [...dropped, ...changed].map((mutant) => ({ ...mutant, ...placeOf(root, mutant) })),
      skipped: generated.map(({ of, object }) => ({
        title: `database drop: ${of}.${object}`,
        because: 'the key is an id that the server makes at random',
      })),
    };
  } finally {
    await client.end();
  }
}

type Unplaced = Omit<Mutant, 'file' | 'line'> & {
  readonly change: { readonly of: 'database'; readonly object: string };
};

function drop({ object, of, definition }: Definition, statement: string): Unplaced {
  return {
    kind: 'database',
    operator: 'drop',
    original: short(`${of}.${object} ${definition}`),
    replacement: '(nothing)',
    change: { of: 'database', object, statements: [statement] },
  };
}

/** Every condition and every listed value of a function of the database, left out one at a time. */
function changesOf({ object, definition }: Definition): readonly Unplaced[] {
  const bodyStart = definition.indexOf('$function$');
  const make =
    (operator: string) =>
    ({ start, end, without }: SqlPart): Unplaced => {
      const statement = `${definition.slice(0, start)} ${without} ${definition.slice(end)}`;
      return {
        kind: 'database',
        operator,
        original: `${object}: ${short(definition.slice(start, end))}`,
        replacement: without || '(nothing)',
        change: { of: 'database', object, statements: [statement] },
      };
    };
  const inBody = ({ start }: SqlPart): boolean => start > bodyStart;
  return [
    ...sqlPartsOf(definition).filter(inBody).map(make('conditionLeftOut')),
    ...branchesOf(definition).filter(inBody).map(make('branchNotTaken')),
    ...listItemsOf(definition).filter(inBody).map(make('valueLeftOut')),
  ];
}

/** The condition of each IF, which becomes FALSE: the branch is never taken. */
function branchesOf(sql: string): readonly SqlPart[] {
  return [...sql.matchAll(/(?<!END )\b(?:IF|ELSIF)\b([\s\S]*?)\bTHEN\b/g)].map((branch) => {
    const start = branch.index + branch[0].indexOf(branch[1] ?? '');
    return { start, end: start + (branch[1] ?? '').length, without: 'FALSE' };
  });
}

/** The migration that names the object last, or, for one of a series, what its name ends or begins with. */
function placeOf(root: string, { change }: Unplaced): Pick<Mutant, 'file' | 'line'> {
  const names = readdirSync(join(root, 'migrations')).filter((name) => /^\d/.test(name));
  const files = names.sort().reverse();
  const cuts = [...change.object.matchAll(/_/g)].map(({ index }) => index);
  const tails = cuts.map((index) => change.object.slice(index));
  const heads = cuts.map((index) => change.object.slice(0, index + 1)).reverse();
  for (const text of [change.object, ...tails, ...heads]) {
    for (const name of files) {
      const lines = readFileSync(join(root, 'migrations', name), 'utf8').split('\n');
      const index = lines.findIndex((line) => line.includes(text));
      if (index >= 0) return { file: `migrations/${name}`, line: index + 1 };
    }
  }
  return { file: 'migrations', line: 0 };
}
