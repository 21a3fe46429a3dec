import { DirectiveLocation, GraphQLBoolean, GraphQLList, GraphQLNonNull } from 'graphql';

import type { Caller } from '../../../kernel/actor';
import type { DomainError } from '../../../kernel/domain-error';
import {
  type Action,
  type ActionRow,
  refusalToAct,
  ROLE_MATRIX,
} from '../../../kernel/role-matrix';
import type { DirectiveSpec } from './directive-spec';

export const requiresRoleDirective: DirectiveSpec = {
  name: 'requiresRole',
  description:
    'Who may ask for this field; one role of the lists is enough. Others are refused with the code that a rule names for their side, otherwise ROLE_NOT_ALLOWED. A field of an object is null instead and stands in its `redactedFields`. Some cloud instances allow a role more; the refusal lists what holds for the caller.',
  locations: [DirectiveLocation.FIELD_DEFINITION],
  args: {
    partner: {
      description: 'Roles of a reseller’s users. None: no user of a reseller.',
      type: (enumNamed) => new GraphQLList(new GraphQLNonNull(enumNamed('PartnerRole'))),
    },
    customer: {
      description: 'Roles of a customer’s users. None: no user of a customer.',
      type: (enumNamed) => new GraphQLList(new GraphQLNonNull(enumNamed('CustomerRole'))),
    },
    operator: {
      description: 'Whether the operator of the instance may.',
      type: () => GraphQLBoolean,
      defaultValue: false,
    },
    application: {
      description: 'Whether an application of a reseller may, without a user.',
      type: () => GraphQLBoolean,
      defaultValue: false,
    },
  },
};

/** Arguments as printed: what is empty or false is left out. */
export function requiresRoleArguments(action: Action): Partial<ActionRow> {
  const row = ROLE_MATRIX[action];
  return {
    ...(row.partner.length > 0 && { partner: row.partner }),
    ...(row.customer.length > 0 && { customer: row.customer }),
    ...(row.operator && { operator: true }),
    ...(row.application && { application: true }),
  };
}

/** Step 3 of the guards. */
export function refusalByRole(action: Action, actor: Caller | null): DomainError | null {
  return refusalToAct(action, actor);
}
