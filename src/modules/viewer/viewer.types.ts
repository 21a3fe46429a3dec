import { Field, ObjectType } from 'type-graphql';

import { ActorKind } from '../../kernel/actor';
import { CloudInstance } from '../../kernel/cloud-instance';
import { type Action, ACTIONS } from '../../kernel/role-matrix';
import type { Role as RoleName } from '../../kernel/roles';
import { registerDescribedEnum } from '../../platform/graphql/described-enum';
import { Role } from '../../platform/graphql/enums';
import { UuidScalar } from '../../platform/graphql/scalars';
import { Customer } from '../customers/customer.types';
import { Reseller } from '../resellers/reseller.types';

/** Rows of the role matrix, as the graph names them. */
export const RoleAction = Object.fromEntries(ACTIONS.map((action) => [action, action])) as {
  readonly [Name in Action]: Name;
};

registerDescribedEnum(RoleAction, {
  name: 'RoleAction',
  description:
    'Something that a role allows. To which objects it applies is asked each time; see `viewerActions`.',
  values: {
    SEARCH_CUSTOMERS: 'Search customers and read their details and subscriptions.',
    CREATE_CUSTOMER: 'Create customer accounts.',
    EDIT_CUSTOMER: 'Edit details of customers.',
    EDIT_CUSTOMER_BILLING_PROFILE: 'Edit billing profiles of customers.',
    REQUEST_RELATIONSHIP: 'Create invitations, ask for relationships and take own requests back.',
    ROTATE_INVITATION: 'Replace invitation links.',
    SEE_RELATIONSHIPS: 'Read requests, relationships and events of the own side.',
    USE_DAP: 'Administer on behalf of customers.',
    RELINQUISH_DAP: 'Give up own delegated privileges.',
    REMOVE_RELATIONSHIP: 'End own reseller relationships.',
    SELL: 'Sell to customers.',
    MANAGE_OWN_SUBSCRIPTIONS: 'Manage subscriptions that the own reseller sold.',
    SEE_OFFERS: 'Read offers.',
    SEE_CUSTOMER_AGREEMENT: 'Read agreements of customers.',
    REGISTER_INDIRECT_RESELLER: 'Register indirect resellers.',
    END_PARTNER_RELATIONSHIP: 'End partnerships with indirect resellers.',
    SEE_PARTNER_PROFILES: 'Read profiles of partners.',
    READ_ACTIVITY_LOG: 'Read audit records.',
    OWN_WEBHOOKS: 'Own webhook endpoints.',
    DECIDE_RELATIONSHIP_REQUEST: 'Accept or decline relationship requests.',
    ACCEPT_INVITATION: 'Accept invitation links.',
    REMOVE_DAP: 'Take delegated privileges from partners.',
    TERMINATE_DAP: 'End delegated privileges that are not used.',
    REGISTER_RESELLER: 'Register partner accounts.',
    SET_RESELLER_STATUS: 'Change the standing of partner accounts.',
    RECORD_AGREEMENT: 'Record agreements of partners and customers.',
  },
});

@ObjectType('Viewer', {
  description: 'Who the caller is, from its token, and what its roles allow.',
  simpleResolvers: true,
})
export class Viewer {
  @Field(() => ActorKind, { description: 'What kind of caller it is.' })
  kind!: ActorKind;

  @Field(() => UuidScalar, { description: 'Directory tenant of the caller.' })
  tenantId!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Name of the person or program; null where the token has none.',
  })
  displayName!: string | null;

  @Field(() => [Role], {
    description:
      'Roles of the caller’s own side; empty for an application. Roles of the other side are ignored.',
  })
  roles!: readonly RoleName[];

  @Field(() => CloudInstance, {
    nullable: true,
    description: 'Cloud instance of the tenant; null for the operator and for an unknown tenant.',
  })
  cloudInstance!: CloudInstance | null;

  @Field(() => Reseller, {
    nullable: true,
    description: 'The caller’s own partner account; null for other callers.',
  })
  reseller!: Reseller | null;

  @Field(() => Customer, {
    nullable: true,
    description: 'The caller’s own customer; null for other callers.',
  })
  customer!: Customer | null;

  @Field(() => [RoleAction], {
    description: 'What the roles allow at all, in this cloud instance.',
  })
  allowedActions!: readonly Action[];
}
