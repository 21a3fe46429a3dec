import { collectSubFields, inspect } from '@graphql-tools/utils';
import {
  type FieldNode,
  getNullableType,
  GraphQLBoolean,
  GraphQLError,
  GraphQLID,
  type GraphQLLeafType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  GraphQLString,
  isLeafType,
  isListType,
  isNonNullType,
  TypeNameMetaFieldDef,
} from 'graphql';

import { type Execution, isPromise, type Place } from './execution';
import { type FieldCode, objectCode } from './object-code';
import { type Plan, PlannedField } from './planned-field';

/*
 * What stands in the answer for the value of a field. Step by step as `execute` of graphql-js does it, with the
 * same promises, so that errors come in the same order too; but what depends on the document is found out once.
 */

/** What stands in the answer for a value, or the promise of it; `place` is that of the value. */
type Complete = (run: Execution, value: unknown, place: Place) => unknown;

/** Objects of one type, with the fields that nodes of one field ask for. */
export function objectOf(
  plan: Plan,
  type: GraphQLObjectType,
  nodes: readonly FieldNode[],
): Complete {
  const { fields } = collectSubFields(plan.schema, plan.fragments, {}, type, [...nodes]);
  const code = objectCode(
    [...fields].map(([key, merged]) => {
      const [node, ...others] = merged;
      const name = node?.name.value ?? '';
      const definition = name === '__typename' ? TypeNameMetaFieldDef : type.getFields()[name];
      if (!node || !definition) throw new Error(`${type.name} has no field ${name}`);
      return codeOf(new PlannedField(plan, type, key, definition, [node, ...others]));
    }),
  );
  return (run, source, place) => {
    const before = run.awaited.length;
    try {
      const object = code(run, source, place);
      return run.awaited.length === before ? object : settled(object);
    } catch (error) {
      // The parent hears of it when the other fields of the object are done, or one of them has failed.
      const others = run.awaited.slice(before).filter(({ parent }) => parent === place);
      if (others.length === 0) throw error;
      return Promise.all(others.map(({ answer }) => answer))
        .then(() => undefined)
        .finally(() => {
          throw error;
        });
    }
  };
}

function settled(object: Record<string, unknown>): unknown {
  const values = Object.values(object);
  if (!values.some(isPromise)) return object;
  return Promise.all(values).then((found) => {
    Object.keys(object).forEach((key, n) => (object[key] = found[n]));
    return object;
  });
}

function codeOf(field: PlannedField): FieldCode {
  const { key, definition, parentType } = field;
  const { name, type, resolve } = definition;
  const failed: FieldCode['failed'] = (run, error, parent) =>
    field.nullFor(run, error, type, field.placeBelow(parent));
  const asItIs = AS_THEY_ARE.get(getNullableType(type)) ?? null;
  const code = { name, key, asItIs, complete: completionOf(field), failed };
  if (definition === TypeNameMetaFieldDef) return { ...code, resolve: () => parentType.name };
  if (!resolve) return { ...code, resolve: null };
  return {
    ...code,
    resolve: (run, source, parent) => field.resolve(resolve, run, source, parent),
  };
}

/** Values of these types stand in the answer as they are. */
const AS_THEY_ARE = new Map<unknown, 'string' | 'boolean'>([
  [GraphQLString, 'string'],
  [GraphQLID, 'string'],
  [GraphQLBoolean, 'boolean'],
]);

function completionOf(field: PlannedField): FieldCode['complete'] {
  const { type, resolve } = field.definition;
  const complete = completeOf(field, type);
  const isProperty = !resolve;
  /** A property that is a method is called. */
  const called = (run: Execution, value: unknown, parent: Place, source: unknown): unknown =>
    isProperty && typeof value === 'function'
      ? field.resolve(
          (_source, args, ctx, info) => value.call(source, args, ctx, info) as unknown,
          run,
          source,
          parent,
        )
      : value;
  const awaiting = (
    run: Execution,
    value: Promise<unknown>,
    parent: Place,
    place: Place,
  ): unknown => {
    const answer = value.then(undefined, (error: unknown) =>
      field.nullFor(run, error, type, place),
    );
    run.awaited.push({ parent, answer });
    return answer;
  };
  const present = getNullableType(type);
  const isLeaf = isLeafType(present);
  return (run, given, parent, source) => {
    const value = typeof given === 'function' ? called(run, given, parent, source) : given;
    // Of most leaves nobody asks for the place.
    if (isLeaf && !isPromise(value)) return complete(run, value, parent);
    const place = field.placeBelow(parent);
    const completed = isPromise(value)
      ? value.then((it) => complete(run, it, place))
      : complete(run, value, place);
    return isPromise(completed) ? awaiting(run, completed, parent, place) : completed;
  };
}

function completeOf(field: PlannedField, type: GraphQLOutputType): Complete {
  const present = getNullableType(type);
  const complete = completePresent(field, present);
  const isNeverNull = isNonNullType(type);
  return (run, value, place) => {
    if (value instanceof Error) throw value;
    if (value !== null && value !== undefined) return complete(run, value, place);
    if (!isNeverNull) return null;
    const { parentType, definition } = field;
    throw new Error(
      `Cannot return null for non-nullable field ${parentType.name}.${definition.name}.`,
    );
  };
}

function completePresent(field: PlannedField, type: GraphQLOutputType): Complete {
  if (isListType(type)) return listOf(field, type.ofType);
  if (isLeafType(type)) return leafOf(type);
  return objectOf(field.plan, type as GraphQLObjectType, field.nodes);
}

function leafOf(type: GraphQLLeafType): Complete {
  return (_run, value) => {
    const serialized: unknown = type.serialize(value);
    if (serialized !== null && serialized !== undefined) return serialized;
    throw new Error(
      `Expected \`${type.name}.serialize(${inspect(value)})\` to return non-nullable value, returned: ${inspect(serialized)}`,
    );
  };
}

function listOf(field: PlannedField, type: GraphQLOutputType): Complete {
  const { parentType, definition } = field;
  const complete = completeOf(field, type);
  const itemOf: Complete = (run, value, place) => {
    try {
      const completed = isPromise(value)
        ? value.then((it) => complete(run, it, place))
        : complete(run, value, place);
      if (!isPromise(completed)) return completed;
      return completed.then(undefined, (error: unknown) => field.nullFor(run, error, type, place));
    } catch (error) {
      return field.nullFor(run, error, type, place);
    }
  };
  return (run, values, place) => {
    if (!isIterable(values)) {
      throw new GraphQLError(
        `Expected Iterable, but did not find one for field "${parentType.name}.${definition.name}".`,
      );
    }
    const items: unknown[] = [];
    let isAwaited = false;
    try {
      for (const value of values) {
        const item = itemOf(run, value, { prev: place, key: items.length, typename: undefined });
        isAwaited ||= isPromise(item);
        items.push(item);
      }
    } catch (error) {
      // Nobody waits for the others any more, and what nobody waits for must not fail unheard.
      Promise.all(items).catch(() => undefined);
      throw error;
    }
    return isAwaited ? Promise.all(items) : items;
  };
}

function isIterable(value: unknown): value is Iterable<unknown> {
  return (
    typeof value === 'object' &&
    typeof (value as { readonly [Symbol.iterator]?: unknown })[Symbol.iterator] === 'function'
  );
}
