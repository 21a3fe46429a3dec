import { statementKind } from '../../../src/platform/database/statement-kind';

test.each([
  ['SELECT 1', 'select'],
  ['\n      WITH a AS (SELECT 1) SELECT * FROM a', 'with'],
  ['insert into customers VALUES (1)', 'insert'],
  ['UPDATE customers SET id = 1', 'update'],
  ['DELETE FROM customers', 'delete'],
  ['COMMIT', 'commit'],
  ['START TRANSACTION', 'other'],
  ['selection of somebody', 'other'],
  ['', 'other'],
])('%j is told apart as %s', (text, kind) => {
  expect(statementKind(text)).toBe(kind);
});
