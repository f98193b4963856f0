import type { LoadedTenant, Player, Services } from '@chuangwen/standalone';
import { SpanKind, type HrTime } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { until } from '../journeys/city';
import { ownCampaign } from '../journeys/desk';
import { Spans, upwards } from './spans';

type Opened = Readonly<{
  platform: Services;
  url: string;
  agency: LoadedTenant;
  /** Before the name of each topic; absent: there is no broker. */
  prefix?: string;
  close(): Promise<void>;
}>;

const APPROVAL = 'POST /api/campaign/plans/:id/approval';
/** From what a consumer of another service does, up to the click. */
const TO_THE_CLICK = ['append plan.approved', 'ApprovePlan', APPROVAL];

/** The click that approves a plan opens tasks in another service, whose views and whose neighbour's hear of them. */
export function describeOneTrace(mode: string, open: () => Promise<Opened>): void {
  describe(`one trace, ${mode}`, () => {
    let spans: Spans;
    let opened: Opened;
    beforeAll(async () => {
      spans = new Spans();
      opened = await open();
    }, 240_000);
    afterAll(async () => {
      await opened.close();
      spans.end();
    });

    const above = (name: string | RegExp, kind?: SpanKind) =>
      spans.named(name, kind).map((span) => upwards(span, spans.all));

    it('goes from the click through store, views, a workflow and its commands, to the views of those', async () => {
      spans.forget();
      await ownCampaign(opened.agency, '整治沿线环境', ['清理积存垃圾', '修复破损护栏']);
      await until(
        async () => spans.named(/^reporting\./).length,
        (count) => count > 0,
      );
      await caughtUp(opened.platform);

      expect(above(/^campaign\.plans@/, SpanKind.CONSUMER)).toContainEqual([expect.anything(), ...TO_THE_CLICK]);
      const flow = ['task.workflow.open-tasks', ...TO_THE_CLICK];
      expect(above('OpenTask')).toEqual([
        ['OpenTask', ...flow],
        ['OpenTask', ...flow],
      ]);
      for (const consumer of [/^task\.tasks@/, /^reporting\.progress@/])
        expect(above(consumer)).toContainEqual([expect.anything(), 'append task.opened', 'OpenTask', ...flow]);

      const [click] = spans.named(APPROVAL, SpanKind.SERVER);
      const story = spans.of(click!.spanContext().traceId);
      const roots = story.filter(({ parentSpanContext }) => parentSpanContext === undefined);
      expect(roots.map(({ name }) => name)).toEqual([APPROVAL]);
      expect(story.map((span) => upwards(span, story)).filter((path) => path.at(-1) !== APPROVAL)).toEqual([]);
    }, 120_000);

    it('shows the passage through Kafka of each event, beside who heard of it, where there is Kafka', async () => {
      const { prefix } = opened;
      if (prefix === undefined) return expect(spans.named(/^send /)).toEqual([]);
      const [click] = spans.named(APPROVAL, SpanKind.SERVER);
      const story = () => spans.of(click!.spanContext().traceId);
      const appends = () => story().filter(({ name }) => name.startsWith('append '));
      // A consumer may have heard before the relay knows that it has sent.
      const sent = await until(
        async () => new Map(story().flatMap((one) => (one.name.startsWith('send ') ? [[parentOf(one), one]] : []))),
        (found) => appends().every((append) => found.has(append.spanContext().spanId)),
      );
      expect(new Set([...sent.values()].map(({ kind }) => kind))).toEqual(new Set([SpanKind.CLIENT]));
      expect(above(`send ${prefix}.campaign.g1`)).toContainEqual([expect.anything(), ...TO_THE_CLICK]);
      for (const append of appends()) {
        const { name, startTime, attributes } = sent.get(append.spanContext().spanId)!;
        expect(name).toBe(`send ${prefix}.${String(append.attributes['chuangwen.service'])}.g1`);
        expect(attributes).toMatchObject({ 'messaging.system': 'kafka', 'messaging.operation.type': 'send' });
        expect(ms(startTime)).toBeGreaterThanOrEqual(ms(append.startTime));
      }
    });

    it('is found by the correlation id that events and log lines carry', async () => {
      const [click] = spans.named(APPROVAL, SpanKind.SERVER);
      const { events } = opened.platform.service('task').runtime.ports;
      const opening = spans.named('append task.opened')[0]!;
      const stream = String(opening.attributes['chuangwen.stream']);
      const [event] = (await events.read({ tenant: opened.agency.tenantId, stream })).events;
      expect(event!.correlationId.replaceAll('-', '')).toBe(click!.spanContext().traceId);
    });

    it('honours the trace that a request comes with, and links the story to it', async () => {
      spans.forget();
      const given = { traceId: '4bf92f3577b34da6a3ce929d0e0e4736', spanId: '00f067aa0ba902b7' };
      const { clerk } = opened.agency;
      await ask(opened.url, clerk, '/api/campaign/notices', `00-${given.traceId}-${given.spanId}-01`, {
        text: '桐泽市某局关于整治的通知\n一、工作措施\n（一）清理垃圾。\n2026年4月2日\n',
      });
      await caughtUp(opened.platform);
      const [click] = spans.named('POST /api/campaign/notices', SpanKind.SERVER);
      expect(click!.parentSpanContext).toMatchObject(given);
      const [command] = spans.named('ImportNotice');
      // The story has its own trace, since what follows from it must find it by the ids of its events alone.
      expect(command!.spanContext().traceId).not.toBe(given.traceId);
      expect(command!.links.map(({ context }) => context.spanId)).toEqual([click!.spanContext().spanId]);
      expect(click!.links.map(({ context }) => context.spanId)).toEqual([command!.spanContext().spanId]);
      // And they do: whoever heard of it stands under that command.
      const heard = spans.named(/^campaign\.notices@/, SpanKind.CONSUMER).map((span) => upwards(span, spans.all));
      expect(heard).toContainEqual([expect.anything(), expect.stringMatching(/^append notice\./), 'ImportNotice']);
    });

    it.each([
      '',
      'x',
      '00-00000000000000000000000000000000-00f067aa0ba902b7-01',
      'ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
    ])('takes %j for no trace', async (traceparent) => {
      spans.forget();
      await ask(opened.url, opened.agency.clerk, '/api/task/overview', traceparent);
      const [click] = spans.named('GET /api/task/overview', SpanKind.SERVER);
      expect(click!.parentSpanContext).toBeUndefined();
    });

    it('says nothing of what was written, only of ids, names of the program and numbers', () => {
      const said = JSON.stringify(
        spans.all.map(({ name, attributes, events, status }) => [name, attributes, events, status]),
      );
      expect(said).not.toMatch(/[\u4e00-\u9fff]/);
    });
  });
}

const parentOf = ({ parentSpanContext }: ReadableSpan) => parentSpanContext?.spanId;
const ms = ([seconds, nanoseconds]: HrTime): number => seconds * 1000 + nanoseconds / 1e6;

async function ask(url: string, { visitor }: Player, path: string, traceparent: string, body?: object): Promise<void> {
  const headers = { authorization: `Bearer ${visitor.bearer}`, traceparent, 'content-type': 'application/json' };
  const asked = body ? { method: 'POST', body: JSON.stringify(body), headers } : { headers };
  const answer = await fetch(`${url}${path}`, asked);
  await answer.arrayBuffer();
  expect(answer.status).toBeLessThan(300);
}

async function caughtUp({ services }: Services): Promise<void> {
  await until(
    async () => (await Promise.all(services.map(({ runtime }) => runtime.lags()))).flat(),
    (lags) => lags.every(({ lag }) => lag === 0),
    60,
  );
}
