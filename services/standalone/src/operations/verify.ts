import { relative } from 'node:path';
import { hashOf, NO_HASH, type StreamRef } from '@chuangwen/contracts';
import { ViewMoved, type ServicePorts } from '@chuangwen/ports';
import type { Damage } from '@chuangwen/runtime';
import { Platform } from '../platform';
import type { Service, Services } from '../services';
import { said, wrong, type Line } from './line';

/** Every page, row, hash, version, seal and file, and every view against a full replay. */
export async function* verify(platform: Services): AsyncGenerator<Line> {
  let faults = 0;
  const counted = async function* (lines: AsyncIterable<Line>): AsyncGenerator<Line> {
    for await (const line of lines) {
      if (!line.ok) faults += 1;
      yield line;
    }
  };
  if (platform instanceof Platform) yield* counted(verifyFiles(platform));
  for (const service of platform.services) yield* counted(verifyService(service));
  yield faults === 0
    ? said('核对完毕：全部一致 All is well')
    : wrong(`核对完毕：发现 ${faults} 处问题 ${faults} problem(s) found`);
}

async function* verifyFiles({ folder, storage }: Platform): AsyncGenerator<Line> {
  for await (const damage of storage.damage()) yield wrong(inWords(folder, damage));
  yield said('文件的页、行和封存已核对 Pages, rows and seals checked');
}

const KINDS: Readonly<Record<string, string>> = {
  page: '文件已损坏 damaged page',
  position: '事件有缺失 events are missing',
  stream: '事件流有缺失 a stream lost events',
  receipt: '命令回执已被改动 a receipt was changed',
  snapshot: '快照已被改动 a snapshot was changed',
  entry: '私有记录已被改动 a private entry was changed',
  key: '密钥已被改动 a key was changed',
  seal: '与封存不符，事件已被改动或缺失 not what was sealed: events were changed or are missing',
};

const inWords = (folder: string, { path, what, where }: Damage): string =>
  `${relative(folder, path)}：${KINDS[what] ?? what}${where === '' ? '' : `（${where}）`}`;

/** What can't even be read is a fault to be named, not the end of the check. */
async function* verifyService({ name, runtime }: Service): AsyncGenerator<Line> {
  const totals = { streams: 0, events: 0, files: 0 };
  try {
    for await (const ref of runtime.ports.events.streams()) {
      totals.streams += 1;
      const checked = await check(runtime.ports, ref);
      for (const fault of checked.faults) yield wrong(fault);
      totals.events += checked.events;
      totals.files += checked.files;
    }
    for await (const { tenant, sha256 } of runtime.ports.blobs.changed())
      yield wrong(`${tenant} 的文件 ${sha256} 已被改动`);
  } catch (error) {
    yield unreadable(name, error);
  }
  const { streams, events, files } = totals;
  yield said(`${name}：${streams} 条事件流，${events} 个事件，${files} 个文件，哈希链与版本号已核对`);
  for (const follower of runtime.followers) {
    const flow = `${name}/${follower.ref.view}`;
    try {
      const misplaced = await follower.misplaced();
      if (misplaced > 0) yield wrong(`${flow}：${misplaced} 条事件流的进度不对 stand where they should not`);
    } catch (error) {
      yield unreadable(flow, error);
    }
  }
  for (const projector of runtime.projectors) {
    const view = `${name}/${projector.view.name}`;
    try {
      const { equal, events: replayed } = await projector.compare();
      const text = `${view}：重放 ${replayed} 个事件，`;
      yield equal ? said(`${text}与现有视图逐字节一致`) : wrong(`${text}与现有视图不一致，请运行 rebuild`);
    } catch (error) {
      yield unreadable(view, error);
    }
  }
}

const unreadable = (what: string, error: unknown): Line =>
  // Also for a minute after a process was killed in the middle of a commit: MongoDB keeps the rows of its transaction so long.
  error instanceof ViewMoved
    ? wrong(
        `${what} 正由别的进程写入，这次没有核对，请过一分钟再核对 others write it: not checked, verify again in a minute`,
      )
    : wrong(`${what} 读不出来 can’t be read：${error instanceof Error ? error.message : String(error)}`);

type Checked = { events: number; files: number; faults: string[] };

async function check({ events: store, blobs, keys }: ServicePorts, ref: StreamRef): Promise<Checked> {
  const checked: Checked = { events: 0, files: 0, faults: [] };
  const { tenant, stream } = ref;
  let previousHash = NO_HASH;
  try {
    for (const event of (await store.read(ref)).events) {
      checked.events += 1;
      const chained = Buffer.compare(event.previousHash, previousHash) === 0;
      if (event.version !== checked.events || !chained || Buffer.compare(hashOf(event), event.hash) !== 0) {
        checked.faults.push(`${tenant}/${stream} 第 ${checked.events} 个事件已被改动或缺失`);
        return checked;
      }
      previousHash = event.hash;
      const data = Buffer.from(event.data).toString('utf8');
      for (const subject of new Set(
        [...data.matchAll(/"\$sealed":"\w+","subject":"([^"]+)"/g)].map(([, found]) => found!),
      ))
        if (!(await keys.knows(tenant, subject))) checked.faults.push(`${tenant}/${stream} 的密钥 ${subject} 缺失`);
      // A file that is kept is named with its size; a hash alone only says what came in, such as a table.
      for (const [, sha256 = ''] of data.matchAll(/"sha256":"([0-9a-f]{64})","size":/g)) {
        checked.files += 1;
        if (!(await blobs.has(tenant, sha256))) checked.faults.push(`${tenant}/${stream} 的文件 ${sha256} 缺失`);
      }
    }
  } catch (error) {
    checked.faults.push(unreadable(`${tenant}/${stream} 第 ${checked.events} 个事件`, error).text);
  }
  return checked;
}
