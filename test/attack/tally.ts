/** How often each act came to each verdict. */
export class Tally {
  private readonly counts = new Map<string, Map<string, number>>();
  steps = 0;
  accepted = 0;

  add(act: string, verdict: string): void {
    const parts = new Set(verdict.split(' '));
    this.steps += 1;
    if (parts.has('ok') || parts.has('repeated')) this.accepted += 1;
    const ofAct = this.counts.get(act) ?? new Map<string, number>();
    this.counts.set(act, ofAct);
    for (const part of parts) ofAct.set(part, (ofAct.get(part) ?? 0) + 1);
  }

  /** Acts that were done at least once. */
  get done(): readonly string[] {
    return [...this.counts].filter(([, verdicts]) => verdicts.has('ok')).map(([act]) => act);
  }

  /** One line for each act: how often which answer. */
  lines(): readonly string[] {
    return [...this.counts].sort().map(([act, verdicts]) => {
      const each = [...verdicts].sort((one, other) => other[1] - one[1]);
      return `  ${act}: ${each.map(([verdict, count]) => `${verdict} ${count}`).join(', ')}`;
    });
  }
}
