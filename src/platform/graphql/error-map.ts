import { GraphQLError, type GraphQLFormattedError } from 'graphql';

import {
  type Blocker,
  DomainError,
  MAX_TEXT_LENGTH,
  type RefusedAttempt,
} from '../../kernel/domain-error';
import { ERROR_CATALOGUE, type ErrorCode, type ErrorKind } from '../../kernel/error-code';
import type { Role } from '../../kernel/roles';
import type { Rule } from '../../kernel/rule';
import type { TextArguments } from '../../kernel/text-arguments';
import { DatabaseUnavailableError } from '../database/database';

/** Names of the GraphQL layer that stay as clients know them (domain section 9). */
const LAYER_STATUS = {
  GRAPHQL_PARSE_FAILED: 400,
  GRAPHQL_VALIDATION_FAILED: 400,
  OPERATION_RESOLUTION_FAILURE: 400,
  BAD_REQUEST: 400,
  PERSISTED_QUERY_NOT_FOUND: 404,
  PERSISTED_QUERY_NOT_SUPPORTED: 400,
} as const;
type LayerCode = keyof typeof LAYER_STATUS;

/** What every error carries in `extensions`, over HTTP, WebSocket and server-sent events alike. */
export interface ErrorExtensions {
  readonly code: ErrorCode | LayerCode;
  readonly kind: ErrorKind;
  readonly rule: Rule | null;
  /** Data only: once execution began the response is 200. */
  readonly httpStatus: number;
  readonly legacyCode: string | null;
  /** In the language of the caller. */
  readonly message: string;
  /** For developers, in English. */
  readonly detail: string | null;
  readonly field: string | null;
  readonly refusals: readonly ClientAttempt[];
  readonly allowedRoles: readonly Role[];
  readonly blockers: readonly Blocker[];
  readonly correlationId: string | null;
  readonly requestId: string | null;
  readonly retryAfterSeconds: number | null;
}

/** One refused attempt as clients read it: its facts are in the text. */
export type ClientAttempt = Omit<RefusedAttempt, 'args'> & { readonly message: string };

export interface ClientError extends GraphQLFormattedError {
  readonly extensions: ErrorExtensions & Record<string, unknown>;
}

/** What is known of the request that failed; a context is one. */
export interface ErrorScope {
  readonly correlationId: string | null;
  readonly requestId: string | null;
  readonly locale: string;
}

export interface ErrorMapParts {
  /** Called once for every error that is not a refusal, with the only copy of its message and stack. */
  readonly logFailure: (error: unknown, scope: ErrorScope) => void;
  /** The text of a refusal in the caller's locale. */
  readonly localize?: Localize;
  /** What the rule would have said, when the database refused in its place. */
  readonly refusalOfDatabase?: (error: unknown) => DomainError | null;
}

export interface LocalizableText {
  readonly code: ErrorCode;
  readonly args: TextArguments;
}

export type Localize = (refusal: LocalizableText, locale: string) => string;

export type ErrorMap = (error: unknown, scope: ErrorScope) => ClientError;

/**
 * The one map from whatever was thrown to what a client reads (domain section 9): refusals with all
 * their facts, names of the GraphQL layer as they are, UNAVAILABLE when the database cannot be reached,
 * and INTERNAL without a word about the cause for anything else.
 */
export function createErrorMap(parts: ErrorMapParts): ErrorMap {
  const localize = parts.localize ?? (({ code }) => ERROR_CATALOGUE[code].message);
  // One failed batch rejects every field that waits for it: the log gets it once.
  const logged = new WeakSet();
  const logOnce = (error: unknown, scope: ErrorScope): void => {
    if (typeof error === 'object' && error !== null) {
      if (logged.has(error)) return;
      logged.add(error);
    }
    parts.logFailure(error, scope);
  };
  return (error, scope) => {
    const cause = rootCause(error);
    const known = refusalIn(error) ?? parts.refusalOfDatabase?.(cause) ?? null;
    if (known) return refused(error, known, scope, localize);
    const layer = layerCodeOf(error);
    if (layer) return layerError(error as GraphQLError, layer, scope);
    if (isInvalidInput(error)) {
      return refused(error, invalidInput(error as GraphQLError), scope, localize);
    }
    logOnce(cause, scope);
    return refused(error, new DomainError(codeOfFailure(cause)), scope, localize);
  };
}

/** The error and what it wraps, outermost first. */
function chainOf(error: unknown): readonly unknown[] {
  const chain = [error];
  for (let it = error; it instanceof GraphQLError && it.originalError; it = chain.at(-1)) {
    chain.push(it.originalError);
  }
  return chain;
}

function rootCause(error: unknown): unknown {
  return chainOf(error).at(-1);
}

/** A thrown refusal, or one that a limit of the transport expressed as a GraphQL error with our code. */
function refusalIn(error: unknown): DomainError | null {
  for (const it of chainOf(error)) {
    if (it instanceof DomainError) return it;
    // Apollo wraps what a validation rule reports and puts its own code over ours, so we look inside.
    const refusal = it instanceof GraphQLError ? refusalOfCode(it) : null;
    if (refusal) return refusal;
  }
  return null;
}

function refusalOfCode({ message, extensions }: GraphQLError): DomainError | null {
  const { code, field, retryAfterSeconds, detail } = extensions;
  if (typeof code !== 'string' || !(code in ERROR_CATALOGUE) || code === 'INTERNAL') return null;
  return new DomainError(code as ErrorCode, {
    detail: typeof detail === 'string' ? detail : message,
    ...(typeof field === 'string' && { field }),
    ...(typeof retryAfterSeconds === 'number' && { retryAfterSeconds }),
  });
}

function layerCodeOf(error: unknown): LayerCode | null {
  if (!(error instanceof GraphQLError)) return null;
  const { code } = error.extensions;
  if (typeof code === 'string' && code in LAYER_STATUS) return code as LayerCode;
  // Transports without Apollo hand over the plain errors of graphql-js, which carry no code. Before
  // execution an error has no path.
  if (code !== undefined || error.path || error.originalError || isInvalidInput(error)) return null;
  if (error.message.startsWith('Syntax Error')) return 'GRAPHQL_PARSE_FAILED';
  return error.nodes && error.nodes.length > 0 ? 'GRAPHQL_VALIDATION_FAILED' : null;
}

// What graphql-js says when a value does not fit the schema: of a variable, and of an argument.
const BAD_VARIABLE =
  /^Variable "\$\w+" (got invalid value|of required type .* was not provided|of non-null type .* must not be null)/;
// It stops after fifty wrong places of the variables and says so.
const TOO_MANY_BAD_VARIABLES = /^Too many errors processing variables, error limit reached\./;
const BAD_ARGUMENT = /^Argument "\w+" (has invalid value|of required type|of non-null type)/;

function isInvalidInput(error: unknown): boolean {
  if (!(error instanceof GraphQLError)) return false;
  if (error.extensions['code'] === 'BAD_USER_INPUT') return true;
  if (TOO_MANY_BAD_VARIABLES.test(error.message)) return !error.path;
  const cause = rootCause(error);
  if (!(cause instanceof GraphQLError) && !error.message.startsWith('Variable "$')) return false;
  return BAD_VARIABLE.test(error.message) || (!!error.path && BAD_ARGUMENT.test(error.message));
}

/** Says where, in the words of graphql-js: `… at "input.quantity"`, `Variable "$first"`, `Argument "id"`. */
function invalidInput({ message }: GraphQLError): DomainError {
  const [, path] = / at "([\w.[\]]+)"/.exec(message) ?? [];
  const [, name] = /^(?:Variable "\$|Argument ")(\w+)"/.exec(message) ?? [];
  const field = path ?? name;
  return new DomainError('INVALID_INPUT', {
    detail: message,
    ...(field !== undefined && { field }),
  });
}

function codeOfFailure(cause: unknown): ErrorCode {
  if (isConnectionFailure(cause)) return 'UNAVAILABLE';
  return isUnstorableValue(cause) ? 'INVALID_INPUT' : 'INTERNAL';
}

/**
 * numeric_value_out_of_range, datetime_field_overflow, invalid_time_zone_displacement,
 * character_not_in_repertoire, untranslatable_character: a value of a client that our own checks should
 * have stopped. It is logged, so that they learn it.
 */
const UNSTORABLE_VALUES = new Set(['22003', '22008', '22009', '22021', '22P05']);

function isUnstorableValue(error: unknown): boolean {
  return causesOf(error).some((cause) => {
    const { code } = cause as { readonly code?: unknown };
    return typeof code === 'string' && UNSTORABLE_VALUES.has(code);
  });
}

const CONNECTION_ERRORS = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EHOSTUNREACH',
  'EPIPE',
  'ETIMEDOUT',
  // admin_shutdown, crash_shutdown, cannot_connect_now, database_dropped, too_many_connections
  '57P01',
  '57P02',
  '57P03',
  '57P04',
  '53300',
]);

/** SQLSTATE class 08, a server that stops or is full, or a socket that broke. */
function isConnectionFailure(error: unknown): boolean {
  for (const candidate of causesOf(error)) {
    if (candidate instanceof DatabaseUnavailableError) return true;
    const { code } = candidate as { readonly code?: unknown };
    if (typeof code === 'string' && (CONNECTION_ERRORS.has(code) || /^08[0-9A-Z]{3}$/.test(code))) {
      return true;
    }
    // The driver's own words when a socket ended in the middle; they carry no code.
    const { message } = candidate as { readonly message?: unknown };
    if (
      typeof message === 'string' &&
      /^Connection terminated|^timeout exceeded when trying to connect|is not queryable$/.test(
        message,
      )
    ) {
      return true;
    }
  }
  return false;
}

function causesOf(error: unknown): object[] {
  if (typeof error !== 'object' || error === null) return [];
  const { driverError, errors } = error as {
    readonly driverError?: unknown;
    readonly errors?: unknown;
  };
  const inner = [driverError, ...(Array.isArray(errors) ? (errors as unknown[]) : [])];
  return [error, ...inner.flatMap((it) => (it === error ? [] : causesOf(it)))];
}

function refused(
  error: unknown,
  refusal: DomainError,
  scope: ErrorScope,
  localize: Localize,
): ClientError {
  const entry = ERROR_CATALOGUE[refusal.code];
  const message = localize(refusal, scope.locale);
  return {
    message,
    ...position(error),
    extensions: {
      code: refusal.code,
      kind: refusal.kind,
      rule: refusal.rule,
      httpStatus: entry.httpStatus,
      legacyCode: refusal.legacyCode,
      message,
      detail: refusal.detail,
      field: refusal.field,
      refusals: refusal.refusals.map(({ args, ...attempt }) => ({
        ...attempt,
        message: localize({ code: attempt.code, args }, scope.locale),
      })),
      allowedRoles: refusal.allowedRoles,
      blockers: refusal.blockers,
      correlationId: scope.correlationId,
      requestId: scope.requestId,
      retryAfterSeconds: refusal.retryAfterSeconds,
    },
  };
}

function layerError(error: GraphQLError, code: LayerCode, scope: ErrorScope): ClientError {
  // The library quotes the document, whose names may be as long as a body.
  const message = error.message.slice(0, MAX_TEXT_LENGTH);
  return {
    message,
    ...position(error),
    extensions: {
      code,
      kind: 'INVALID',
      rule: null,
      httpStatus: LAYER_STATUS[code],
      legacyCode: null,
      message,
      detail: null,
      field: null,
      refusals: [],
      allowedRoles: [],
      blockers: [],
      correlationId: scope.correlationId,
      requestId: scope.requestId,
      retryAfterSeconds: null,
    },
  };
}

function position(error: unknown): Pick<GraphQLFormattedError, 'locations' | 'path'> {
  if (!(error instanceof GraphQLError)) return {};
  const { locations, path } = error;
  return { ...(locations && { locations }), ...(path && { path }) };
}
