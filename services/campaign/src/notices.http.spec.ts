import { openStage, type Stage } from './testing/stage';
import { noticeText } from './testing/notice';

let stage: Stage;
beforeAll(async () => (stage = await openStage()));
afterAll(() => stage.close_());

it('probe', async () => {
  await stage.tenant('office-tz', '桐泽市文明办', 'office');
  const clerk = stage.person('office-tz', 'p-lin', 'office-tz-root');
  const made = await clerk.post('/notices', { text: noticeText });
  console.log(JSON.stringify(made));
  const id = (made.body.answer as { id: string }).id;
  const got = await clerk.get(`/notices/${id}?token=${encodeURIComponent(made.body['token'] as string)}`);
  console.log(JSON.stringify(got, null, 1));
});
