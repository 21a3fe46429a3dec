import { Extensions } from 'type-graphql';

import type { Action } from '../../kernel/role-matrix';
import type { CommandContract } from '../commands/contract';
import { type AppliedDirectives, ApplyDirectives } from './apply-directives';
import { requiresRoleArguments } from './directives/requires-role';
import type { FeatureStepRule } from './guards';

/** Where the guards find what a field declared about who may ask for it. */
export const ACCESS_EXTENSION = 'access';

/** Who may ask for a field. Every root field declares one; the schema does not build otherwise. */
export type FieldAccess =
  | {
      readonly kind: 'mutation';
      readonly contract: CommandContract;
      readonly featureStep?: FeatureStepRule;
    }
  | { readonly kind: 'read'; readonly action: Action }
  | { readonly kind: 'anyCaller' }
  | { readonly kind: 'sandbox' }
  | { readonly kind: 'public' };

export interface MutationContractOptions {
  /** A refusal of the cloud's policy that needs the input (R14); asked right after the switches. */
  readonly featureStep?: FeatureStepRule;
}

/** Prints the contract of a mutation as directives and lets the guards read the same constant. */
export function MutationContract(
  contract: CommandContract,
  { featureStep }: MutationContractOptions = {},
): MethodDecorator {
  return both(ApplyDirectives(contractDirectives(contract)), {
    kind: 'mutation',
    contract,
    ...(featureStep && { featureStep }),
  });
}

/**
 * A field that a row of the role matrix guards. A refused root field is null with ROLE_NOT_ALLOWED; a
 * refused field of an object is null and listed in `redactedFields` (domain section 5, reads).
 */
export function ReadAccess(action: Action): MethodDecorator & PropertyDecorator {
  return both(ApplyDirectives(readDirectives(action)), { kind: 'read', action });
}

/** A root field for every caller with a valid token; what it answers is scoped by visibility alone. */
export function AnyCaller(): MethodDecorator {
  return Extensions({ [ACCESS_EXTENSION]: { kind: 'anyCaller' } satisfies FieldAccess });
}

/**
 * A mutation of the demo's own, for every caller with a valid token. It is no act of the business: it has
 * no contract, is not audited, and belongs to no schema but that of a demo server.
 */
export function SandboxAccess(): MethodDecorator {
  return Extensions({ [ACCESS_EXTENSION]: { kind: 'sandbox' } satisfies FieldAccess });
}

/** A root field that works without a token (design section 2). */
export function PublicAccess(): MethodDecorator {
  return Extensions({ [ACCESS_EXTENSION]: { kind: 'public' } satisfies FieldAccess });
}

export function contractDirectives(contract: CommandContract): AppliedDirectives {
  return {
    requiresRole: requiresRoleArguments(contract.action),
    ...(contract.features.length > 0 && {
      requiresFeature: contract.features.map((feature) => ({ feature })),
    }),
    ...(contract.guardsSubscription && {
      guardSubscription: { change: contract.guardsSubscription },
    }),
    ...(contract.guardsPartnerOfRecord && { guardPartnerOfRecord: {} }),
    ...(contract.leavesUnchanged.length > 0 && {
      leavesUnchanged: { what: contract.leavesUnchanged },
    }),
    rejects: { codes: contract.rejects },
    ...(contract.emits.length > 0 && { emits: { events: contract.emits } }),
  };
}

export function readDirectives(action: Action): AppliedDirectives {
  return { requiresRole: requiresRoleArguments(action) };
}

function both(
  directives: MethodDecorator & PropertyDecorator,
  access: FieldAccess,
): MethodDecorator & PropertyDecorator {
  const declareAccess = Extensions({ [ACCESS_EXTENSION]: access });
  return (target: object, key: string | symbol, descriptor?: PropertyDescriptor) => {
    directives(target, key, descriptor as never);
    declareAccess(target, key, descriptor as never);
  };
}
