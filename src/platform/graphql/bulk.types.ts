import { Field, Int, ObjectType } from 'type-graphql';

import type { DomainError } from '../../kernel/domain-error';
import type { TextArguments } from '../../kernel/text-arguments';
import { type RefusalFacts, refusalFactsOf } from '../../kernel/verdict';
import type { BulkItemOutcome } from '../commands/bulk-run';
import { Refusal } from './refusal.types';
import type { BulkGraphItem, BulkInput } from './run-bulk-mutation';

/** What became of one item of a bulk call. */
@ObjectType({ simpleResolvers: true })
export abstract class BulkOutcomeFields {
  @Field(() => Int, { description: 'Position of the item in the call, from 0.' })
  index!: number;

  @Field(() => String, {
    nullable: true,
    description:
      'The `clientRequestId` of the item, or that of the call where the item has none; null when neither was sent.',
  })
  clientRequestId!: string | null;

  @Field(() => Boolean, {
    description:
      'True when the act had been done before and this item changed nothing, by the same `clientRequestId` or because it was already so.',
  })
  repeated!: boolean;

  @Field(() => Refusal, {
    nullable: true,
    description:
      'Why this item was refused, with the facts that the single mutation puts into its error; null when it was not. It keeps no other item from being done.',
  })
  refusal!: RefusalFacts | null;
}

/** How many items came to what. */
export interface BulkTotals {
  readonly totalCount: number;
  readonly succeededCount: number;
  readonly refusedCount: number;
}

export function bulkOutcome<Item extends BulkGraphItem>(
  call: BulkInput<Item>,
  outcome: BulkItemOutcome<object>,
  index: number,
): BulkOutcomeFields {
  const { refusal, isRepeated } = outcome;
  return {
    index,
    clientRequestId: call.items[index]?.clientRequestId ?? call.clientRequestId ?? null,
    repeated: isRepeated,
    refusal: refusal && itemRefusal(refusal, index),
  };
}

export function bulkTotals(outcomes: readonly BulkItemOutcome<object>[]): BulkTotals {
  const refusedCount = outcomes.filter(({ refusal }) => refusal !== null).length;
  const totalCount = outcomes.length;
  return { totalCount, succeededCount: totalCount - refusedCount, refusedCount };
}

/** The refusal of one item, with its fields where the call has them: `input.items[3].services`. */
function itemRefusal(refusal: DomainError, index: number): RefusalFacts {
  const at = (field: string): string => field.replace(/^input\b/, `input.items[${index}]`);
  const argsAt = (args: TextArguments): TextArguments =>
    args.field === undefined ? args : { ...args, field: at(args.field) };
  const facts = refusalFactsOf(refusal);
  return {
    ...facts,
    args: argsAt(facts.args),
    field: facts.field === null ? null : at(facts.field),
    fields: facts.fields.map(at),
    refusals: facts.refusals.map((it) => ({
      ...it,
      args: argsAt(it.args),
      fields: it.fields.map(at),
    })),
  };
}
