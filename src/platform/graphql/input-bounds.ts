import {
  defaultFieldResolver,
  getNullableType,
  type GraphQLField,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  type GraphQLSchema,
  isInputObjectType,
  isListType,
  isObjectType,
  isScalarType,
} from 'graphql';
import { Extensions } from 'type-graphql';

import {
  DomainError,
  firstRefusal,
  MAX_TEXT_LENGTH,
  throwIfRefused,
} from '../../kernel/domain-error';
import { isStorableText } from '../../kernel/text';
import type { TextArguments } from '../../kernel/text-arguments';
import type { RequestContext } from './context';

/** The most items of a list that a client sends. */
export const MAX_LIST_LENGTH = 100;
/** A cursor holds a text that the list is ordered by, twice encoded. */
const MAX_CURSOR_LENGTH = 16_384;

const LIMITS_EXTENSION = 'textLimits';
const LIST_EXTENSION = 'listLimit';

type TextLimits = Readonly<Record<string, number>>;

const CURSOR_LIMITS: TextLimits = { after: MAX_CURSOR_LENGTH, before: MAX_CURSOR_LENGTH };

/** Longer texts than usual for arguments of this field, by name. */
export function LongTexts(limits: TextLimits): MethodDecorator {
  return Extensions({ [LIMITS_EXTENSION]: limits });
}

/** A longer list than usual in this input field. */
export function LongList(maxItems: number): PropertyDecorator {
  return Extensions({ [LIST_EXTENSION]: maxItems }) as PropertyDecorator;
}

/** Why a value is refused, with the name of its place. */
type Check = (value: unknown, place: string) => DomainError | null;
interface Part {
  readonly name: string;
  readonly check: Check;
}
/** Of input types, by name. */
type InputChecks = Map<string, Check>;
type Field = GraphQLField<unknown, RequestContext>;

/**
 * What every text and every list of an input has to keep, in one place: a text is well-formed Unicode
 * without NUL and at most 1024 characters long, a list has at most 100 items unless its field says more. Null where nothing can
 * be wrong; otherwise what says why the arguments of a call are refused, with INVALID_INPUT.
 */
export function boundsOf(
  field: Field,
  known: InputChecks = new Map(),
): ((args: unknown) => DomainError | null) | null {
  const declared = field.extensions[LIMITS_EXTENSION] as TextLimits | undefined;
  const limits: TextLimits = { ...CURSOR_LIMITS, ...declared };
  const parts = field.args.flatMap(({ name, type }) => {
    const check = checkOf(type, limits[name] ?? MAX_TEXT_LENGTH, known);
    return check ? [{ name, check }] : [];
  });
  return parts.length === 0 ? null : (args) => firstRefusalIn(parts, args, '');
}

/**
 * Bounds the arguments of every field of every object. Not those of mutations: their guards ask
 * `boundsOf`, so that a refusal has its place among the others and is audited.
 */
export function boundInputs(schema: GraphQLSchema): void {
  const known: InputChecks = new Map();
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    if (type === schema.getMutationType()) continue;
    for (const field of Object.values(type.getFields())) boundField(field, boundsOf(field, known));
  }
}

function boundField(field: Field, refusalOf: ReturnType<typeof boundsOf>): void {
  if (refusalOf === null) return;
  const { resolve = defaultFieldResolver, subscribe } = field;
  field.resolve = (source, args, ctx, info) => {
    throwIfRefused(refusalOf(args));
    return resolve(source, args, ctx, info);
  };
  if (!subscribe) return;
  field.subscribe = (source, args, ctx, info) => {
    throwIfRefused(refusalOf(args));
    return subscribe(source, args, ctx, info);
  };
}

const NO_TEXTS: ReadonlySet<string> = new Set(['Boolean', 'Float', 'Int']);

/** `null` where nothing can be wrong: numbers, booleans, values of an enum. */
function checkOf(
  type: GraphQLInputType,
  maxLength: number,
  known: InputChecks,
  maxItems = MAX_LIST_LENGTH,
): Check | null {
  const present = getNullableType(type);
  if (isListType(present)) return listCheck(checkOf(present.ofType, maxLength, known), maxItems);
  if (isScalarType(present)) return NO_TEXTS.has(present.name) ? null : textCheck(maxLength);
  return isInputObjectType(present) ? objectCheck(present, known) : null;
}

function objectCheck(type: GraphQLInputObjectType, known: InputChecks): Check {
  const made = known.get(type.name);
  if (made) return made;
  const parts: Part[] = [];
  const check: Check = (value, place) => firstRefusalIn(parts, value, `${place}.`);
  // Known before its fields are looked at, because an input may hold another of its own type.
  known.set(type.name, check);
  for (const field of Object.values(type.getFields())) {
    const maxItems = field.extensions[LIST_EXTENSION] as number | undefined;
    const ofField = checkOf(field.type, MAX_TEXT_LENGTH, known, maxItems);
    if (ofField) parts.push({ name: field.name, check: ofField });
  }
  return check;
}

function firstRefusalIn(
  parts: readonly Part[],
  values: unknown,
  prefix: string,
): DomainError | null {
  if (typeof values !== 'object' || values === null) return null;
  for (const { name, check } of parts) {
    const value = (values as Readonly<Record<string, unknown>>)[name];
    const refusal = value == null ? null : check(value, prefix + name);
    if (refusal) return refusal;
  }
  return null;
}

function listCheck(ofItem: Check | null, maxItems: number): Check {
  return (value, place) => {
    if (!Array.isArray(value)) return null;
    if (value.length > maxItems) {
      const detail = `It has ${value.length} items; allowed are ${maxItems}.`;
      return invalid(place, detail, { maximumCount: maxItems });
    }
    if (!ofItem) return null;
    const checks = value.map((item: unknown, index) => () => ofItem(item, `${place}[${index}]`));
    return firstRefusal(...checks);
  };
}

/** Instants are no texts any more: their scalar has made dates of them. */
function textCheck(maxLength: number): Check {
  return (value, place) => {
    if (typeof value !== 'string') return null;
    if (value.length > maxLength) {
      const detail = `It has ${value.length} characters; allowed are ${maxLength}.`;
      return invalid(place, detail, { maximumLength: maxLength });
    }
    if (isStorableText(value)) return null;
    const detail = 'It has a NUL character or half of a surrogate pair.';
    return invalid(place, detail, { problem: 'NOT_WELL_FORMED' });
  };
}

function invalid(field: string, detail: string, args: TextArguments): DomainError {
  return new DomainError('INVALID_INPUT', { field, detail, args });
}
