import type { Call, State, Table } from './model';

/** A call and what was expected of it, as a line of a report. */
export function inWords({ act, caller, input, isDryRun }: Call, verdict: string): string {
  const roles = caller?.isApplication ? 'application' : caller?.roles.join('+');
  const who = caller ? `${roles} of ${caller.tenant}` : 'the platform or nobody';
  return `${who}: ${act}${isDryRun ? ' (dry run)' : ''} ${JSON.stringify(input)} -> ${verdict}`;
}

const NOUNS: Readonly<Record<Table, string>> = {
  resellers: 'reseller',
  customers: 'customer',
  partnerships: 'partnership',
  invitations: 'invitation',
  requests: 'request',
  relationships: 'relationship',
  subscriptions: 'subscription',
};

/** The same with short names in the place of ids: `reseller 2`, `tenant of customer 1`. */
export function withNames(text: string, state: State): string {
  let named = text;
  for (const [table, noun] of Object.entries(NOUNS) as [Table, string][]) {
    Object.values(state[table])
      .sort((one, other) => (one.id < other.id ? -1 : 1))
      .forEach((row, index) => {
        const name = `${noun} ${index + 1}`;
        named = named.replaceAll(row.id, name);
        if ('tenant' in row && row.tenant && table !== 'requests')
          named = named.replaceAll(row.tenant, `tenant of ${name}`);
        if ('subscriptionId' in row)
          named = named.replaceAll(row.subscriptionId, `${name} (source)`);
      });
  }
  return named.replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'an unknown id');
}
