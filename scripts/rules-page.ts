import { ERROR_CATALOGUE } from '../src/kernel/error-code';
import { RULES } from '../src/kernel/rule';

/** `docs/rules.md` as the rules and the error catalogue say it now. */
export function rulesPage(): string {
  const rows = Object.entries(RULES).map(([rule, text]) => {
    const codes = Object.entries(ERROR_CATALOGUE)
      .filter(([, entry]) => entry.rule === rule)
      .map(([code]) => `\`${code}\``);
    return `| ${rule} | ${text} | ${codes.join(', ')} |`;
  });
  return [
    '# Rules',
    '',
    'Every refusal names the rule behind it in `extensions.rule`. This page is printed from the',
    '`Rule` enum of the schema by `npm run docs:print`; do not edit it by hand. The last column lists the',
    'codes that name the rule by default; the rule of a single refusal may be a more precise one.',
    '',
    'Three terms in short: a **reseller relationship** lets a reseller sell new subscriptions to a customer.',
    '**Delegated administrative privileges** are standing rights to administer a service in the customer’s',
    'tenant, granted by the customer. The **Partner of Record** is the partner credited for a subscription.',
    '',
    '| Rule | What it says | Codes |',
    '| --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}
