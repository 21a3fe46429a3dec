import {
  defaultFieldResolver,
  getNamedType,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  isEnumType,
  isInterfaceType,
  isNonNullType,
  isObjectType,
} from 'graphql';

import type { Caller } from '../../kernel/actor';
import { DomainError } from '../../kernel/domain-error';
import type { CommandContract, WriteInput } from '../commands/contract';
import { ACCESS_EXTENSION, type FieldAccess } from './access';
import type { RequestContext } from './context';
import { refusalByFeature } from './directives/requires-feature';
import { refusalByRole } from './directives/requires-role';
import { boundsOf } from './input-bounds';

/** A refusal by the caller's cloud policy that depends on the input; `null` is good news. */
export type FeatureStepRule = (input: unknown, actor: Caller) => DomainError | null;

/** A mutation that a guard refused before its command ran. */
export interface RefusedMutation {
  readonly contract: CommandContract;
  readonly ctx: RequestContext & { readonly actor: Caller };
  readonly input: WriteInput;
  readonly refusal: DomainError;
}

export interface GuardHooks {
  /** Writes the audit record of a refusal (R42). Not called for anonymous callers: those are only logged. */
  readonly onMutationRefused?: (refused: RefusedMutation) => Promise<void>;
}

type Field = GraphQLField<unknown, RequestContext>;

/** What a field declared, or `undefined`. */
export function accessOf(field: {
  readonly extensions: Readonly<Record<string, unknown>>;
}): FieldAccess | undefined {
  return field.extensions[ACCESS_EXTENSION] as FieldAccess | undefined;
}

/**
 * Steps 1, 2 and 3 of domain section 5, first failure wins: UNAUTHENTICATED,
 * FEATURE_NOT_AVAILABLE_IN_CLOUD, then the code of the role matrix.
 */
export function refusalBeforeObject(
  access: FieldAccess,
  actor: Caller | null,
  input: unknown,
): DomainError | null {
  if (access.kind === 'public') return null;
  if (actor === null) return new DomainError('UNAUTHENTICATED');
  switch (access.kind) {
    case 'anyCaller':
    case 'sandbox':
      return null;
    case 'read':
      return refusalByRole(access.action, actor);
    case 'mutation':
      return (
        refusalByFeature(access.contract.features, actor) ??
        access.featureStep?.(input, actor) ??
        refusalByRole(access.contract.action, actor)
      );
  }
}

/**
 * Composes the guards once, on the fields of concrete types, so that path, fragment, alias and transport
 * make no difference. Throws when a root field declares nothing, or a guarded field is non-null.
 */
export function composeGuards(schema: GraphQLSchema, hooks: GuardHooks): void {
  const query = schema.getQueryType();
  const mutation = schema.getMutationType();
  const subscription = schema.getSubscriptionType();
  for (const type of Object.values(schema.getTypeMap())) {
    if (isInterfaceType(type)) refuseGuardsOnInterface(type.name, Object.values(type.getFields()));
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    const fields: Field[] = Object.values(type.getFields());
    if (type === mutation) fields.forEach((field) => guardMutationField(field, hooks));
    else if (type === query || type === subscription)
      fields.forEach((field) => guardRootRead(type, field));
    else guardObjectFields(type, fields);
  }
}

function refuseGuardsOnInterface(
  name: string,
  fields: readonly GraphQLField<unknown, unknown>[],
): void {
  const guarded = fields.find((field) => accessOf(field));
  if (guarded) {
    throw new Error(`${name}.${guarded.name} is a field of an interface: guard the concrete types`);
  }
}

function guardMutationField(field: Field, hooks: GuardHooks): void {
  const access = accessOf(field);
  if (access?.kind === 'sandbox') return guardSandboxField(field, access);
  if (access?.kind !== 'mutation') {
    throw new Error(`Mutation.${field.name} declares no contract: add @MutationContract`);
  }
  if (access.contract.name !== field.name) {
    throw new Error(`Mutation.${field.name} carries the contract of ${access.contract.name}`);
  }
  refuseNonNull('Mutation', field);
  if (field.args.map((arg) => arg.name).join() !== 'input') {
    throw new Error(`Mutation.${field.name} must take one argument named input`);
  }
  const resolve = field.resolve ?? defaultFieldResolver;
  const outOfBounds = boundsOf(field);
  field.resolve = async (source, args, ctx, info) => {
    const { input } = args as { readonly input: WriteInput };
    const misfit = outOfBounds?.(args) ?? null;
    const refusal = refusalBeforeObject(access, ctx.actor, input) ?? misfit;
    if (refusal) {
      if (hasCaller(ctx)) {
        const { contract } = access;
        const refused = { contract, ctx, refusal };
        await hooks.onMutationRefused?.({ ...refused, input: recordable(input, misfit) });
      }
      throw refusal;
    }
    try {
      return (await resolve(source, args, ctx, info)) as unknown;
    } finally {
      // Fields of the payload and the next mutation of the document read what this one wrote.
      ctx.clearLoaders();
    }
  };
}

function hasCaller(ctx: RequestContext): ctx is RequestContext & { readonly actor: Caller } {
  return ctx.actor !== null;
}

/** Whoever sends an id of its own that cannot be stored is recorded without it. */
function recordable(input: WriteInput, misfit: DomainError | null): WriteInput {
  return misfit === null ? input : { validateOnly: input.validateOnly ?? null };
}

function guardSandboxField(field: Field, access: FieldAccess): void {
  refuseNonNull('Mutation', field);
  const resolve = field.resolve ?? defaultFieldResolver;
  const outOfBounds = boundsOf(field);
  field.resolve = async (source, args, ctx, info) => {
    const refusal = refusalBeforeObject(access, ctx.actor, args) ?? outOfBounds?.(args);
    if (refusal) throw refusal;
    try {
      return (await resolve(source, args, ctx, info)) as unknown;
    } finally {
      ctx.clearLoaders();
    }
  };
}

function guardRootRead(root: GraphQLObjectType, field: Field): void {
  const access = accessOf(field);
  if (!access || access.kind === 'mutation' || access.kind === 'sandbox') {
    throw new Error(
      `${root.name}.${field.name} does not say who may read it: add @ReadAccess, @AnyCaller or @PublicAccess`,
    );
  }
  if (access.kind === 'public') return;
  refuseNonNull(root.name, field);
  const resolve = field.resolve ?? defaultFieldResolver;
  field.resolve = (source, args, ctx, info) => {
    // A tenant that is not held has nothing to read, and is told no more than that (design section 2).
    if (access.kind === 'read' && ctx.actor?.side === 'newTenant') return null;
    throwIfRefusedAccess(access, ctx, args);
    return resolve(source, args, ctx, info);
  };
  const { subscribe } = field;
  if (subscribe) {
    field.subscribe = (source, args, ctx, info) => {
      throwIfRefusedAccess(access, ctx, args);
      return subscribe(source, args, ctx, info);
    };
  }
}

function throwIfRefusedAccess(access: FieldAccess, ctx: RequestContext, args: unknown): void {
  const refusal = refusalBeforeObject(access, ctx.actor, args);
  if (refusal) throw refusal;
}

/** A refused field of an object is null without an error, and the object lists it (domain section 5). */
function guardObjectFields(type: GraphQLObjectType, fields: readonly Field[]): void {
  const guarded = fields.filter((field) => accessOf(field));
  if (guarded.length === 0) return;
  const redacted = fields.find((field) => field.name === 'redactedFields');
  if (!redacted) {
    throw new Error(`${type.name} has guarded fields and therefore needs redactedFields`);
  }
  const refusedTo = new Map<string, (actor: Caller | null) => boolean>();
  for (const field of guarded) {
    const access = accessOf(field);
    if (access?.kind !== 'read') {
      throw new Error(`${type.name}.${field.name} is no root field: only @ReadAccess fits it`);
    }
    refuseNonNull(type.name, field);
    const isRefused = (actor: Caller | null): boolean =>
      refusalByRole(access.action, actor) !== null;
    refusedTo.set(field.name, isRefused);
    const resolve = field.resolve ?? defaultFieldResolver;
    field.resolve = (source, args, ctx, info) =>
      isRefused(ctx.actor) ? null : resolve(source, args, ctx, info);
  }
  listRefusedFields(redacted, refusedTo);
}

function listRefusedFields(
  redacted: Field,
  refusedTo: ReadonlyMap<string, (actor: Caller | null) => boolean>,
): void {
  const resolve = redacted.resolve ?? defaultFieldResolver;
  const withRefused = (hidden: unknown, actor: Caller | null): readonly string[] => {
    const byRole = [...refusedTo]
      .filter(([, isRefused]) => isRefused(actor))
      .map(([name]) => listedAs(redacted, name));
    if (byRole.length === 0) return (hidden ?? []) as readonly string[];
    return [...new Set([...((hidden ?? []) as readonly string[]), ...byRole])].sort();
  };
  redacted.resolve = (source, args, ctx, info) => {
    const hidden: unknown = resolve(source, args, ctx, info);
    // A list that is at hand stays so: a promise for each object is what lists cost most.
    return hidden instanceof Promise
      ? hidden.then((names: unknown) => withRefused(names, ctx.actor))
      : withRefused(hidden, ctx.actor);
  };
}

/** Some lists name fields by the values of an enum. */
function listedAs(redacted: Field, name: string): string {
  if (!isEnumType(getNamedType(redacted.type))) return name;
  return name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
}

function refuseNonNull(typeName: string, field: Field): void {
  if (isNonNullType(field.type)) {
    throw new Error(`${typeName}.${field.name} is guarded and must be nullable`);
  }
}
