import { startTestServer, type TestServer, testToken } from '../../support/http-test-server';

/*
 * What is sent often is compiled. A client finds no difference: the first answer is given by graphql-js, the
 * fourth by a compiled query.
 */

let served: TestServer;
beforeEach(async () => {
  served = await startTestServer();
});
afterEach(() => served.server.close());

const IDS = { 'ms-correlationid': 'correlation', 'ms-requestid': 'request' };

async function executions(executor: string): Promise<number> {
  const text = await (await fetch(`${served.url}/metrics`)).text();
  const [, count = '0'] =
    new RegExp(`^multipartner_executions_total{executor="${executor}"} (\\d+)`, 'm').exec(text) ??
    [];
  return Number(count);
}

/** The first and the fourth answer: status, type, challenge and body. */
async function firstAndFourth(body: object): Promise<readonly unknown[]> {
  const answers: unknown[] = [];
  for (let time = 0; time < 4; time += 1) {
    const { status, headers, body: answer } = await served.post(body, IDS);
    answers.push([status, headers.get('content-type'), headers.get('www-authenticate'), answer]);
  }
  return [answers[0], answers[3]];
}

test.each<[string, object, number]>([
  ['an answer', { query: 'query ($n: String) { hello(name: $n) }', variables: { n: 'you' } }, 2],
  ['a failure', { query: '{ hello boom }' }, 2],
  ['a refusal', { query: '{ secret }' }, 2],
  [
    'an operation by its name',
    { query: 'query A { hello } query B { whoAmI }', operationName: 'B' },
    2,
  ],
  ['a list below a null', { query: '{ items { nodes { id } } boom }' }, 2],
  ['an operation that is not there', { query: 'query A { hello }', operationName: 'B' }, 0],
  [
    'no name for one of several',
    { query: 'query A { hello } mutation B { write(input: { value: 1 }) }' },
    0,
  ],
  ['a wrong variable', { query: 'query ($n: String) { hello(name: $n) }', variables: { n: 1 } }, 2],
  ['an interface', { query: '{ node(id: 1) { id } }' }, 0],
  ['a selection that is not valid', { query: '{ nothing }' }, 0],
])('%s is the same', async (_name, body, compiledCount) => {
  const [first, fourth] = await firstAndFourth(body);

  expect(fourth).toEqual(first);
  expect(await executions('compiled')).toBe(compiledCount);
});

test('each answer is of its own caller', async () => {
  const names: unknown[] = [];
  for (const sub of ['ada', 'ben', 'cho', 'dan', 'ada']) {
    const headers = { authorization: `Bearer ${await testToken({ sub })}` };
    names.push((await served.post({ query: '{ whoAmI }' }, headers)).body.data?.['whoAmI']);
  }
  names.push((await served.post({ query: '{ whoAmI }' })).body.data?.['whoAmI']);

  expect(names).toEqual(['ada', 'ben', 'cho', 'dan', 'ada', 'nobody']);
  expect(await executions('compiled')).toBe(4);
});

test('a mutation is never compiled', async () => {
  const body = {
    query: 'mutation ($v: Int!) { write(input: { value: $v }) }',
    variables: { v: 1 },
  };
  for (let time = 0; time < 5; time += 1) await served.post(body);

  expect(served.writes).toBe(5);
  expect(await executions('compiled')).toBe(0);
  expect(await executions('graphql-js')).toBe(5);
});

test('a live operation is refused each time', async () => {
  const [first, fourth] = await firstAndFourth({ query: 'subscription { count(to: 1) }' });

  expect(fourth).toEqual(first);
  expect((first as unknown[])[0]).toBe(400);
});
