import { buildSchema, type GraphQLField, type GraphQLSchema } from 'graphql';

import type { AppliedDirectives } from '../../src/platform/graphql/apply-directives';
import { schemaUnderTest } from '../support/app-schema';
import { CONVENTIONS } from '../support/schema-conventions';

const schema = schemaUnderTest();

describe('in the schema', () => {
  test.each(Object.entries(CONVENTIONS))('%s', (_, problemsIn) => {
    expect(problemsIn(schema)).toEqual([]);
  });
});

function problems(convention: keyof typeof CONVENTIONS, broken: GraphQLSchema): string {
  const problemsIn = CONVENTIONS[convention];
  if (!problemsIn) throw new Error(`no convention is called ${convention}`);
  return problemsIn(broken).join('\n');
}

/** A schema from SDL whose elements declare directives as decorators would leave them. */
function schemaWith(
  sdl: string,
  directives: Readonly<Record<string, AppliedDirectives>> = {},
): GraphQLSchema {
  const built = buildSchema(sdl);
  for (const [path, applied] of Object.entries(directives)) {
    const [typeName = '', fieldName = ''] = path.split('.');
    const type = built.getType(typeName) as unknown as {
      getFields(): Record<string, GraphQLField<unknown, unknown>>;
    };
    const field = type.getFields()[fieldName];
    if (!field) throw new Error(`no field ${path}`);
    field.extensions = { directives: applied };
  }
  return built;
}

const MUTATION = `type Query { a: Int } type Mutation { doIt(input: DoItInput!): DoItPayload }
  input DoItInput { clientRequestId: String validateOnly: Boolean partnerId: String }
  type DoItPayload { done: Boolean }`;

describe('a broken schema is noticed:', () => {
  test.each([
    ['a type', 'type Query { "A." a: Int }', 'Query'],
    ['a field', '"Q." type Query { a: Int }', 'Query.a'],
    ['an argument', '"Q." type Query { "A." a(b: Int): Int }', 'Query.a(b:)'],
    ['an enum value', '"Q." type Query { "A." a: E } "E." enum E { X }', 'E.X'],
    ['an input field', '"Q." type Query { "A." a("B." b: I): Int } "I." input I { c: Int }', 'I.c'],
    ['an interface field', '"Q." type Query { "A." a: N } "N." interface N { b: Int }', 'N.b'],
    ['a scalar', '"Q." type Query { "A." a: S } scalar S', 'S'],
    ['a directive', '"Q." type Query { "A." a: Int } directive @d on FIELD', '@d'],
    [
      'an argument of a directive',
      '"Q." type Query { "A." a: Int } "D." directive @d(e: Int) on FIELD',
      '@d(e:)',
    ],
  ])('%s without a description', (_, sdl, path) => {
    expect(
      problems(
        'every element has a description',
        buildSchema(`"S." schema { query: Query } ${sdl}`),
      ),
    ).toBe(`${path} has no description`);
  });

  test('a description that is a note', () => {
    const broken = schemaWith('type Query { "some note" a: Int }');
    expect(problems('every description is a sentence', broken)).toContain('Query.a');
  });

  test('a field in another spelling', () => {
    const broken = schemaWith('type Query { partner_id: Int }');
    expect(problems('names are spelled one way', broken)).toContain('Query.partner_id');
  });

  test('a mutation that is non-null', () => {
    const broken = schemaWith('type Query { a: Int } type Mutation { doIt: Int! }');
    expect(problems('every field of the mutation root is nullable', broken)).toContain('doIt');
  });

  test('a field with a role directive that is non-null', () => {
    const broken = schemaWith('type Query { a: Int! }', { 'Query.a': { requiresRole: {} } });
    expect(problems('every field with a role directive is nullable', broken)).toContain('Query.a');
  });

  test('a mutation without a role directive', () => {
    expect(problems('every mutation has a role directive', schemaWith(MUTATION))).toContain('doIt');
  });

  test('a mutation with loose arguments and no payload', () => {
    const broken = schemaWith('type Query { a: Int } type Mutation { doIt(id: ID!): Int }');
    expect(
      problems(
        'every mutation takes one input and answers one payload, named after it',
        broken,
      ).split('\n'),
    ).toHaveLength(4);
  });

  test.each<[string, Readonly<Record<string, AppliedDirectives>>, string]>([
    ['a role', { 'Mutation.doIt': { requiresRole: {} } }, 'ROLE_NOT_ALLOWED'],
    [
      'a feature',
      { 'Mutation.doIt': { requiresFeature: [{ feature: 'GDAP' }] } },
      'FEATURE_NOT_AVAILABLE_IN_CLOUD',
    ],
    [
      'a guard of subscriptions',
      { 'Mutation.doIt': { guardSubscription: { change: 'TERMS' } } },
      'TERMS_CHANGE_NOT_ALLOWED',
    ],
    [
      'a guard of the Partner of Record on an input field',
      { 'DoItInput.partnerId': { guardPartnerOfRecord: {} } },
      'POR_CHANGE_NOT_ALLOWED',
    ],
    [
      'a proof that the payload has no place for',
      { 'Mutation.doIt': { leavesUnchanged: { what: ['TERMS'] } } },
      'no proof',
    ],
    [
      'protected fields without a guard',
      { 'DoItInput.partnerId': { protectedBy: { rules: ['R4'] } } },
      'without a guard',
    ],
  ])('%s that the contract forgets', (_, directives, problem) => {
    const broken = schemaWith(MUTATION, directives);
    expect(problems('the directives of a mutation fit together', broken)).toContain(problem);
  });

  test('a code that a contract lists twice', () => {
    const codes = ['ROLE_NOT_ALLOWED', 'NOT_FOUND', 'NOT_FOUND'] as const;
    const broken = schemaWith(MUTATION, { 'Mutation.doIt': { rejects: { codes } } });
    expect(problems('the directives of a mutation fit together', broken)).toContain('twice');
  });

  test('a list with holes', () => {
    const broken = schemaWith('type Query { a: [Int]! }');
    expect(problems('no list holds null', broken)).toContain('Query.a');
  });

  test('a connection that cannot be read backwards', () => {
    const broken = schemaWith(
      'type Query { a(first: Int, after: String): AConnection } type AConnection { edges: [Int!]! }',
    );
    expect(problems('connections follow the Relay convention', broken)).toMatch(
      /last[^]*before|before[^]*last/,
    );
  });

  test.each([
    [
      'another interface',
      'type E implements Event { id: ID other: Other } interface Other { id: ID }',
    ],
    ['Node, through an object', 'type E implements Event { id: ID via: Via } type Via { to: A }'],
  ])('an event that leads to %s', (_, types) => {
    const broken = schemaWith(
      `type Query { e: Event } interface Event { id: ID } interface Node { id: ID } type A implements Node { id: ID } ${types}`,
    );
    expect(
      problems('no event, audit record or blocker leads to an interface or back to Node', broken),
    ).toMatch(/leads from E/);
  });

  test('a price', () => {
    const broken = schemaWith('type Query { unitPrice: Int }');
    expect(problems('there is no price', broken)).toContain('unitPrice');
  });

  test('a customer that cannot say what it hides', () => {
    const broken = schemaWith('type Query { c: Customer } type Customer { id: ID }');
    expect(problems('objects that hide fields list them', broken)).toContain('Customer');
  });
});
