import { getNamedType, type GraphQLSchema, isObjectType } from 'graphql';

import { sql } from '../../src/platform/database/sql';
import type { Input } from './relationship-api';
import { contentsOf } from './table-contents';
import type { Claims, GraphError, TestApp } from './test-app';

interface Outcome {
  readonly repeated: boolean;
  readonly refusal: { readonly code: string; readonly rule: string | null } | null;
}

/** What every payload has, and the ids of whatever objects it answers with. */
export interface WritePayload {
  readonly clientRequestId: string | null;
  readonly dryRun: boolean;
  readonly repeated: boolean;
  /** Of bulk mutations only. */
  readonly outcomes?: readonly Outcome[];
}

export interface WriteAnswer {
  readonly payload: WritePayload | null;
  readonly error: GraphError | null;
}

/** The document of a mutation, made from the schema: what each payload has, and the id of each object in it. */
export function documentOf(schema: GraphQLSchema, mutation: string): string {
  const field = schema.getMutationType()?.getFields()[mutation];
  if (!field) throw new Error(`there is no mutation ${mutation}`);
  const selection = idsIn(getNamedType(field.type));
  const input = String(field.args.find(({ name }) => name === 'input')?.type);
  return `mutation ($input: ${input}) { ${mutation}(input: $input) { clientRequestId dryRun repeated ${selection} } }`;
}

const OUTCOME = 'index repeated refusal { code rule httpStatus field blockers { type id name } }';

function idsIn(type: ReturnType<typeof getNamedType>): string {
  if (!isObjectType(type)) return '';
  return Object.values(type.getFields())
    .map(({ name, type: inner }) => {
      const object = getNamedType(inner);
      if (!isObjectType(object)) return '';
      if (name === 'outcomes') return `outcomes { ${OUTCOME} ${idsIn(object)} }`;
      return 'id' in object.getFields() ? `${name} { id }` : '';
    })
    .join(' ');
}

export async function call(
  app: TestApp,
  schema: GraphQLSchema,
  who: Claims,
  mutation: string,
  input: Input,
): Promise<WriteAnswer> {
  const answer = await app.as<Record<string, WritePayload | null> | null>(
    who,
    documentOf(schema, mutation),
    { input },
  );
  return { payload: answer.data?.[mutation] ?? null, error: answer.errors[0] ?? null };
}

/** `allowed`, or the codes of what was refused; of a bulk mutation each different one once. */
export function codesOf({ payload, error }: WriteAnswer): string {
  if (error) return error.extensions.code;
  const codes = (payload?.outcomes ?? []).flatMap(({ refusal }) => refusal?.code ?? []);
  return codes.length === 0 ? 'allowed' : [...new Set(codes)].join(', ');
}

/** Everything that a refusal says of the case; what names the request is another each time. */
export function verdictOf({ payload, error }: WriteAnswer): unknown {
  if (!error) return payload?.outcomes?.map(({ refusal }) => refusal) ?? 'allowed';
  const { correlationId: _correlation, requestId: _request, ...facts } = error.extensions;
  return facts;
}

/** Whether all of it was answered from memory, or found done. */
export function isRepeated({ payload }: WriteAnswer): boolean {
  const outcomes = payload?.outcomes;
  return outcomes ? outcomes.every((it) => it.repeated) : (payload?.repeated ?? false);
}

/** The ids in an answer, in its order: the objects that it is about. */
export function objectsOf({ payload }: WriteAnswer): readonly string[] {
  return JSON.stringify(payload).match(/"id":"[^"]+"/g) ?? [];
}

let everyTable: readonly string[] | null = null;

/** Content of every table of the database, by name. */
export async function contents(app: TestApp): Promise<ReadonlyMap<string, string>> {
  everyTable ??= (
    await app.database.query<{ name: string }>(
      sql`SELECT table_name AS name FROM information_schema.tables
        WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY 1`,
    )
  ).map(({ name }) => name);
  return contentsOf(app, everyTable);
}

/** Tables that some work changed, the audit included. */
export async function changedBy(app: TestApp, work: () => Promise<unknown>): Promise<string[]> {
  const before = await contents(app);
  await work();
  const after = await contents(app);
  return [...after.keys()].filter((name) => before.get(name) !== after.get(name));
}
