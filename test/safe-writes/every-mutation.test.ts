import { setTimeout } from 'node:timers/promises';

import { getNamedType, isInputObjectType, isListType, isNonNullType } from 'graphql';

import { sql } from '../../src/platform/database/sql';
import { newId } from '../../src/platform/ids';
import { schemaUnderTest } from '../support/app-schema';
import { PREPARED_WRITES, type PreparedWrite } from '../support/prepared-writes';
import type { Input } from '../support/relationship-api';
import { TestApp } from '../support/test-app';
import {
  call,
  changedBy,
  codesOf,
  documentOf,
  isRepeated,
  objectsOf,
  verdictOf,
  type WriteAnswer,
} from '../support/write-call';

/*
 * What holds for every write alike (R40, R41, D12, D13), walked over the mutations of the schema, so that
 * a new one is asked without anybody thinking of it. Two servers share the database.
 */

const schema = schemaUnderTest();
const MUTATIONS = Object.keys(schema.getMutationType()?.getFields() ?? {});
const ALWAYS_REFUSED = ['changePartnerOfRecord', 'transferSubscription'];
const DOING = MUTATIONS.filter((name) => !ALWAYS_REFUSED.includes(name));

/** A tenant that is not held is of no instance with its switches, which are asked before the roles. */
const NO_RIGHT = ['ROLE_NOT_ALLOWED', 'CUSTOMER_ADMIN_REQUIRED', 'FEATURE_NOT_AVAILABLE_IN_CLOUD'];

let app: TestApp;
let other: TestApp;
beforeAll(async () => {
  app = await TestApp.start();
  other = await TestApp.start({ beside: app });
});
afterAll(async () => {
  await other.stop();
  await app.stop();
});

function given(mutation: string): Promise<PreparedWrite> {
  const prepare = PREPARED_WRITES[mutation];
  if (!prepare) throw new Error(`prepare a valid call of ${mutation}`);
  return prepare(app);
}

function send(
  mutation: string,
  who: PreparedWrite['who'],
  input: Input,
  by = app,
): Promise<WriteAnswer> {
  return call(by, schema, who, mutation, input);
}

/** Accepted acts under this key that did something. */
async function effectsOf(key: string): Promise<number> {
  const [row] = await app.database.query<{ count: number }>(
    sql`SELECT count(*)::int FROM audit_records
      WHERE client_request_id = ${key} AND status = 'SUCCEEDED' AND NOT repeated AND NOT dry_run`,
  );
  return row?.count ?? 0;
}

async function isRemembered(key: string): Promise<boolean> {
  const rows = await app.database.query(
    sql`SELECT 1 FROM idempotency_keys WHERE key = ${key} LIMIT 1`,
  );
  return rows.length > 0;
}

/** Mutations with an `ifMatch`, at the top or in their items. */
function placeOfEtag(mutation: string): 'call' | 'item' | null {
  const [argument] = schema.getMutationType()?.getFields()[mutation]?.args ?? [];
  const input = argument && getNamedType(argument.type);
  if (!isInputObjectType(input)) return null;
  const { ifMatch, items } = input.getFields();
  if (ifMatch) return 'call';
  const list = items && isNonNullType(items.type) ? items.type.ofType : items?.type;
  const item = isListType(list) ? getNamedType(list) : null;
  return isInputObjectType(item) && item.getFields().ifMatch ? 'item' : null;
}

/** Another input of a call that was made: with an etag where there is one, so that nothing else differs. */
function differing(mutation: string, { input, refused }: PreparedWrite): Promise<Input> {
  const place = placeOfEtag(mutation);
  return place ? Promise.resolve(withEtag(place, input, '"99"')) : refused();
}

function withEtag(place: 'call' | 'item', input: Input, ifMatch: string): Input {
  if (place === 'call') return { ...input, ifMatch };
  const { items = [] } = input as { readonly items?: readonly Input[] };
  return { ...input, items: items.map((item) => ({ ...item, ifMatch })) };
}

test('every mutation of the schema has a prepared call, and no other has', () => {
  expect(Object.keys(PREPARED_WRITES).sort()).toEqual([...MUTATIONS].sort());
});

test.each(MUTATIONS)('%s takes clientRequestId and validateOnly, both optional', (mutation) => {
  const [argument, ...more] = schema.getMutationType()?.getFields()[mutation]?.args ?? [];
  const input = argument && getNamedType(argument.type);
  const fields = isInputObjectType(input) ? input.getFields() : {};

  expect(more).toEqual([]);
  expect(String(fields.clientRequestId?.type)).toBe('String');
  expect(String(fields.validateOnly?.type)).toBe('Boolean');
});

describe.each(DOING)('%s', (mutation) => {
  test('two equal calls at once, on two servers, have one effect; a third gets the stored answer (R41)', async () => {
    const { who, input, acts = 1, isOfOneServer } = await given(mutation);
    const named = { ...input, clientRequestId: newId() };
    const servers = isOfOneServer ? [app, app] : [app, other];

    const answers = await Promise.all(servers.map((by) => send(mutation, who, named, by)));

    const codes = answers.map(codesOf);
    expect(codes).toContain('allowed');
    codes.forEach((code) => expect(['allowed', 'IDEMPOTENCY_IN_PROGRESS']).toContain(code));
    expect(await effectsOf(named.clientRequestId)).toBe(acts);
    const accepted = answers.find((it) => codesOf(it) === 'allowed');
    const third = await send(mutation, who, named);
    expect(codesOf(third)).toBe('allowed');
    expect(isRepeated(third)).toBe(true);
    expect(accepted && objectsOf(accepted)).toEqual(objectsOf(third));
    expect(await effectsOf(named.clientRequestId)).toBe(acts);
  });

  test('a client that was cut off after the commit finds its answer by the key, at another server (R41)', async () => {
    const { who, input, acts = 1 } = await given(mutation);
    const named = { ...input, clientRequestId: newId() };
    const cut = new AbortController();
    const token = await app.token(who);
    const lost = fetch(`${app.address}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({
        query: documentOf(schema, mutation),
        variables: { input: named },
      }),
      signal: cut.signal,
    }).catch(() => null);
    while (!(await isRemembered(named.clientRequestId))) await setTimeout(2);
    cut.abort();
    await lost;

    let found: WriteAnswer | null = null;
    const changed = await changedBy(app, async () => {
      found = await send(mutation, who, named, other);
    });

    expect(found && codesOf(found)).toBe('allowed');
    expect(found && isRepeated(found)).toBe(true);
    expect(found && objectsOf(found).length).toBeGreaterThan(0);
    expect(changed).toEqual(['audit_records']);
    expect(await effectsOf(named.clientRequestId)).toBe(acts);
  });

  test('the same key of another tenant, and of a colleague, is another one (R41)', async () => {
    const [mine, theirs] = [await given(mutation), await given(mutation)];
    const clientRequestId = newId();
    const first = await send(mutation, mine.who, { ...mine.input, clientRequestId });

    const second = await send(mutation, theirs.who, { ...theirs.input, clientRequestId });
    // Shared, it would be refused: the input is not the same.
    const otherInput = await differing(mutation, mine);
    const third = await send(mutation, mine.colleague, { ...otherInput, clientRequestId });

    expect([first, second].map(codesOf)).toEqual(['allowed', 'allowed']);
    expect([first, second].map(isRepeated)).toEqual([false, false]);
    expect(codesOf(third)).not.toMatch(/IDEMPOTENCY/);
  });

  test('the same key with another input is refused and does nothing (R41)', async () => {
    const prepared = await given(mutation);
    const { who, input } = prepared;
    const clientRequestId = newId();
    await send(mutation, who, { ...input, clientRequestId });
    const otherInput = await differing(mutation, prepared);

    let answer: WriteAnswer | null = null;
    const changed = await changedBy(app, async () => {
      answer = await send(mutation, who, { ...otherInput, clientRequestId });
    });

    expect(answer && codesOf(answer)).toBe('IDEMPOTENCY_KEY_REUSED');
    expect(changed).toEqual(['audit_records']);
  });

  test('a key whose caller has lost the right answers with the refusal, not with the memory (R41)', async () => {
    const { who, input } = await given(mutation);
    const named = { ...input, clientRequestId: newId() };
    await send(mutation, who, named);

    const answer = await send(mutation, { ...who, roles: [] }, named);

    expect(NO_RIGHT).toContain(codesOf(answer));
    expect(answer.payload).toBeNull();
  });

  test('a dry run that passes changes no table at all, and leaves its key free', async () => {
    const { who, input } = await given(mutation);
    const named = { ...input, clientRequestId: newId() };

    let dry: WriteAnswer | null = null;
    const changed = await changedBy(app, async () => {
      dry = await send(mutation, who, { ...named, validateOnly: true });
    });
    const real = await send(mutation, who, named);

    expect(dry).toMatchObject({ payload: { dryRun: true, repeated: false }, error: null });
    expect(dry && verdictOf(dry)).toEqual(verdictOf(real));
    expect(changed).toEqual([]);
    expect(real).toMatchObject({ payload: { dryRun: false }, error: null });
    expect(isRepeated(real)).toBe(false);
  });

  test('a dry run does not read the memory of its key either (R41)', async () => {
    const { who, input } = await given(mutation);
    const named = { ...input, clientRequestId: newId(), validateOnly: true };
    await send(mutation, who, { ...named, validateOnly: false });

    const [keyed, keyless] = [
      await send(mutation, who, named),
      await send(mutation, who, { ...named, clientRequestId: null }),
    ];

    expect(verdictOf(keyed)).toEqual(verdictOf(keyless));
  });
});

describe.each(MUTATIONS)('%s, refused', (mutation) => {
  test('a dry run has the verdict of the real call, with all that stands in the way; neither does anything', async () => {
    const { who, refused } = await given(mutation);
    const input = { ...(await refused()), clientRequestId: newId() };

    const answers: WriteAnswer[] = [];
    const ask = async (asked: Input): Promise<string[]> =>
      changedBy(app, async () => {
        answers.push(await send(mutation, who, asked));
      });
    const byDryRun = await ask({ ...input, validateOnly: true });
    const byRealCall = await ask(input);

    const [dry, real] = answers;
    expect(real && codesOf(real)).not.toBe('allowed');
    expect(dry && verdictOf(dry)).toEqual(real && verdictOf(real));
    expect(byDryRun).toEqual(['audit_records']);
    // A rejected change of a subscription is told, and nothing else is written.
    expect(['audit_records', 'audit_records,event_counters,events']).toContain(byRealCall.join());
    expect(await isRemembered(input.clientRequestId)).toBe(false);
  });
});

test.each([
  ['removeRelationship', 2],
  ['acceptRelationshipRequest', 2],
])('%s: a dry run names all %i blockers', async (mutation, count) => {
  const { who, refused } = await given(mutation);

  const { error } = await send(mutation, who, { ...(await refused()), validateOnly: true });

  expect(error?.extensions.blockers).toHaveLength(count);
});

describe.each(ALWAYS_REFUSED)('%s exists to refuse', (mutation) => {
  test('two equal calls at once, and a third, get the same refusal and do nothing', async () => {
    const { who, input, alwaysRefusedWith } = await given(mutation);
    const named = { ...input, clientRequestId: newId() };

    const first = await Promise.all([app, other].map((by) => send(mutation, who, named, by)));
    const codes = [...first, await send(mutation, who, named)].map(codesOf);

    const allowedAtOnce = [alwaysRefusedWith, 'IDEMPOTENCY_IN_PROGRESS'];
    codes.forEach((code) => expect(allowedAtOnce).toContain(code));
    expect(codes).toContain(alwaysRefusedWith);
    expect(codes.at(-1)).toBe(alwaysRefusedWith);
    expect(await isRemembered(named.clientRequestId)).toBe(false);
    expect(await effectsOf(named.clientRequestId)).toBe(0);
  });
});

describe.each(DOING.filter((mutation) => placeOfEtag(mutation)))('%s', (mutation) => {
  test('a stale etag is refused, in the dry run too, and changes nothing (R40)', async () => {
    const { who, input } = await given(mutation);
    const stale = withEtag(placeOfEtag(mutation) ?? 'call', input, '"99"');

    const codes: string[] = [];
    const changed = await changedBy(app, async () => {
      for (const validateOnly of [true, false]) {
        codes.push(codesOf(await send(mutation, who, { ...stale, validateOnly })));
      }
    });

    expect(codes).toEqual(['ETAG_MISMATCH', 'ETAG_MISMATCH']);
    expect(changed).toEqual(['audit_records']);
  });
});

test('an accepted call that found everything done keeps its key: sent again later it does nothing (R41)', async () => {
  const { who, input } = await given('setResellerStatus');
  const restored = { ...input, accountStatus: 'ACTIVE' };
  const named = { ...input, clientRequestId: newId() };
  await send('setResellerStatus', who, input);
  const first = await send('setResellerStatus', who, named);
  // Somebody has decided otherwise before the client, who lost the answer, sends it again.
  await send('setResellerStatus', who, restored);

  let again: WriteAnswer | null = null;
  const changed = await changedBy(app, async () => {
    again = await send('setResellerStatus', who, named);
  });

  expect(isRepeated(first)).toBe(true);
  expect(again).toMatchObject({ payload: { repeated: true }, error: null });
  expect(changed).toEqual(['audit_records']);
});
