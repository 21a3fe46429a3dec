import { attackFrom, campaignOf } from './campaign';

jest.setTimeout(3_600_000);

test('whoever does whatever, the oracle knew it and the four promises held', async () => {
  await attackFrom('global', campaignOf(process.env));
});
