import { DomainError } from '../../kernel/domain-error';
import type { BulkItem, BulkItemOutcome } from '../commands/bulk-run';
import type { BulkCommand } from '../commands/command';
import type { CommandRunner } from '../commands/command-runner';
import type { CommandContract, WriteInput } from '../commands/contract';
import type { RequestContext } from './context';
import { commandContext } from './run-mutation';

/** The most items of one call. */
export const MAX_BULK_ITEMS = 500;

/** An item as the graph takes it: the input of the single act, without what belongs to the whole call. */
export interface BulkGraphItem {
  readonly clientRequestId?: string | null;
}

export interface BulkInput<Item extends BulkGraphItem> extends WriteInput {
  readonly items: readonly Item[];
}

/**
 * Runs the command of a single act for each item of a call. An item without an id of its own is known by
 * that of the call and its position; one with an id shares it with the single mutation, so that either may
 * repeat what the other began (R41).
 */
export async function runBulkMutation<
  Item extends BulkGraphItem,
  Input extends WriteInput,
  Result extends object,
>(
  runner: CommandRunner,
  ctx: RequestContext,
  act: { readonly contract: CommandContract; readonly command: BulkCommand<Input, Result> },
  call: BulkInput<Item>,
  translate: (item: Item & WriteInput) => Input,
): Promise<readonly BulkItemOutcome<Result>[]> {
  const context = commandContext(ctx);
  const { contract, command } = act;
  const { items, clientRequestId = null, validateOnly = null } = call;
  if (items.length === 0) {
    const refusal = new DomainError('INVALID_INPUT', {
      field: 'input.items',
      args: { problem: 'BLANK' },
      detail: `It has no items; allowed are 1 to ${MAX_BULK_ITEMS}.`,
    });
    await runner.recordRefusal(contract, context, call, refusal);
    throw refusal;
  }
  const begun = items.map((item, index): BulkItem<Input> => {
    const own = item.clientRequestId ?? null;
    const input = { ...item, clientRequestId: own ?? clientRequestId, validateOnly };
    const keyScope = own === null ? `${contract.name}[${index}]` : command.contract.name;
    try {
      return { input: translate(input), refusal: null, keyScope };
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      // Nothing of it is read any more; the audit takes its id from it.
      return { input: input as unknown as Input, refusal: error, keyScope };
    }
  });
  const outcomes = await runner.runEach(command, context, begun);
  // What this request read before the command is out of date.
  ctx.clearLoaders();
  return outcomes;
}
