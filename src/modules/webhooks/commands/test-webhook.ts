import { throwIfRefused } from '../../../kernel/domain-error';
import type { Command, CommandScope } from '../../../platform/commands/command';
import type { WriteInput } from '../../../platform/commands/contract';
import { sql } from '../../../platform/database/sql';
import { recentTests, refusalOfTest, type WebhookOwner } from '../webhook-endpoint.rules';
import { WEBHOOK_CONTRACTS } from './contracts';
import {
  type EndpointResult,
  lockEndpoint,
  lockOwner,
  toOwner,
  webhookOwner,
} from './lock-endpoint';

export interface TestWebhookInput extends WriteInput {
  readonly webhookEndpointId: string;
}

/** An event that tells nothing, for this endpoint alone; two a minute for one owner. */
export class TestWebhook implements Command<TestWebhookInput, EndpointResult> {
  readonly contract = WEBHOOK_CONTRACTS.testWebhook;
  readonly operation = 'record';

  async execute(scope: CommandScope, input: TestWebhookInput): Promise<EndpointResult> {
    const owner = webhookOwner(scope);
    await lockOwner(scope, owner);
    const { id } = await lockEndpoint(scope, { ...input, event: 'test' });
    throwIfRefused(refusalOfTest(await testsOf(scope, owner), scope.now));

    const own = await testsOf(scope, owner, id);
    const kept = [...recentTests(own, scope.now), scope.now].map((it) => it.toISOString());
    await scope.tx.query(sql`
      UPDATE webhook_endpoints SET tested_at = ${kept}::timestamptz[] WHERE id = ${id}::uuid`);
    scope.emit({
      name: 'TEST_CREATED',
      ...toOwner(owner),
      resourceId: id,
      data: { webhookEndpointId: id },
    });
    return { webhookEndpointId: id };
  }
}

/** When the owner asked for tests lately, of one of its endpoints or of any. */
async function testsOf(
  { tx }: CommandScope,
  { resellerId, customerId }: WebhookOwner,
  id: string | null = null,
): Promise<readonly Date[]> {
  const rows = await tx.query<{ readonly at: Date }>(sql`
    SELECT unnest(tested_at) AS at FROM webhook_endpoints
    WHERE (reseller_id = ${resellerId}::uuid OR customer_id = ${customerId}::uuid)
      AND id = coalesce(${id}::uuid, id)`);
  return rows.map(({ at }) => at);
}
