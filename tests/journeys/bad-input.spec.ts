import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import type { LoadedTenant, Refused } from '@chuangwen/standalone';
import { agency, noticeText, openCity, refusal, until, type City } from './city';

jest.setTimeout(120_000);

/** What a clerk gets wrong: each is answered in words, in both languages, and leaves nothing behind. */
describe('bad input', () => {
  let city: City;
  let office: LoadedTenant;
  let water: LoadedTenant;
  let campaignId: string;
  let planId: string;
  type Plan = {
    version: number;
    phases: { phaseId: string; start: string }[];
    items: { itemId: string; text: string | null }[];
  };
  const plan = () => water.clerk.visitor.get<Plan>(`/api/campaign/plans/${planId}`);

  beforeAll(async () => {
    city = await openCity('shuili');
    office = city.office;
    water = agency(office, '水利局');
    const { visitor } = office.clerk;
    const { id: noticeId } = await visitor.post('/api/campaign/notices', { text: noticeText() });
    ({ id: campaignId } = await visitor.post('/api/campaign/campaigns', { noticeId }));
    const list = (player: typeof office.clerk) =>
      player.visitor.get<{ planId: string }[]>(`/api/campaign/plans?campaign=${campaignId}`);
    await until(
      () => list(office.clerk),
      (plans) => plans.length === 1,
    );
    await visitor.post(`/api/campaign/campaigns/${campaignId}/issue`, { tenants: [water.tenantId] });
    [{ planId }] = (await until(
      () => list(water.clerk),
      (plans) => plans.length === 1,
    )) as [{ planId: string }];
  });
  afterAll(() => city.close());

  const files: [string, string, Buffer, string][] = [
    ['an image', '照片.png', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), 'notice.scan'],
    ['a program', '通知.exe', Buffer.from('7f454c460201010000000000', 'hex'), 'notice.file-type'],
    ['a broken pdf', '通知.pdf', Buffer.from('%PDF-1.7\n%âãÏÓ\n'), 'notice.broken-file'],
    ['an empty file', '空.txt', Buffer.alloc(0), 'notice.file-empty'],
    [
      'a text that is no notice',
      '随笔.txt',
      Buffer.from('今天天气很好，我们去公园走了走，看见许多花。'),
      'notice.nothing-recognised',
    ],
    ['a broken docx', '坏了.docx', Buffer.from('PK\x03\x04 this is no document'), 'notice.broken-file'],
    [
      'a classified text',
      '密件.txt',
      Buffer.from('机密★1年\n\n桐泽市文明办文件\n\n关于印发方案的通知\n\n各单位：\n一、工作措施\n（一）清理垃圾\n'),
      'notice.classified',
    ],
  ];

  it.each(files)('%s is refused as a notice, in words, and nothing is kept', async (_, name, bytes, code) => {
    const { visitor } = office.clerk;
    const before = (await visitor.get<unknown[]>('/api/campaign/notices')).length;
    const refused = await refusal(visitor.upload('/api/campaign/notices', name, bytes));
    expect(refused).toMatchObject({ code });
    expect(refused.status).toBeLessThan(500);
    expect(refused.zh).toMatch(/[\u4e00-\u9fff]{4}/);
    expect(refused.en).toMatch(/[a-z ]{12}/);
    expect(await visitor.get<unknown[]>('/api/campaign/notices')).toHaveLength(before);
  });

  it('a deadline before its phase is refused, naming both dates', async () => {
    const { items, phases, version } = await plan();
    const last = phases.at(-1)!;
    const refused = await refusal(
      water.clerk.visitor.post(`/api/campaign/plans/${planId}/items/${items[0]!.itemId}`, {
        phaseId: last.phaseId,
        deadline: '2020-01-01',
      }),
    );
    expect(refused).toMatchObject({ status: 422, code: 'plan.deadline-before-phase' });
    expect(refused.zh).toContain('2020-01-01');
    expect(refused.zh).toContain(last.start);
    expect((await plan()).version).toBe(version);
  });

  it('a stale version is refused and overwrites nothing', async () => {
    const { items, version } = await plan();
    const { itemId } = items[0]!;
    const change = (text: string, seen: number) =>
      water.clerk.visitor.post(`/api/campaign/plans/${planId}/items/${itemId}`, { text }, { 'if-match': `"${seen}"` });
    await change('先改的', version);
    expect(await refusal(change('后改的，看的是旧内容', version))).toMatchObject({
      status: 409,
      code: 'stale-version',
    });
    expect((await plan()).items[0]!.text).toBe('先改的');
  });

  it('a plan submitted twice is refused; the same command sent twice is one and gets the same answer', async () => {
    const { visitor } = water.clerk;
    const submit = (key: string) =>
      visitor.send(
        'POST',
        `/api/campaign/plans/${planId}/submission`,
        { purpose: 'record' },
        { 'idempotency-key': key },
      );
    const first = await submit('submit-0001');
    expect(await submit('submit-0001')).toEqual(first);
    expect(await refusal(submit('submit-0002'))).toMatchObject({ status: 422, code: 'plan.already-submitted' });
    const other = visitor.send(
      'POST',
      `/api/campaign/plans/${planId}/submission`,
      { purpose: 'approval' },
      { 'idempotency-key': 'submit-0001' },
    );
    expect(await refusal(other)).toMatchObject({ status: 422, code: 'command.id-reused' });
  });

  const wrongs: [string, () => [LoadedTenant, string, unknown], string, RegExp][] = [
    ['an issue to nobody', () => [office, `campaigns/${campaignId}/issue`, {}], '', /请写 "all": true，或在 tenants/],
    ['a hand-down to nobody', () => [water, `plans/${planId}/hand-down`, {}], '', /请列出 organisations 或 tenants/],
    ['an item that changes nothing', () => [water, `plans/${planId}/items/x`, {}], '', /至少改一项/],
    [
      'no body where a reason is wanted',
      () => [water, `plans/${planId}/items/x/drop`, undefined],
      'reason',
      /必须填写/,
    ],
  ];
  it.each(wrongs)('%s: what is missing is said', async (_, asked, field, words) => {
    const [who, path, body] = asked();
    const error = await who.clerk.visitor
      .send('POST', `/api/campaign/${path}`, body)
      .catch((refused: unknown) => refused);
    expect((error as Refused).problem).toMatchObject({
      code: 'request.invalid',
      errors: [{ field, 'zh-CN': expect.stringMatching(words), en: expect.stringMatching(/^[^\u4e00-\u9fff]+$/) }],
    });
  });

  it('a wrong address is told from what does not exist, in a service and elsewhere', async () => {
    const { visitor } = office.clerk;
    for (const path of ['/api/campaign/notice', '/api/nothing'])
      expect(await refusal(visitor.post(path, {}))).toMatchObject({
        status: 404,
        code: 'route.unknown',
        zh: expect.stringContaining(`POST ${path}。`),
      });
    expect(await refusal(visitor.get('/api/campaign/notices/none'))).toMatchObject({ status: 404, code: 'not-found' });
  });

  it('Chinese in an address as it was typed: how to write it', async () => {
    const { hostname, port } = new URL(city.server.url);
    const socket = connect(Number(port), hostname, () =>
      socket.write('GET /api/task/evidence?name=照片 HTTP/1.1\r\nhost: a\r\n\r\n'),
    );
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 400 [^]*problem\+json[^]*curl 用 -G --data-urlencode/);
  });

  it('a campaign of nothing: what may be given', async () =>
    expect(await refusal(office.clerk.visitor.post('/api/campaign/campaigns', {}))).toMatchObject({
      code: 'campaign.nothing-given',
      zh: expect.stringContaining('通知（noticeId）或名称（title）'),
    }));

  it('the document of the API has every upload as a form with files', async () => {
    type Form = { properties: { file: object } };
    type Described = { requestBody?: { content: Record<string, { schema: Form }> } };
    const { paths } = (await (await fetch(`${city.server.url}/api/openapi.json`)).json()) as {
      paths: Record<string, Record<string, Described>>;
    };
    const forms = Object.entries(paths).flatMap(([path, { post }]) => {
      const form = post?.requestBody?.content['multipart/form-data'];
      return form ? [[path, form.schema.properties.file] as const] : [];
    });
    const file = { type: 'string', format: 'binary' };
    expect(forms).toHaveLength(8);
    for (const [path, given] of forms)
      expect([path, given]).toEqual([
        path,
        path === '/api/campaign/notices' ? expect.objectContaining({ type: 'array', items: file }) : file,
      ]);
  });

  it('what is filled in wrongly is named field by field', async () => {
    const refused = await refusal(office.clerk.visitor.post('/api/campaign/campaigns', { title: '', colour: 'red' }));
    expect(refused).toMatchObject({ status: 400, code: 'request.invalid' });
  });
});
