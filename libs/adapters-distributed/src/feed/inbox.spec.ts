import { countsOf } from './inbox';

const NONE = { headers: 0, source: 0, key: 0, partition: 0, hash: 0, signature: 0 };

describe('Refused messages by reason', () => {
  it('are 0 of each before there was one, so that the first is an increase', () => expect(countsOf([])).toEqual(NONE));

  it('are counted over all topics', () =>
    expect(
      countsOf([
        { topic: 'chuangwen.task', because: 'signature', count: 2 },
        { topic: 'chuangwen.campaign', because: 'signature', count: 1 },
        { topic: 'chuangwen.task', because: 'hash', count: 1 },
      ]),
    ).toEqual({ ...NONE, signature: 3, hash: 1 }));
});
