import { type ExecutionResult, getOperationAST, parse, validate } from 'graphql';

import { buildAppSchema } from '../../../src/app';
import { findHeldTenant } from '../../../src/modules/callers/tenant-lookup.queries';
import { loadCatalogue } from '../../../src/modules/catalogue/catalogue-file';
import { DEMO_IDS } from '../../../src/modules/demo/demo-ids';
import { findPersona } from '../../../src/modules/demo/personas';
import { localizeRefusal } from '../../../src/modules/error-catalogue/localize';
import {
  customerIdOf,
  relationshipIdOf,
  resellerIdOf,
  subscriptionIdOf,
} from '../../../src/modules/visibility/object-ids';
import { WebhookHosts } from '../../../src/modules/webhooks/webhook-hosts';
import { resolveCaller } from '../../../src/platform/auth/caller';
import type { CommandRunner } from '../../../src/platform/commands/command-runner';
import { EventTail } from '../../../src/platform/event-log/event-tail';
import { isCompilable } from '../../../src/platform/graphql/compilable';
import { createRequestContext, type RequestContext } from '../../../src/platform/graphql/context';
import { createErrorMap } from '../../../src/platform/graphql/error-map';
import { createExecutor } from '../../../src/platform/graphql/executor';
import { deepQueries } from '../../support/deep-queries';
import {
  documentsOfTests,
  queriesIn,
  variablesFor,
  withLiftedTexts,
} from '../../support/query-documents';
import { createInvitation, requestRelationship } from '../../support/relationship-steps';
import { TEST_SECRET_KEY, TestApp } from '../../support/test-app';

/*
 * Every query document among the tests and the examples, and every field two steps from the query root, executed
 * by graphql-js and as a compiled query, by callers of every side: both answer the same.
 */

const CALLERS = ['reseller-a-admin', 'reseller-b-helpdesk', 'customer-global', 'operator', null];
const { customers, relationships, resellers, subscriptions } = DEMO_IDS;

describe('both executors', () => {
  let app: TestApp;
  let ids: Readonly<Record<string, string>>;
  let schema: ReturnType<typeof buildAppSchema>;

  beforeAll(async () => {
    app = await TestApp.start();
    const invitation = await createInvitation(app, 'reseller-b-admin');
    const { viewer } = await app.succeed<{ viewer: { customer: { tenantId: string } } }>(
      'customer-global',
      '{ viewer { customer { tenantId } } }',
    );
    const { tenantId } = viewer.customer;
    ids = {
      tenantId,
      invitation,
      relationshipRequest: await requestRelationship(app, 'reseller-b-admin', tenantId),
      customer: customerIdOf(customers.customer),
      relationship: relationshipIdOf(relationships.woodgroveContoso),
      reseller: resellerIdOf(resellers.resellerA),
      subscription: subscriptionIdOf(subscriptions.woodgroveMail.id),
    };
    schema = buildAppSchema({
      runner: {} as CommandRunner,
      tail: new EventTail({ db: app.database, onFailure: () => undefined }),
      catalogue: loadCatalogue(null),
      serverKey: TEST_SECRET_KEY,
      publicUrl: () => app.address,
      webhookHosts: new WebhookHosts({ allowLoopback: true }),
    });
  });
  afterAll(() => app.stop());

  async function contextOf(who: string | null): Promise<RequestContext> {
    const persona = who === null ? null : findPersona(who);
    const actor =
      persona &&
      (await resolveCaller(
        {
          issuer: 'demo',
          tenantId: persona.tenant.tenantId,
          userId: persona.userId,
          displayName: persona.displayName,
          roles: persona.roles,
          isApplication: persona.isApplication,
          mayNameOperators: true,
          tenantName: persona.tenant.name,
          tenantCountry: persona.tenant.country,
          validUntil: new Date(8e15),
        },
        (tenantId) => findHeldTenant(app.database, tenantId),
      ));
    const { database: db, clock } = app;
    return createRequestContext({
      actor: actor ?? null,
      correlationId: 'correlation',
      requestId: 'request',
      locale: 'de-DE',
      clock,
      db,
    });
  }

  /** As clients read it; which of several errors is told first depends on the database. */
  function asSent({ data, errors = [] }: ExecutionResult): string {
    const logFailure = (error: unknown): never => {
      throw error;
    };
    const map = createErrorMap({ logFailure, localize: localizeRefusal });
    const scope = { correlationId: 'correlation', requestId: 'request', locale: 'de-DE' };
    const sent = errors.map((error) => JSON.stringify(map(error, scope)));
    return JSON.stringify({ data, errors: sent.sort() }, null, 1);
  }

  type Comparison = (who: string | null, variables: Record<string, unknown>) => Promise<boolean>;

  /**
   * Executes one operation both ways, fails where the answers differ, and says whether a compiled query was
   * among them; null where there is none, because then graphql-js answers anyway.
   */
  function comparing(text: string, operationName: string | null = null): Comparison | null {
    const document = parse(text);
    expect(validate(schema, document)).toEqual([]);
    const asked = getOperationAST(document, operationName);
    if (!asked || !isCompilable(schema, document, asked)) return null;
    let isCompiled = false;
    const onExecution = (it: boolean): void => void (isCompiled = it);
    const compiling = createExecutor(schema, { compiledWhenSeen: 1, onExecution });
    const graphqlJs = createExecutor(schema, { compiledWhenSeen: Infinity });
    return async (who, variables) => {
      const operation = { document, operationName, variables };
      const found = asSent(await compiling({ ...operation, context: await contextOf(who) }));
      if (!isCompiled) return false;
      const expected = asSent(await graphqlJs({ ...operation, context: await contextOf(who) }));
      if (found !== expected) {
        const sent = `${who}: ${text}\n${JSON.stringify(variables)}\n`;
        expect(sent + found).toBe(sent + expected);
      }
      return true;
    };
  }

  const valueFor = (type: string, name: string): unknown => {
    if (type === 'Int') return 3;
    if (type === 'Boolean') return true;
    if (type === 'DateTime') return '2026-01-31T08:00:00Z';
    if (type === 'UUID') return ids['tenantId'];
    if (type === 'CountryCode') return 'CN';
    if (type === 'URL') return ids['invitation'];
    const kind = Object.keys(ids).find((it) => name.toLowerCase().startsWith(it.toLowerCase()));
    if (type === 'ID') return ids[kind ?? 'customer'];
    return name.startsWith('token') ? ids['invitation'] : 'Woodgrove';
  };

  test('answer the same to every document of the tests and the examples', async () => {
    const documents = documentsOfTests(schema);
    const compiled = new Set<string>();
    for (const text of new Set(documents.flatMap((it) => [it, withLiftedTexts(schema, it)]))) {
      for (const operation of queriesIn(parse(text))) {
        const compare = comparing(text, operation.name?.value);
        if (!compare) continue;
        const [fitting = {}, ...others] = variablesFor(schema, operation, valueFor);
        for (const who of CALLERS) {
          if (await compare(who, fitting)) compiled.add(text);
        }
        for (const variables of others) await compare('reseller-a-admin', variables);
      }
    }

    expect(documents.length).toBeGreaterThan(150);
    expect(compiled.size).toBeGreaterThan(documents.length / 3);
  }, 120_000);

  test('answer the same for every field, two steps from the root', async () => {
    const queries = deepQueries(schema, (field, argument) => {
      if (argument === 'first') return '3';
      if (argument === 'id') return JSON.stringify(ids[field] ?? ids['customer']);
      if (argument === 'ids') return JSON.stringify([ids['customer'], ids['subscription']]);
      if (argument === 'invitationId') return JSON.stringify(ids['invitation']);
      return argument === 'text' ? '"text"' : null;
    });
    let compiledCount = 0;
    for (const { query } of queries) {
      const compare = comparing(withLiftedTexts(schema, query));
      for (const who of compare ? CALLERS : []) {
        if (await compare?.(who, {})) compiledCount += 1;
      }
    }

    expect(compiledCount).toBeGreaterThan((queries.length * CALLERS.length) / 4);
  }, 120_000);

  test.each([
    [
      'a cursor of nothing',
      'query ($c: String = "nonsense") { customers(after: $c, first: 2) { nodes { id } } }',
    ],
    [
      'a cursor of another list',
      'query ($c: String) { customers(after: $c) { nodes { id subscriptions(after: $c) { nodes { id } } } } }',
    ],
    [
      'a bad cursor below each object',
      'query ($bad: String = "bad") { customers { nodes { id subscriptions(after: $bad) { nodes { id } } } } }',
    ],
    ['too large a page', 'query ($n: Int = 101) { customers(first: $n) { nodes { id } } }'],
    ['both ends of a list', '{ customers(first: 1, last: 1) { nodes { id } } }'],
    ['an id of nothing', 'query ($id: ID! = "nonsense") { customer(id: $id) { id } }'],
    [
      'an id of another type',
      'query ($id: ID!) { customer(id: $id) { id } subscription(id: $id) { id } }',
    ],
    [
      'fields of one name, merged',
      '{ customers { nodes { id } nodes { country companyProfile { domain } companyProfile { companyName } } } customers { totalCount } }',
    ],
    [
      'fragments, merged',
      'query { ...A ...B } fragment A on Query { customers { nodes { ...C } } } fragment B on Query { customers { nodes { ...C country } totalCount } } fragment C on Customer { id name: companyProfile { companyName } }',
    ],
    ['a fragment on an interface', '{ customers { nodes { ... on Node { id } } } }'],
    [
      'fields by a condition',
      'query ($yes: Boolean! = true) { customers { nodes { id country @skip(if: $yes) tenantId @include(if: $yes) } totalCount @skip(if: $yes) } }',
    ],
  ])('answer the same to %s', async (_name, text) => {
    const compare = comparing(text);
    expect(compare !== null).toBe(!/@skip/.test(text));
    for (const who of CALLERS) {
      for (const given of [{}, { id: ids['subscription'] }, { c: 'bm90aGluZw' }]) {
        await compare?.(who, given);
      }
    }
  });
});
