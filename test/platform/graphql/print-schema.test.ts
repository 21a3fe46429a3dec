import {
  buildClientSchema,
  buildSchema,
  getDirectiveValues,
  type GraphQLObjectType,
  introspectionFromSchema,
  lexicographicSortSchema,
  printSchema,
} from 'graphql';

import { DIRECTIVE_SPECS } from '../../../src/platform/graphql/apply-directives';
import { printAddedSchema, printGraphSchema } from '../../../src/platform/graphql/print-schema';
import { changeQuantityContract, sampleSchema } from './sample-schema';

const sdl = printGraphSchema(sampleSchema());

test('the printed schema names EventStream as the root of live operations, although a type is called Subscription', () => {
  const read = buildSchema(sdl);

  expect(read.getSubscriptionType()?.name).toBe('EventStream');
  expect(read.getType('Subscription')).toBeDefined();
});

test('a schema printed from introspection names EventStream as the root of live operations', () => {
  const client = buildClientSchema(introspectionFromSchema(sampleSchema()));

  const read = buildSchema(printSchema(client));

  expect(read.getSubscriptionType()?.name).toBe('EventStream');
});

test('the printed schema carries every directive and the standard ones stay', () => {
  const names = buildSchema(sdl)
    .getDirectives()
    .map((directive) => directive.name);

  expect(names).toEqual(expect.arrayContaining(DIRECTIVE_SPECS.map((spec) => spec.name)));
  expect(names).toEqual(expect.arrayContaining(['skip', 'include', 'deprecated', 'specifiedBy']));
});

test('what a contract declares is what the printed schema says, on the field and with these values', () => {
  const read = buildSchema(sdl);
  const field = (read.getMutationType() as GraphQLObjectType).getFields()['changeQuantity'];
  const valuesOf = (name: string): unknown => {
    const directive = read.getDirective(name);
    return directive && field?.astNode ? getDirectiveValues(directive, field.astNode) : undefined;
  };

  expect(valuesOf('requiresRole')).toEqual({
    partner: ['ADMIN_AGENT', 'SALES_AGENT', 'GLOBAL_ADMIN'],
    operator: true,
    application: false,
  });
  expect(valuesOf('requiresFeature')).toEqual({ feature: 'MULTI_PARTNER' });
  expect(valuesOf('guardSubscription')).toEqual({ change: 'OTHER' });
  expect(valuesOf('guardPartnerOfRecord')).toEqual({});
  expect(valuesOf('leavesUnchanged')).toEqual({ what: ['PARTNER_OF_RECORD'] });
  expect(valuesOf('rejects')).toEqual({ codes: changeQuantityContract.rejects });
  expect(valuesOf('emits')).toEqual({ events: changeQuantityContract.emits });
});

test('several directives on one input field are all printed', () => {
  expect(sdl).toMatch(/partnerId: String @guardPartnerOfRecord @protectedBy\(rules: \[R4\]\)/);
});

test('printing is the same on every build', () => {
  expect(printGraphSchema(sampleSchema())).toBe(sdl);
});

test('what a demo server adds is printed alone and fits onto the printed schema', () => {
  const base = buildSchema('type Query { a: Int } type Known { b: Int }');
  const demo = buildSchema(
    'type Query { a: Int reset: Demo known: Known } type Known { b: Int } type Demo { c: Int }',
  );

  const added = printAddedSchema(base, demo);

  expect(added).not.toMatch(/\ba: Int|type Known/);
  const together = buildSchema(`${printSchema(base)}\n${added}`);
  expect(printSchema(lexicographicSortSchema(together))).toBe(
    printSchema(lexicographicSortSchema(demo)),
  );
});

test('a server that adds nothing has nothing to print', () => {
  expect(printAddedSchema(sampleSchema(), sampleSchema()).trim()).toBe('');
});
