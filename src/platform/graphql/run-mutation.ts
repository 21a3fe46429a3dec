import { DomainError } from '../../kernel/domain-error';
import { refusalToAct } from '../../kernel/role-matrix';
import type { Command, CommandContext, CommandOutcome } from '../commands/command';
import type { CommandRunner } from '../commands/command-runner';
import type { WriteInput } from '../commands/contract';
import type { RequestContext } from './context';

/** The part of a request that a command knows. */
export function commandContext(ctx: RequestContext): CommandContext {
  if (ctx.actor === null) throw new DomainError('UNAUTHENTICATED');
  return { actor: ctx.actor, correlationId: ctx.correlationId, clock: ctx.clock };
}

/**
 * Runs the command behind a mutation. `translate` turns the input of the graph into that of the command,
 * opaque ids into row ids; what it refuses is audited like any other refusal (R42).
 */
export async function runMutation<
  GraphInput extends WriteInput,
  Input extends WriteInput,
  Result extends object,
>(
  runner: CommandRunner,
  ctx: RequestContext,
  command: Command<Input, Result>,
  input: GraphInput,
  translate: (input: GraphInput) => Input,
): Promise<CommandOutcome<Result>> {
  const context = commandContext(ctx);
  let translated: Input;
  try {
    translated = translate(input);
  } catch (error) {
    // An id that names nothing is nobody's own, so the role is asked without the object, and first.
    const refusal =
      error instanceof DomainError
        ? (refusalToAct(command.contract.action, ctx.actor, { ownRequest: false }) ?? error)
        : error;
    if (refusal instanceof DomainError) {
      await runner.recordRefusal(command.contract, context, input, refusal);
    }
    throw refusal;
  }
  return runner.run(command, context, translated);
}
