import { chmod, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { INSTALLATION } from '@chuangwen/contracts';
import { sha256Hex } from '@chuangwen/platform';
import { closeStage, DAY, identity, openStage, read, stage, tell, work } from './testing/stage';
import { assigned, office, opened, who } from './testing/told';
import { ask, page, post } from './testing/upward';

beforeAll(async () => {
  await openStage();
});
afterAll(closeStage);

describe('a report that goes up', () => {
  const edu = who('edu');

  beforeAll(async () => {
    const told = { organisationId: 'class', tree: 'line', parent: 'edu-org', validFrom: '2026-01-01' };
    await tell(identity, '2026-04-16', 'edu', 'organisation-class', [], { type: 'organisation.moved', data: told });
    const token = await work('edu', '2026-04-18', 't5', opened('t5', 'edu-org'), assigned('t5', 'school'));
    await read(office, 'c1/report', token);
  });

  it('is frozen as it was sent; moves, names and work of later days change nothing of it, and are told apart', async () => {
    const { answer } = await post(edu, '', { campaignId: 'c1', by: 'unit', asOf: '2026-04-15' });
    const { token, answer: sent } = await post(edu, `/${answer.id}/submission`);
    const there = await page(office, `/${answer.id}`, token);
    expect(there).toMatchObject({ is: 'received', name: '桐泽市教育局', situation: 'submitted', asOf: '2026-04-15' });
    expect(there.frozen.totals).toMatchObject({ tasks: 3, submitted: 2, accepted: 1 });
    const bytes = await ask(office, 'GET', `/${answer.id}/snapshot`);
    expect(bytes.headers['etag']).toBe(`"${sent.sha256}"`);
    expect(sha256Hex(bytes.rawPayload)).toBe(sent.sha256);
    const plain = async () => (await page(office, `/${answer.id}/differences`)).differences as { key: string }[];
    const before = (await plain()).length;
    const work2 = await work('edu', '2026-04-19', 't3', assigned('t3', 'class'));
    await tell(identity, '2026-04-19', 'edu', 'organisation-class', [], {
      type: 'organisation.renamed',
      data: { organisationId: 'class', name: '总务处', validFrom: '2026-01-01' },
    });
    await read(office, 'c1/report', work2);
    expect((await ask(office, 'GET', `/${answer.id}/snapshot`)).rawPayload.equals(bytes.rawPayload)).toBe(true);
    const after = await page(office, `/${answer.id}/differences`);
    expect(after.asOf).toBe('2026-04-20');
    expect(after.differences.length).toBeGreaterThan(before);
    expect(after.differences).toContainEqual({ key: 'total', name: null, figure: 'assigned', frozen: 1, now: 3 });
    expect(await page(office, `/${answer.id}/verification`)).toMatchObject({ intact: true });
  });

  it.each(['0001-01-01', '2026-03-31'])('is refused as of %s, when nobody here knew of the campaign', async (asOf) => {
    const { statusCode, body } = await ask(edu, 'POST', '', { campaignId: 'c1', by: 'unit', asOf });
    expect([statusCode, JSON.parse(body)]).toMatchObject([
      422,
      { code: 'report.as-of-unknown', params: { day: asOf, since: DAY } },
    ]);
    const { answer } = await post(edu, '', { campaignId: 'c1', by: 'unit', asOf: DAY });
    const sent = await ask(edu, 'POST', `/${answer.id}/submission`, { asOf });
    expect(sent.json().code).toBe('report.as-of-unknown');
  });

  it('is refused a verdict once a byte of it was changed on the disk', async () => {
    const { answer } = await post(edu, '', { campaignId: 'c1', by: 'measure' });
    const { answer: sent, token } = await post(edu, `/${answer.id}/submission`);
    expect(await page(office, `/${answer.id}/verification`, token)).toMatchObject({ intact: true });
    const file = (await readdir(stage.folder, { recursive: true })).find((name) => name.endsWith(sent.sha256))!;
    const path = join(stage.folder, file);
    await chmod(path, 0o600);
    await writeFile(path, (await readFile(path, 'utf8')).replace(/"tasks":\d/, '"tasks":9'));
    expect(await page(office, `/${answer.id}/verification`)).toMatchObject({ intact: false });
    expect((await ask(office, 'GET', `/${answer.id}/snapshot`)).json()).toMatchObject({ code: 'file.damaged' });
  });

  it('is seen by those it goes to, and by nobody else', async () => {
    const { answer, token } = await post(edu, '', { campaignId: 'c1', cc: { organisations: ['school'] } });
    expect((await ask(office, 'GET', `/${answer.id}`)).statusCode).toBe(404);
    expect((await page(edu, `/${answer.id}`, token)).situation).toBe('drafting');
    const { token: sent } = await post(edu, `/${answer.id}/submission`);
    expect((await page(office, `/${answer.id}`, sent)).situation).toBe('submitted');
    for (const as of [who('road'), who('far', true)])
      for (const path of ['', '/snapshot', '/verification', '/differences', '/preview', '/table'])
        expect((await ask(as, 'GET', `/${answer.id}${path}`)).statusCode).toBe(404);
    const school = { ...edu, posts: [{ post: 'clerk' as const, organisation: 'school' }] };
    expect((await ask(school, 'GET', `/${answer.id}`)).statusCode).toBe(200);
    const other = { ...edu, posts: [{ post: 'clerk' as const, organisation: 'class' }] };
    expect((await ask(other, 'GET', `/${answer.id}`)).statusCode).toBe(404);
    for (const as of [who('road'), other])
      expect((await ask(as, 'POST', `/${answer.id}/withdrawal`, { reason: '无' })).statusCode).toBe(404);
    expect((await ask(school, 'POST', `/${answer.id}/withdrawal`, { reason: '无' })).statusCode).toBe(403);
    expect((await ask(edu, 'POST', `/${answer.id}/acceptance`, {})).statusCode).toBe(422);
    expect((await ask(office, 'POST', `/${answer.id}/withdrawal`, { reason: '无' })).statusCode).toBe(404);
  });

  it('is merged by the office from what was frozen and accepted; who is missing is named', async () => {
    const { answer } = await post(edu, '', { campaignId: 'c1', by: 'measure', asOf: '2026-04-15', from: '2026-04-01' });
    let { token } = await post(edu, `/${answer.id}/submission`);
    await page(office, `/${answer.id}`, token);
    const up = { ...office, tenant: 'office' };
    await tell(identity, '2026-04-19', INSTALLATION, 'tenant-office-2', ['office', 'province'], {
      type: 'tenant.registered',
      data: {
        ...{ tenantId: 'office', organisationId: 'office-org', name: '桐泽市文明办' },
        ...{ kind: 'office', level: 'city', overseers: ['province'] },
      },
    });
    await read(office, 'c1/report', await work('edu', '2026-04-19', 't9', opened('t9', 'edu-org')));
    const merge = (await post(up, '', { campaignId: 'c1', basis: 'merged', by: 'measure', from: '2026-04-01' })).answer
      .id;
    let now = await page(up, `/${merge}/preview`);
    expect(now.missing.reports).toEqual([
      expect.objectContaining({ tenant: 'edu', name: '桐泽市教育局', why: 'submitted' }),
      expect.objectContaining({ tenant: 'road', name: '桐泽市交通运输局', why: 'none' }),
    ]);
    expect(now.totals.tasks).toBe(0);
    ({ token } = await post(office, `/${answer.id}/acceptance`, { submission: 1 }));
    await page(office, `/${answer.id}`, token);
    now = await page(up, `/${merge}/preview`);
    expect(now.missing.reports).toMatchObject([{ tenant: 'road', why: 'none' }]);
    const theirs = (await page(office, `/${answer.id}`)).frozen;
    expect([now.totals, now.sources[0].totals]).toEqual([theirs.totals, theirs.totals]);
    const { token: sent } = await post(up, `/${merge}/submission`);
    await page(up, `/${merge}`, sent);
    expect(await page(up, `/${merge}/verification`)).toMatchObject({ intact: true, sources: [{ intact: true }] });
  });
});
