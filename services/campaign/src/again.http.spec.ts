import { dayOf } from '@chuangwen/platform';
import { cityOn, done, type City } from './testing/city';
import { noticeText } from './testing/notice';
import { openStage, type Reply, type Stage } from './testing/stage';

let stage: Stage;
let city: City;
beforeAll(async () => {
  stage = await openStage();
  city = await cityOn(stage);
});
afterAll(() => stage.end());

type Made = { id: string };
const TITLE = '关于印发《桐泽市2026年创建省级文明城市工作实施方案》的通知';
/** The notice under a number of its own. */
const numbered = (number: string) => noticeText.replace('桐文明办〔2026〕3号', number);
const send = (text: string, more: object = {}, key?: string) =>
  city.city.post('/notices', { text, ...more }, key === undefined ? {} : { 'idempotency-key': key });
const codes = (replies: readonly Reply[]) => replies.map(({ status, body }) => (status === 201 ? 201 : body.code));

/** How many streams of this kind the office has: nothing is half written. */
async function streams(kind: string): Promise<number> {
  let count = 0;
  for await (const { stream } of stage.ports.events.streams('office-tz')) if (stream.startsWith(kind)) count += 1;
  return count;
}
async function eventsOf(stream: string) {
  const { events } = await stage.ports.events.read({ tenant: 'office-tz', stream });
  return (await stage.opened(events)).map(({ data }) => data as { again?: true });
}

describe('a notice of the same number', () => {
  it('is refused, however the number is typed, and names the one that is there', async () => {
    const { id } = (await done<Made>(send(numbered('桐文明办〔2026〕11号')))).answer;
    const before = await streams('notice-');
    const params = { number: '桐文明办〔2026〕11号', id, day: dayOf(new Date()), title: expect.any(String) };
    const refused = await send(numbered('桐文明办[2026]11号'));
    expect(refused).toMatchObject({ status: 422, body: { code: 'notice.there-already', params } });
    const { 'zh-CN': zh, en } = refused.body['messages'] as Record<string, string>;
    for (const words of [zh, en]) for (const part of [id, params.day, 'again', TITLE]) expect(words).toContain(part);
    expect(codes([await send(numbered('桐文明办（２０２６） 11 号'))])).toEqual(['notice.there-already']);
    const file = [['通知.txt', Buffer.from(numbered('桐文明办〔2026〕11号'))]] as [string, Buffer][];
    expect(codes([await city.city.uploadAll('/notices', file)])).toEqual(['notice.there-already']);
    expect(await streams('notice-')).toBe(before);
    // Another number, another tenant.
    await done(send(numbered('桐文明办〔2026〕12号')));
    await done(city.transport.post('/notices', { text: numbered('桐文明办〔2026〕11号') }));
  });

  it('comes in where it is said that it is one more, as text and as a file, and the event says so', async () => {
    await done(send(numbered('桐文明办〔2026〕13号')));
    const text = (await done<Made>(send(numbered('桐文明办〔2026〕13号'), { again: true }))).answer;
    const bytes = Buffer.from(numbered('桐文明办〔2026〕13号'));
    const file = (await done<Made>(city.city.uploadAll('/notices', [['通知.txt', bytes]], {}, { again: 'true' })))
      .answer;
    for (const { id } of [text, file]) expect(await eventsOf(`notice-${id}`)).toMatchObject([{ again: true }]);
    const wrong = await city.city.uploadAll('/notices', [['通知.txt', bytes]], {}, { again: 'ja' });
    expect(wrong).toMatchObject({ status: 400, body: { code: 'request.invalid', errors: [{ field: 'again' }] } });
    expect((await send(numbered('桐文明办〔2026〕13号'), { again: false })).status).toBe(400);
  });

  it('sent once more as the same request is the same notice, also after another of its number', async () => {
    const first = await send(numbered('桐文明办〔2026〕14号'), {}, 'again-notice-1');
    await done(send(numbered('桐文明办〔2026〕14号'), { again: true }));
    expect((await send(numbered('桐文明办〔2026〕14号'), {}, 'again-notice-1')).body).toEqual(first.body);
  });

  it('counts no more once it is withdrawn, or corrected to another number', async () => {
    const withdrawn = (await done<Made>(send(numbered('桐文明办〔2026〕15号')))).answer.id;
    await done(city.city.post(`/notices/${withdrawn}/withdrawal`, { reason: '传错了' }));
    const misread = (await done<Made>(send(numbered('桐文明办〔2026〕15号')))).answer.id;
    await done(city.city.post(`/notices/${misread}/corrections`, { path: 'docNumber', value: '桐文明办〔2026〕16号' }));
    await done(send(numbered('桐文明办〔2026〕15号')));
    const { token } = await done(city.city.post(`/notices/${misread}/corrections`, { path: 'goals', value: '目标' }));
    await city.city.get(`/notices?token=${encodeURIComponent(token)}`);
    expect(codes([await send(numbered('桐文明办〔2026〕16号'))])).toEqual(['notice.there-already']);
  });

  it('at the same instant is one notice, and the others are told of it', async () => {
    const before = await streams('notice-');
    const replies = await Promise.all([1, 2, 3].map(() => send(numbered('桐文明办〔2026〕17号'))));
    expect(codes(replies).sort()).toEqual([201, 'notice.there-already', 'notice.there-already']);
    expect(await streams('notice-')).toBe(before + 1);
  });

  it('is found where it was imported before there were claims', async () => {
    const { answer, token } = await done<Made>(send(numbered('桐文明办〔2026〕18号')));
    for (const { key } of await stage.ports.secrets.list('office-tz', 'notice-number'))
      await stage.ports.secrets.delete('office-tz', 'notice-number', key);
    await city.city.get(`/notices?token=${encodeURIComponent(token)}`);
    expect((await send(numbered('桐文明办〔2026〕18号'))).body).toMatchObject({ params: { id: answer.id } });
  });
});

describe('a campaign of the same notice', () => {
  const notice = async (number: string) => (await done<Made>(send(numbered(number)))).answer.id;
  const open = (noticeId: string, more: object = {}, key?: string) =>
    city.city.post('/campaigns', { noticeId, ...more }, key === undefined ? {} : { 'idempotency-key': key });

  it('is refused, and names the one that is there', async () => {
    const noticeId = await notice('桐文明办〔2026〕21号');
    const first = await open(noticeId, { title: '文明城市创建' }, 'again-campaign-1');
    const { id } = (first.body as unknown as { answer: Made }).answer;
    const before = await streams('campaign-');
    const refused = await open(noticeId);
    const params = { id, title: '文明城市创建', day: dayOf(new Date()) };
    expect(refused).toMatchObject({ status: 422, body: { code: 'campaign.there-already', params } });
    expect(await streams('campaign-')).toBe(before);
    const second = await done<Made>(open(noticeId, { again: true }));
    expect(await eventsOf(`campaign-${second.answer.id}`)).toMatchObject([{ again: true }]);
    expect((await open(noticeId, { title: '文明城市创建' }, 'again-campaign-1')).body).toEqual(first.body);
  });

  it('counts no more once it is withdrawn', async () => {
    const noticeId = await notice('桐文明办〔2026〕22号');
    const { answer } = await done<Made>(open(noticeId));
    await done(city.city.post(`/campaigns/${answer.id}/withdrawal`, { reason: '印发有误' }));
    await done(open(noticeId));
  });

  it('at the same instant is one campaign', async () => {
    const noticeId = await notice('桐文明办〔2026〕23号');
    const replies = await Promise.all([1, 2, 3].map(() => open(noticeId)));
    expect(codes(replies).sort()).toEqual([201, 'campaign.there-already', 'campaign.there-already']);
  });

  it('is found where it was opened before there were claims', async () => {
    const noticeId = await notice('桐文明办〔2026〕24号');
    const { answer } = await done<Made>(open(noticeId));
    await stage.ports.secrets.delete('office-tz', 'campaign-of-notice', noticeId);
    await city.city.until(`/campaigns/${answer.id}`, ({ status }) => status === 200);
    expect((await open(noticeId)).body).toMatchObject({ code: 'campaign.there-already', params: { id: answer.id } });
  });
});
