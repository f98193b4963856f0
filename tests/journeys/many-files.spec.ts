import { DEMO_PASSWORD } from '@chuangwen/standalone';
import { agency, noticeText, openCity, type City } from './city';
import { Browser, ownCampaign } from './desk';

jest.setTimeout(120_000);

/** One desk sends files by the dozen: it waits for itself, and nobody else waits for it. */
describe('many files at once', () => {
  let city: City;
  let other: Browser;
  let paths: Record<string, string>;
  beforeAll(async () => {
    city = await openCity('shuili', 'jiaotong');
    other = await Browser.signIn(city.server.url, 'shuili', DEMO_PASSWORD);
    const { campaignId, tasks } = await ownCampaign(agency(city.office, '交通运输局'), '做好文明交通工作', [
      '设置提示牌',
    ]);
    paths = {
      notices: '/api/campaign/notices',
      'address books': '/api/identity/address-book/preview',
      'columns of a data request': '/api/reporting/requests/columns',
      'decomposition tables': `/api/task/campaigns/${campaignId}/table/preview?choices=%7B%7D`,
      evidence: `/api/task/tasks/${tasks[0]!.taskId}/evidence`,
    };
  });
  afterAll(() => city.close());

  const table = Buffer.from('单位,联系人,电话\n' + '桐泽市水利局,周明远,05550001\n'.repeat(2000));
  const notice = Buffer.from(noticeText());
  let asked = 100;
  it.each([
    ['notices', 'wenmingban', '通知.txt', notice, 'notice.busy'],
    ['address books', 'wenmingban-admin', '通讯录.csv', table, 'document.busy'],
    ['columns of a data request', 'wenmingban', '表.csv', table, 'document.busy'],
    ['decomposition tables', 'jiaotong', '任务分解表.csv', table, 'document.busy'],
    ['evidence', 'jiaotong', '佐证.txt', notice, 'document.busy'],
  ])('%s: who sends thirty waits, and is told to; another unit is served', async (what, login, name, bytes, code) => {
    const sender = await Browser.signIn(city.server.url, login, DEMO_PASSWORD);
    const sent = Array.from({ length: 30 }, () => sender.send<Partial<Told>>(paths[what]!, name, bytes));
    const own = notice.toString().replace(/\d+号/, `${(asked += 1)}号`);
    const served = await other.send('/api/campaign/notices', '通知.txt', Buffer.from(own));
    expect(served.status).toBe(201);
    const busy = (await Promise.all(sent)).filter(({ status }) => status === 503);
    expect(busy.length).toBeGreaterThan(0);
    for (const { body } of busy) {
      expect(body.code).toBe(code);
      expect(body.messages?.['zh-CN']).toContain('请等');
    }
  });
});

type Told = { code: string; messages: { 'zh-CN': string } };
