import { hashOf, NO_HASH, type StreamRef } from '@chuangwen/contracts';
import { RuleViolation } from '@chuangwen/kernel';
import type { ServicePorts } from '@chuangwen/ports';
import type { Platform, Service } from './platform';

/** One line of what an operation says; `ok: false` marks what is wrong. */
export type Line = Readonly<{ ok: boolean; text: string }>;
const said = (text: string): Line => ({ ok: true, text });
const wrong = (text: string): Line => ({ ok: false, text });

type ParkedRef = Readonly<{ service: string; consumer: string; topic: string; tenant: string; stream: string }>;

/** What an operator may ask, of a running platform or of a folder at rest. */
export type Operation =
  | Readonly<{ name: 'verify' }>
  | Readonly<{ name: 'rebuild'; view: string; tenant?: string | undefined }>
  | Readonly<{ name: 'parked' }>
  | Readonly<{ name: 'retry'; number: number; dryRun: boolean }>;

export async function* operate(platform: Platform, operation: Operation): AsyncGenerator<Line> {
  switch (operation.name) {
    case 'verify':
      return yield* verifyAll(platform);
    case 'rebuild':
      return yield* rebuild(platform, operation.view, operation.tenant);
    case 'parked':
      return yield* parked(platform);
    case 'retry':
      return yield* retry(platform, operation.number, operation.dryRun);
  }
}

async function* verifyAll(platform: Platform): AsyncGenerator<Line> {
  let faults = 0;
  for (const service of platform.services)
    for await (const line of verify(service)) {
      if (!line.ok) faults += 1;
      yield line;
    }
  yield faults === 0
    ? said('核对完毕：全部一致 All is well')
    : wrong(`核对完毕：发现 ${faults} 处问题 ${faults} problem(s) found`);
}

/** Every hash, every version, every file that events name, and every view against a full replay. */
async function* verify({ name, runtime }: Service): AsyncGenerator<Line> {
  let streams = 0;
  let events = 0;
  let files = 0;
  for await (const ref of runtime.ports.events.streams()) {
    streams += 1;
    const checked = await check(runtime.ports, ref);
    for (const fault of checked.faults) yield wrong(fault);
    events += checked.events;
    files += checked.files;
  }
  for await (const { tenant, sha256 } of runtime.ports.blobs.changed())
    yield wrong(`${tenant} 的文件 ${sha256} 已被改动`);
  yield said(`${name}：${streams} 条事件流，${events} 个事件，${files} 个文件，哈希链与版本号已核对`);
  for (const projector of runtime.projectors) {
    const { equal, events: replayed } = await projector.compare();
    const text = `${name}/${projector.view.name}：重放 ${replayed} 个事件，`;
    yield equal ? said(`${text}与现有视图逐字节一致`) : wrong(`${text}与现有视图不一致，请运行 rebuild`);
  }
}

type Checked = { events: number; files: number; faults: string[] };

async function check({ events: store, blobs }: ServicePorts, ref: StreamRef): Promise<Checked> {
  const checked: Checked = { events: 0, files: 0, faults: [] };
  const { tenant, stream } = ref;
  let previousHash = NO_HASH;
  for (const event of (await store.read(ref)).events) {
    checked.events += 1;
    const chained = Buffer.compare(event.previousHash, previousHash) === 0;
    if (event.version !== checked.events || !chained || Buffer.compare(hashOf(event), event.hash) !== 0) {
      checked.faults.push(`${tenant}/${stream} 第 ${checked.events} 个事件已被改动或缺失`);
      return checked;
    }
    previousHash = event.hash;
    for (const [, sha256 = ''] of Buffer.from(event.data)
      .toString('utf8')
      .matchAll(/"sha256":"([0-9a-f]{64})"/g)) {
      checked.files += 1;
      if (!(await blobs.has(tenant, sha256))) checked.faults.push(`${tenant}/${stream} 的文件 ${sha256} 缺失`);
    }
  }
  return checked;
}

async function* rebuild(platform: Platform, view: string, tenant?: string): AsyncGenerator<Line> {
  const found = platform.services.flatMap(({ name, runtime }) => {
    const projector = runtime.projectors.find((p) => `${name}/${p.view.name}` === view);
    return projector ? [projector] : [];
  });
  const [projector] = found;
  if (!projector) {
    const known = platform.services.flatMap(({ name, runtime }) =>
      runtime.projectors.map((p) => `${name}/${p.view.name}`),
    );
    throw new RuleViolation('operation.no-such-view', { view, known: known.join('、') });
  }
  yield said(`正在旁路重建 ${view}，现有视图照常可读……`);
  const events = await projector.rebuild(tenant === undefined ? {} : { tenant });
  yield said(`已重建并切换：${events} 个事件`);
}

async function listParked(
  platform: Platform,
): Promise<(ParkedRef & { version: number; reason: string; parkedAt: string })[]> {
  const lists = await Promise.all(
    platform.services.map(async ({ name, runtime }) =>
      (await runtime.parked()).map((entry) => ({ ...entry, service: name })),
    ),
  );
  return lists.flat();
}

async function* parked(platform: Platform): AsyncGenerator<Line> {
  const list = await listParked(platform);
  if (list.length === 0) yield said('没有搁置的事件流');
  for (const [i, entry] of list.entries()) {
    const { service, consumer, tenant, stream, version, reason, parkedAt } = entry;
    yield said(`${i + 1}. ${service}/${consumer} ${tenant}/${stream} 自第 ${version} 个事件起，${parkedAt}：${reason}`);
  }
}

async function* retry(platform: Platform, number: number, dryRun: boolean): AsyncGenerator<Line> {
  const entry = (await listParked(platform))[number - 1];
  if (!entry) throw new RuleViolation('operation.no-such-number', { number });
  const { runtime } = platform.service(entry.service);
  try {
    const events = await runtime.retry(entry.consumer, entry, dryRun);
    yield said(dryRun ? `试运行通过：${events} 个事件可以继续，未作任何改动` : `已继续：${events} 个事件`);
  } catch (error) {
    yield wrong(`仍不能继续：${error instanceof Error ? error.message : String(error)}`);
  }
}
