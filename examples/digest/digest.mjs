// Computes a customer's `subscriptionsDigest` from fields of the graph alone; ../README.md has the recipe.
import { createHash } from 'node:crypto';

const FIELDS = `subscriptionId transactingReseller.tenantId orderId partnerId partnerOfRecord.mpnId migratedFromSubscriptionId
  offerId friendlyName quantity unitType parentSubscriptionId status creationDate effectiveStartDate commitmentEndDate
  cancellationAllowedUntilDate billingCycleEndDate autoRenewEnabled renewalTermDuration termDuration billingType billingCycle
  contractType isTrial promotionId consumptionType refundOptions.type scheduledNextTermInstructions.product
  scheduledNextTermInstructions.quantity scheduledNextTermInstructions.customTermEndDate`;
const QUERY = `query ($after: String) { viewer { customer { tenantId accountOwner { tenantId } subscriptionsDigest
  subscriptions(first: 100, after: $after) { pageInfo { hasNextPage endCursor } nodes { partnerOfRecord { tenantId }
    refundOptions { expiresAfter } ${FIELDS.replace(/\.(\w+)/g, ' { $1 }')} } } } } }`;
const sha256 = (values) => createHash('sha256').update(JSON.stringify(values)).digest('hex');
const instant = (time) => (time ? new Date(time).toISOString() : '');
const refund = ({ type, expiresAfter }) => `${type}@${instant(expiresAfter)}`;
const valueOf = (subscription, path) => {
  const value = path.split('.').reduce((at, name) => at?.[name] ?? null, subscription);
  if (path === 'partnerOfRecord.mpnId') return value ?? subscription.partnerOfRecord.tenantId;
  if (path === 'refundOptions.type')
    return subscription.refundOptions?.map(refund).sort().join() ?? null;
  return path.endsWith('Date') && value ? instant(value) : (value?.toString() ?? null);
};
const headers = {
  'content-type': 'application/json',
  authorization: `Bearer ${process.env.TOKEN}`,
};
for (let after = null, digests = [], more = true; more;) {
  const body = JSON.stringify({ query: QUERY, variables: { after } });
  const { data } = await (await fetch(process.argv[2], { method: 'POST', headers, body })).json();
  const { tenantId, accountOwner, subscriptionsDigest, subscriptions } = data.viewer.customer;
  for (const subscription of subscriptions.nodes)
    digests.push(
      sha256([tenantId, ...FIELDS.split(/\s+/).map((path) => valueOf(subscription, path))]),
    );
  ({ hasNextPage: more, endCursor: after } = subscriptions.pageInfo);
  const computed = sha256([accountOwner?.tenantId ?? null, ...digests.sort()]);
  if (!more) console.log(computed === subscriptionsDigest ? 'equal' : 'DIFFERENT', computed);
}
