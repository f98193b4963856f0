import { appendFileSync, globSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import type { Platform } from '@chuangwen/standalone';
import { noticeText, openCity, type City } from './city';
import { faultsOf } from './faults-of';

jest.setTimeout(120_000);

describe('verify', () => {
  let city: City;
  let folder: string;
  beforeAll(async () => {
    city = await openCity('shuili');
    ({ folder } = city.server.platform as Platform);
  });
  afterAll(() => city.close());

  it('finds nothing wrong in a sound folder, and names a file that was changed, and one that is gone', async () => {
    await city.office.clerk.visitor.post('/api/campaign/notices', { text: noticeText() });
    expect(await faultsOf(city.server.platform)).toEqual([]);
    const [file = ''] = globSync(join(folder, 'blobs/campaign/*/*/*'));
    appendFileSync(file, 'x');
    expect(await faultsOf(city.server.platform)).toEqual([expect.stringContaining('已被改动')]);
    renameSync(file, `${folder}/elsewhere`);
    expect(await faultsOf(city.server.platform)).toEqual([expect.stringMatching(/notice-.*缺失/)]);
  });
});
