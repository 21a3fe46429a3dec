import type { GraphQLSchema } from 'graphql';
import { isInputObjectType, isInterfaceType, isObjectType } from 'graphql';
import { Extensions } from 'type-graphql';

import type { CloudFeature } from '../../kernel/cloud-instance';
import type { ErrorCode } from '../../kernel/error-code';
import type { EventNameKey } from '../../kernel/event-name';
import type { ActionRow } from '../../kernel/role-matrix';
import type { Rule } from '../../kernel/rule';
import type { Invariant, SubscriptionChange } from '../../kernel/subscription-change';
import type { DirectiveSpec } from './directives/directive-spec';
import { emitsDirective } from './directives/emits';
import { guardPartnerOfRecordDirective } from './directives/guard-partner-of-record';
import { guardSubscriptionDirective } from './directives/guard-subscription';
import { leavesUnchangedDirective } from './directives/leaves-unchanged';
import { protectedByDirective } from './directives/protected-by';
import { rejectsDirective } from './directives/rejects';
import { requiresFeatureDirective } from './directives/requires-feature';
import { requiresRoleDirective } from './directives/requires-role';

/** The directives of the schema, in the order in which guards ask and the SDL prints. */
export const DIRECTIVE_SPECS: readonly DirectiveSpec[] = [
  requiresRoleDirective,
  requiresFeatureDirective,
  guardSubscriptionDirective,
  guardPartnerOfRecordDirective,
  protectedByDirective,
  leavesUnchangedDirective,
  rejectsDirective,
  emitsDirective,
];

/** What an element of the schema declares; printed in the SDL and read by the guards. */
export interface AppliedDirectives {
  readonly requiresRole?: Partial<ActionRow>;
  readonly requiresFeature?: readonly { readonly feature: CloudFeature }[];
  readonly guardSubscription?: { readonly change: SubscriptionChange };
  readonly guardPartnerOfRecord?: Readonly<Record<string, never>>;
  readonly protectedBy?: { readonly rules: readonly Rule[] };
  readonly leavesUnchanged?: { readonly what: readonly Invariant[] };
  readonly rejects?: { readonly codes: readonly ErrorCode[] };
  readonly emits?: { readonly events: readonly EventNameKey[] };
}

const PREFIX = '@';

/**
 * Applies directives to a field, an input field or a type. type-graphql merges extensions of several
 * decorators by their first level only, so each directive gets a key of its own here and
 * `collectDirectives` brings them together where the printer looks for them.
 */
export function ApplyDirectives(
  directives: AppliedDirectives,
): MethodDecorator & PropertyDecorator & ClassDecorator {
  return Extensions(
    Object.fromEntries(
      Object.entries(directives).map(([name, args]: [string, unknown]) => [PREFIX + name, args]),
    ),
  );
}

interface Extended {
  readonly extensions: Readonly<Record<string, unknown>>;
}

/** What is applied to a field, input field or type of a built schema. */
export function appliedDirectives(element: Extended): AppliedDirectives {
  return (element.extensions['directives'] ?? {}) as AppliedDirectives;
}

/** Sets `extensions.directives` on an element; used where no decorator stands, as on live fields. */
export function directiveExtensions(directives: AppliedDirectives): Record<string, unknown> {
  return { directives };
}

/** Moves what the decorators left on each element to `extensions.directives`, in the order of the specs. */
export function collectDirectives(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap())) {
    collect(type);
    if (isObjectType(type) || isInterfaceType(type)) {
      for (const field of Object.values(type.getFields())) {
        collect(field);
        field.args.forEach(collect);
      }
    } else if (isInputObjectType(type)) {
      Object.values(type.getFields()).forEach(collect);
    }
  }
}

function collect(element: Extended): void {
  const extensions = element.extensions as Record<string, unknown>;
  const applied = DIRECTIVE_SPECS.filter(({ name }) => PREFIX + name in extensions).map(
    ({ name }) => [name, extensions[PREFIX + name]] as const,
  );
  if (applied.length === 0) return;
  for (const [name] of applied) delete extensions[PREFIX + name];
  extensions['directives'] = Object.fromEntries(applied);
}
