import {
  type GraphQLField,
  type GraphQLInterfaceType,
  type GraphQLObjectType,
  type GraphQLSchema,
  isInterfaceType,
  isObjectType,
} from 'graphql';

import type { OperatorActor } from '../src/kernel/actor';
import { EVENT_RESOURCE_TYPE } from '../src/kernel/event-data';
import { EventName, type EventNameKey } from '../src/kernel/event-name';
import { type EventRow, toEvent } from '../src/modules/event-log/event.queries';
import { EVENT_TYPES } from '../src/modules/event-log/event-data.types';
import { accessOf } from '../src/platform/graphql/guards';
import { EVENT_EXAMPLES, EXAMPLE_CUSTOMER } from './event-examples';

type Field = GraphQLField<unknown, unknown>;

const NAMES = Object.keys(EventName) as EventNameKey[];

/** `docs/events.md` as the schema, the contracts of the mutations and the types of the data say it now. */
export function eventsPage(schema: GraphQLSchema): string {
  const envelope = interfaceOf(schema);
  return [
    '# Events',
    '',
    'Everything that happens is an event: one row of a log, written in the transaction of the change it tells of, and never',
    'changed. `events` reads them, `EventStream.events` follows them, webhooks send them. This page is printed',
    'from the schema by `npm run docs:print`; do not edit it by hand.',
    '',
    'An event is told at least once, with the same `id` each time. Data that only some of its readers may know is not in it:',
    'read the object by its id. An import writes no events.',
    '',
    '## What every event says',
    '',
    ...tableOf(Object.values(envelope.getFields())),
    '',
    ...NAMES.flatMap((name) => sectionOf(schema, envelope, name)),
  ].join('\n');
}

function sectionOf(
  schema: GraphQLSchema,
  envelope: GraphQLInterfaceType,
  name: EventNameKey,
): string[] {
  const type = objectTypeOf(schema, name);
  const own = Object.values(type.getFields()).filter(
    (field) => !Object.hasOwn(envelope.getFields(), field.name),
  );
  return [
    `## \`${EventName[name]}\``,
    '',
    `${type.description ?? ''} Type \`${type.name}\`, name \`${name}\` in the graph.`,
    '',
    `- To: ${listed(EVENT_EXAMPLES[name].to)}.`,
    `- Mutations that write it: ${mutationsOf(schema, name)}.`,
    `- \`resourceId\`: of a \`${EVENT_RESOURCE_TYPE[name]}\`.`,
    '',
    ...(own.length > 0 ? [...tableOf(own), ''] : []),
    '```json',
    JSON.stringify(exampleOf(name), null, 2),
    '```',
    '',
  ];
}

function tableOf(fields: readonly Field[]): string[] {
  return [
    '| Field | Type | Meaning |',
    '| --- | --- | --- |',
    ...fields.map(
      ({ name, type, description }) =>
        `| \`${name}\` | \`${String(type)}\` | ${description ?? ''} |`,
    ),
  ];
}

/** Those whose contract names it. What falls due by itself, the platform writes. */
function mutationsOf(schema: GraphQLSchema, name: EventNameKey): string {
  const mutations = Object.values(schema.getMutationType()?.getFields() ?? {});
  const writers = mutations.filter((field) => {
    const access = accessOf(field);
    return access?.kind === 'mutation' && access.contract.emits.includes(name);
  });
  if (writers.length === 0) return 'none, only the platform';
  return listed(writers.map((field) => `\`${field.name}\``).sort());
}

function listed(items: readonly string[]): string {
  if (items.length < 2) return items.join('');
  return `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}

const OPERATOR: OperatorActor = {
  side: 'operator',
  kind: 'OPERATOR',
  tenantId: '00000000-0000-4000-8000-000000000000',
  userId: 'operator',
  displayName: null,
};

/** As it is answered to whoever may read all of it. */
function exampleOf(name: EventNameKey): object {
  const { to, data } = EVENT_EXAMPLES[name];
  const row = {
    name,
    data,
    key: '0e000000-0000-7000-8000-000000000001',
    version: 1,
    sequence: '17',
    resourceType: EVENT_RESOURCE_TYPE[name],
    customerKey: to.includes('the customer') ? EXAMPLE_CUSTOMER : null,
    actor: { kind: 'PLATFORM', displayName: null, tenantId: null, userId: 'example' },
    correlationId: '6f1c7a52-5f0e-4b55-9a6f-0d3b1f4c2a11',
    occurredAt: new Date('2026-03-02T08:00:00.000Z'),
    knowsCustomer: true,
    oldValue: null,
    newValue: null,
  } as unknown as EventRow;
  return toEvent(OPERATOR, row);
}

function interfaceOf(schema: GraphQLSchema): GraphQLInterfaceType {
  const type = schema.getType('Event');
  if (!isInterfaceType(type)) throw new Error('the schema has no interface Event');
  return type;
}

function objectTypeOf(schema: GraphQLSchema, name: EventNameKey): GraphQLObjectType {
  const type = schema.getType(EVENT_TYPES[name].name);
  if (!isObjectType(type)) throw new Error(`the schema has no type for ${name}`);
  return type;
}
