import '../../platform/graphql/enums';

import { ArgsType, Field, ID, InputType, ObjectType } from 'type-graphql';

import { ActorKind } from '../../kernel/actor';
import { AuditOperation, AuditResourceType, AuditStatus } from '../../kernel/audit-operation';
import { ErrorCode } from '../../kernel/error-code';
import { Rule } from '../../kernel/rule';
import { Actor } from '../../platform/graphql/actor.types';
import { ConnectionArgs, connectionTypes } from '../../platform/graphql/connection';
import { DateTimeScalar } from '../../platform/graphql/scalars';

@ObjectType('AuditDetail', {
  description: 'One more fact of an audit record.',
  simpleResolvers: true,
})
export class AuditDetail {
  @Field(() => String, { description: 'Name of the fact.' })
  key!: string;

  @Field(() => String, { description: 'The fact as text; JSON where it is no plain value.' })
  value!: string;
}

@ObjectType('AuditRecord', {
  description:
    'One attempt to write, accepted or refused (R42), or one reading by the operator. Records are never changed.',
  simpleResolvers: true,
})
export class AuditRecord {
  @Field(() => ID, { description: 'Opaque id of the record.' })
  id!: string;

  @Field(() => ID, {
    nullable: true,
    description:
      'Opaque id of the reseller that acted, or whose account was acted on; null when there is none, and for another reseller.',
  })
  partnerId!: string | null;

  @Field(() => ID, {
    nullable: true,
    description:
      'Opaque id of the customer; null when there is none, and for a reseller that has no relationship with it (R36).',
  })
  customerId!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Name of the customer; null as `customerId` is.',
  })
  customerName!: string | null;

  @Field(() => Actor, {
    description: 'Who acted; the other side reads kind and tenant only.',
  })
  actor!: Actor;

  @Field(() => ActorKind, { description: 'What kind of caller acted.' })
  actorKind!: ActorKind;

  @Field(() => String, {
    nullable: true,
    description: 'The person who acted, as its token named it; null for others than its own side.',
  })
  userPrincipalName!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Id of the application that acted; null for a person, and for the other side.',
  })
  applicationId!: string | null;

  @Field(() => AuditResourceType, {
    description: 'What kind of object it is about; UNKNOWN where this schema does not name it.',
  })
  resourceType!: AuditResourceType;

  @Field(() => String, { description: 'The kind of object as it is stored.' })
  resourceTypeName!: string;

  @Field(() => ID, {
    nullable: true,
    description:
      'Opaque id of the object; null where the attempt did not come so far, and where the caller was told NOT_FOUND.',
  })
  resourceId!: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'JSON of what changed as it was before; null where nothing was, and for readers who do not see the object in full (R42).',
  })
  resourceOldValue!: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'JSON of what was to change; null where nothing was, and for readers who neither acted nor see the object in full.',
  })
  resourceNewValue!: string | null;

  @Field(() => AuditOperation, {
    description: 'What was attempted; UNKNOWN where this schema does not name it.',
  })
  operationType!: AuditOperation;

  @Field(() => String, { description: 'The operation as it is stored.' })
  operationTypeName!: string;

  @Field(() => String, { description: 'Correlation id of the request that made the attempt.' })
  originalCorrelationId!: string;

  @Field(() => DateTimeScalar, { description: 'When it was attempted.' })
  operationDate!: Date;

  @Field(() => AuditStatus, { description: 'How it ended.' })
  operationStatus!: AuditStatus;

  @Field(() => ErrorCode, {
    nullable: true,
    description: 'Why it was refused; null if it was not.',
  })
  code!: ErrorCode | null;

  @Field(() => Rule, {
    nullable: true,
    description: 'The rule that refused; null where it was done, or no single rule did.',
  })
  rule!: Rule | null;

  @Field(() => Boolean, {
    description: 'Whether it was a dry run, of which only refused ones are recorded.',
  })
  dryRun!: boolean;

  @Field(() => Boolean, { description: 'Whether it repeated what had been done before.' })
  repeated!: boolean;

  @Field(() => String, {
    nullable: true,
    description: 'The `clientRequestId` of the attempt; null without one, and for the other side.',
  })
  clientRequestId!: string | null;

  @Field(() => [AuditDetail], {
    description: 'More facts, for readers who see the object in full.',
  })
  customizedData!: readonly AuditDetail[];

  @Field(() => [String], {
    description:
      'Names of the fields that this viewer may not read; that a field is listed does not say that it holds anything.',
  })
  redactedFields!: readonly string[];
}

const connection = connectionTypes('AuditRecord', () => AuditRecord, 'audit records');
export const AuditRecordConnection = connection.Connection;

@InputType('AuditRecordFilter', {
  description: 'Conditions on a list of audit records; all of those sent must hold.',
})
export class AuditRecordFilter {
  @Field(() => ID, {
    nullable: true,
    description:
      'About this customer, by its opaque id, as far as the caller may know that it is. Left out or null: any.',
  })
  customer?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Part of the customer’s name, in any letter case, where the caller may know it. Left out or null: any.',
  })
  customerName?: string | null;

  @Field(() => [AuditResourceType], {
    nullable: true,
    description: 'About one of these kinds of object. Left out or null: any.',
  })
  resourceType?: readonly AuditResourceType[] | null;

  @Field(() => [AuditOperation], {
    nullable: true,
    description: 'One of these operations. Left out or null: any.',
  })
  operation?: readonly AuditOperation[] | null;

  @Field(() => [AuditStatus], {
    nullable: true,
    description: 'Ended in one of these ways. Left out or null: any.',
  })
  status?: readonly AuditStatus[] | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Attempted at or after this. Left out or null: any time.',
  })
  since?: Date | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Attempted before this. Left out or null: any time.',
  })
  until?: Date | null;
}

@ArgsType()
export class AuditRecordsArgs extends ConnectionArgs {
  @Field(() => AuditRecordFilter, {
    nullable: true,
    description: 'Conditions; left out or null: every record the caller may read.',
  })
  filter?: AuditRecordFilter | null;
}
