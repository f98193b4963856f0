import { Readable } from 'node:stream';
import { RuleViolation } from '@chuangwen/kernel';
import { killPoint, StreamDiffers, type KindEntry, type PrivateStore, type Receipt } from '@chuangwen/ports';
import { canonicalJson } from '../ids';
import type { Plan } from './arriving-check';
import { contentsOf, type Content, type Stream } from './contents';
import type { WholeFile } from './file';
import { isRegister, serviceOf, type Installation } from './installation';
import type { HeadOf } from './records';

/** Written at once: they share commits. */
const KEYS = 256;
const STREAMS = 128;
const EVENTS = 2_000;
const RECEIPTS = 1_000;
const NO_LIMIT = Number.MAX_SAFE_INTEGER;

type Told = (step: 'keys' | 'files' | 'events' | 'receipts' | 'entries', done: number) => void;

/** Takes in what the file holds but for what waits for the outcome. Again, or after a death: only what is missing is written. */
export async function written(into: Installation, file: WholeFile, plan: Plan, told: Told): Promise<void> {
  const write = new Write(into, plan, told);
  const contents = contentsOf(file);
  for await (const content of contents) {
    if (content.is === 'other' && content.head.is === 'view') break;
    await write.take(content, contents);
  }
  await write.flush();
  killPoint('import-written');
}

class Write {
  private keys: (HeadOf<'key'> & { bytes: Buffer })[] = [];
  private streams: Stream[] = [];
  private receipts: { service: string; receipts: Receipt[] } = { service: '', receipts: [] };
  private readonly done = { keys: 0, files: 0, events: 0, receipts: 0, entries: 0 };

  constructor(
    private readonly into: Installation,
    private readonly plan: Plan,
    private readonly told: Told,
  ) {}

  /** `rest`: what follows in the file, for those whose bytes come behind them. */
  async take(content: Content, rest: AsyncGenerator<Content>): Promise<void> {
    if (content.is === 'stream') return this.stream(content);
    const { head, bytes } = content;
    switch (head.is) {
      case 'key':
        this.keys.push({ ...head, bytes });
        return this.keys.length >= KEYS ? this.flush() : undefined;
      case 'file':
        await this.flush();
        return this.file(head, rest);
      case 'receipt':
        return this.receipt(head);
      case 'entry':
        await this.flush();
        return this.entry(head);
    }
  }

  /** What was gathered is on disk afterwards, in the order of the file. */
  async flush(): Promise<void> {
    await this.writeKeys();
    await this.writeStreams();
    await this.writeReceipts();
  }

  private async writeKeys(): Promise<void> {
    const keys = this.keys.splice(0);
    if (keys.length === 0) return;
    const vault = this.into.services[0]!.runtime.ports.keys; // one for all services
    await Promise.all(
      keys.map(async ({ tenant, subject, bytes }) => {
        if (bytes.length > 0) await vault.adopt(tenant, subject, bytes);
        else if ((await vault.find(tenant, subject)) || !(await vault.knows(tenant, subject)))
          await vault.destroy(tenant, subject);
      }),
    );
    this.say('keys', keys.length);
    killPoint('import-keys');
  }

  private async file({ service, tenant, sha256 }: HeadOf<'file'>, rest: AsyncGenerator<Content>): Promise<void> {
    const { blobs } = serviceOf(this.into, service).runtime.ports;
    const parts = partsOf(rest);
    if (await blobs.has(tenant, sha256)) for await (const _part of parts) void _part;
    else {
      const put = await blobs.put(tenant, Readable.from(parts), NO_LIMIT).catch((error: unknown) => {
        if (error instanceof LeftBehind) return null;
        throw error;
      });
      if (put && put.sha256 !== sha256) throw new RuleViolation('move.unproved', { what: `${service}/${sha256}` });
    }
    this.say('files', 1);
    killPoint('import-file');
  }

  private async stream(stream: Stream): Promise<void> {
    // Those of the register make the tenant real, so all else is there before them.
    const register = isRegister(stream.ref);
    if (register) await this.flush();
    if (register && this.plan.ownRegister.has(stream.ref.stream)) return;
    this.streams.push(stream);
    const events = this.streams.reduce((sum, one) => sum + one.events.length, 0);
    if (this.streams.length >= STREAMS || events >= EVENTS) await this.flush();
  }

  private async writeStreams(): Promise<void> {
    const streams = this.streams.splice(0);
    if (streams.length === 0) return;
    await Promise.all(streams.map((stream) => this.adopt(stream)));
    for (const service of this.into.services) service.forget();
    this.say(
      'events',
      streams.reduce((sum, { events }) => sum + events.length, 0),
    );
    killPoint(streams.some(({ ref }) => isRegister(ref)) ? 'import-register' : 'import-events');
  }

  private async adopt({ service, ref, events }: Stream): Promise<void> {
    try {
      await serviceOf(this.into, service).runtime.ports.events.adopt(ref, events);
    } catch (error) {
      if (!(error instanceof StreamDiffers)) throw error;
      throw new RuleViolation('move.differs', { count: 1, streams: `${service}/${ref.stream}` });
    }
  }

  private async receipt({ is: _is, service, ...receipt }: HeadOf<'receipt'>): Promise<void> {
    if (service !== this.receipts.service || this.receipts.receipts.length >= RECEIPTS) await this.flush();
    this.receipts = { service, receipts: [...this.receipts.receipts, receipt] };
  }

  private async writeReceipts(): Promise<void> {
    const { service, receipts } = this.receipts;
    this.receipts = { service: '', receipts: [] };
    if (receipts.length === 0) return;
    await serviceOf(this.into, service).runtime.ports.events.adoptReceipts(receipts);
    this.say('receipts', receipts.length);
    killPoint('import-receipts');
  }

  private async entry(entry: HeadOf<'entry'>): Promise<void> {
    await keep(serviceOf(this.into, entry.service).runtime.ports.secrets, entry);
    this.say('entries', 1);
    killPoint('import-entry');
  }

  private say(step: keyof Write['done'], more: number): void {
    this.told(step, (this.done[step] += more));
  }
}

/** Whatever stands under its key: what moved here is the tenant's own, and newer. */
export async function keep(secrets: PrivateStore, entry: Omit<KindEntry, 'revision'> & { tenant: string }) {
  const { tenant, kind, key, value, expiresAt } = entry;
  for (;;) {
    if (await secrets.create(tenant, kind, key, value, expiresAt ?? undefined)) return;
    const here = await secrets.get(tenant, kind, key);
    if (here && canonicalJson(here.value) === canonicalJson(value)) return;
    if (here && (await secrets.replace(tenant, kind, { ...here, value }, expiresAt ?? undefined))) return;
  }
}

/** The file was damaged where it came from: nothing of it is kept. */
class LeftBehind extends Error {}

/** The bytes of the file whose head was read last. */
export async function* partsOf(contents: AsyncGenerator<Content>): AsyncGenerator<Buffer> {
  for (;;) {
    const { value, done } = await contents.next();
    if (done || value.is !== 'other' || value.head.is !== 'part') throw new LeftBehind();
    if (value.bytes.length > 0) yield value.bytes;
    if (value.head.end === 'damaged') throw new LeftBehind();
    if (value.head.end === 'whole') return;
  }
}
