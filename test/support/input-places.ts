import {
  getNamedType,
  getNullableType,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLSchema,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';

import type { ActionRow } from '../../src/kernel/role-matrix';
import { appliedDirectives } from '../../src/platform/graphql/apply-directives';

/*
 * Every place of the schema where a client can put a value, and the operation that puts it there. Made
 * from the schema, so that a new argument or input field is attacked without anybody thinking of it.
 */

type Step = string | number;

/** A leaf of the arguments of one field. */
export interface InputPlace {
  /** `Query.customers filter.name`. */
  readonly title: string;
  /** As refusals name it: `filter.name`, `ids[0]`. */
  readonly field: string;
  readonly query: string;
  /** Name of the scalar or enum, in brackets for the list itself. */
  readonly type: string;
  /** The first place of its field: where one is enough for all that the field takes. */
  readonly isFirst: boolean;
  readonly isMutation: boolean;
  /** Who may ask for the field. */
  readonly requiresRole: Partial<ActionRow>;
  /** The variables with this value here and harmless ones where something is required. */
  variables(value: unknown): Record<string, unknown>;
}

/** How to get to the fields of objects that take arguments. */
const WAYS: Readonly<Record<string, readonly [open: string, close: string]>> = {
  Query: ['query', ''],
  Mutation: ['mutation', ''],
  Customer: ['query', 'customers { nodes'],
  Invitation: ['query', 'viewer { reseller { invitation'],
  Relationship: ['query', 'relationships { nodes'],
  RelationshipRequest: ['query', 'relationshipRequests { nodes'],
  Reseller: ['query', 'resellers { nodes'],
  Subscription: ['query', 'subscriptions { nodes'],
  WebhookDelivery: ['query', 'webhookEndpoints { nodes { deliveries { nodes'],
  WebhookEndpoint: ['query', 'webhookEndpoints { nodes'],
};

const CONNECTION = 'totalCount edges { cursor } pageInfo { hasNextPage hasPreviousPage }';

export type Samples = (type: string, name: string, field: string) => unknown;

/** `sample` gives a value that fits, where one is required. */
export function inputPlaces(schema: GraphQLSchema, sample: Samples): readonly InputPlace[] {
  return Object.values(schema.getTypeMap())
    .filter(isObjectType)
    .filter((type) => !type.name.startsWith('__') && type !== schema.getSubscriptionType())
    .flatMap((type) =>
      Object.values(type.getFields())
        .filter((field) => field.args.length > 0)
        .flatMap((field) => placesOf(type.name, field, sample)),
    );
}

function placesOf(
  owner: string,
  field: GraphQLField<unknown, unknown>,
  sample: Samples,
): readonly InputPlace[] {
  const query = operation(owner, field);
  const required = Object.fromEntries(
    field.args
      .filter(({ type }) => isNonNullType(type))
      .map(({ name, type }) => [name, harmless(type, name, field.name, sample)]),
  );
  return field.args
    .flatMap(({ name, type }) => leaves(type, [name]))
    .map(({ path, type }, index) => ({
      title: `${owner}.${field.name} ${written(path)}`,
      field: written(path),
      query,
      type,
      isFirst: index === 0,
      isMutation: owner === 'Mutation',
      requiresRole: appliedDirectives(field).requiresRole ?? {},
      variables: (value) => put(required, path, value) as Record<string, unknown>,
    }));
}

function operation(owner: string, field: GraphQLField<unknown, unknown>): string {
  const way = WAYS[owner];
  if (!way) throw new Error(`say how to get to ${owner}: it has fields with arguments now`);
  const declared = field.args.map(({ name, type }) => `$${name}: ${String(type)}`).join(', ');
  const passed = field.args.map(({ name }) => `${name}: $${name}`).join(', ');
  const answer = getNamedType(field.type);
  const inner = answer.name.endsWith('Connection') ? CONNECTION : '__typename';
  const selection = isLeafType(answer) ? '' : `{ ${inner} }`;
  const [kind, path] = way;
  const openings = path === '' ? [] : path.split(' ').filter((part) => part !== '{');
  const opened = openings.map((part) => `${part} {`).join(' ');
  return `${kind} (${declared}) { ${opened} ${field.name}(${passed}) ${selection} ${'}'.repeat(openings.length)} }`;
}

function leaves(
  type: GraphQLInputType,
  path: readonly Step[],
): readonly { readonly path: readonly Step[]; readonly type: string }[] {
  const present = getNullableType(type);
  if (isListType(present)) {
    return [
      { path, type: `[${getNamedType(present).name}]` },
      ...leaves(present.ofType, [...path, 0]),
    ];
  }
  if (!isInputObjectType(present)) return [{ path, type: present.name }];
  return Object.values(present.getFields()).flatMap((field) =>
    leaves(field.type, [...path, field.name]),
  );
}

function harmless(type: GraphQLInputType, name: string, field: string, sample: Samples): unknown {
  const present = getNullableType(type);
  if (isListType(present)) return [harmless(present.ofType, name, field, sample)];
  if (!isInputObjectType(present)) return sample(present.name, name, field);
  return Object.fromEntries(
    Object.values(present.getFields())
      .filter((inner) => isNonNullType(inner.type))
      .map((inner) => [inner.name, harmless(inner.type, inner.name, field, sample)]),
  );
}

function put(into: unknown, [step, ...rest]: readonly Step[], value: unknown): unknown {
  if (step === undefined) return value;
  if (typeof step === 'number') {
    return [put(Array.isArray(into) ? (into as unknown[])[step] : undefined, rest, value)];
  }
  const present = (into ?? {}) as Readonly<Record<string, unknown>>;
  return { ...present, [step]: put(present[step], rest, value) };
}

function written(path: readonly Step[]): string {
  return path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`))
    .join('')
    .slice(1);
}
