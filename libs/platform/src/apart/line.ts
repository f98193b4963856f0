import { NotFound, RuleViolation, StorageUnavailable } from '@chuangwen/kernel';
import type { MessagePort } from 'node:worker_threads';

/** What is answered to one kind of question; `tell` reaches the `told` of whoever asked, as often as it is called. */
export type Answering = (of: never, tell: (news: unknown) => void) => unknown;

type Message =
  | { ask: number; what: string; of: unknown }
  | { news: number; value: unknown }
  | { answer: number; value: unknown }
  | { failed: number; error: Thrown };
type Waiting = { resolve(value: unknown): void; reject(error: Error): void; told(news: unknown): void };

const NO_ANSWER = 0;

/** Questions and answers between two threads; either side may ask. */
export class Line {
  private readonly waiting = new Map<number, Waiting>();
  private lastId = 0;
  private over = false;

  constructor(
    private readonly port: MessagePort,
    private readonly answers: Readonly<Record<string, Answering>>,
    /** The other thread ended, or hung up. */
    private readonly ended: () => void = () => undefined,
  ) {
    port.on('message', (message: Message) => void this.take(message));
    port.on('close', () => this.end());
    port.unref();
  }

  /** Throws what the other side threw, or StorageUnavailable when it ends before its answer. */
  ask<T>(what: string, of: unknown, told: (news: never) => void = () => undefined): Promise<T> {
    if (this.over) return Promise.reject(new StorageUnavailable('io'));
    const id = (this.lastId += 1);
    this.port.postMessage({ ask: id, what, of } satisfies Message);
    this.port.ref(); // who waits for an answer keeps the process alive
    return new Promise((resolve, reject) =>
      this.waiting.set(id, { resolve: resolve as (value: unknown) => void, reject, told: told as () => void }),
    );
  }

  /** Says it where no answer is wanted. */
  tell(what: string, of: unknown): void {
    if (!this.over) this.port.postMessage({ ask: NO_ANSWER, what, of } satisfies Message);
  }

  private async take(message: Message): Promise<void> {
    if ('ask' in message) return this.answer(message);
    if ('news' in message) return this.news(message);
    if ('answer' in message) this.done(message.answer)?.resolve(message.value);
    else this.done(message.failed)?.reject(rethrown(message.error));
  }

  /** Nothing more is owed to whoever asked; undefined: that was so before. */
  private done(id: number): Waiting | undefined {
    const waiting = this.waiting.get(id);
    this.waiting.delete(id);
    if (this.waiting.size === 0) this.port.unref();
    return waiting;
  }

  private news({ news, value }: Extract<Message, { news: number }>): void {
    try {
      this.waiting.get(news)?.told(value);
    } catch (error) {
      this.done(news)?.reject(error as Error); // who asked can't take the news
    }
  }

  private async answer({ ask, what, of }: Extract<Message, { ask: number }>): Promise<void> {
    const say = (message: Message) => {
      if (!this.over && ask !== NO_ANSWER) this.port.postMessage(message);
    };
    try {
      const answering = this.answers[what];
      if (!answering) throw new Error(`Nobody answers ${what}`);
      const value = await answering(of as never, (news) => say({ news: ask, value: news }));
      say({ answer: ask, value });
    } catch (error) {
      say({ failed: ask, error: thrown(error) });
    }
  }

  private end(): void {
    if (this.over) return;
    this.over = true;
    this.ended(); // first, so that who is refused now finds it known
    for (const { reject } of this.waiting.values()) reject(new StorageUnavailable('io'));
    this.waiting.clear();
  }
}

/** An error as it crosses: a clone would lose its class and what it carries. */
type Thrown = Readonly<{ name: string; message: string; carries: object }>;

function thrown(error: unknown): Thrown {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error), carries: {} };
  const { name, message } = error;
  if (error instanceof RuleViolation) return { name, message, carries: { code: error.code, params: error.params } };
  if (error instanceof StorageUnavailable) return { name, message, carries: { reason: error.reason } };
  if (error instanceof NotFound) return { name, message, carries: { what: error.what } };
  return { name, message, carries: {} };
}

function rethrown({ name, message, carries }: Thrown): Error {
  if (name === 'RuleViolation') {
    const { code, params } = carries as Pick<RuleViolation, 'code' | 'params'>;
    return new RuleViolation(code, params);
  }
  if (name === 'StorageUnavailable') return new StorageUnavailable((carries as StorageUnavailable).reason);
  if (name === 'NotFound') return new NotFound((carries as NotFound).what);
  return Object.assign(new Error(message), { name });
}
