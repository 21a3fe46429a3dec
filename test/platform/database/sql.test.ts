import { isOneOf, sql } from '../../../src/platform/database/sql';

test.each<readonly [ids: readonly string[], text: string, values: readonly unknown[]]>([
  [['one'], 'c.id = ?::uuid', ['one']],
  [['one', 'two'], 'c.id = ANY(?::uuid[])', [['one', 'two']]],
  [[], 'c.id = ANY(?::uuid[])', [[]]],
])('one of %j', (ids, text, values) => {
  const condition = isOneOf(sql`c.id`, ids);

  expect(condition.sql).toBe(text);
  expect(condition.values).toEqual(values);
});
