import type { ProjectionPorts } from '@chuangwen/ports';
import { getPriority, setPriority } from 'node:os';
import { setImmediate } from 'node:timers/promises';
import { join } from 'node:path';
import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import { SqliteEventFeed } from '../events/feed';
import { EventLogs } from '../events/logs';
import { FileServer } from '../file-server';
import type { FileRef } from '../files';
import { KeyReader } from '../keys/vault';
import { openReader } from '../sqlite';
import { answerOf } from '../write-queue';
import type { ViewsAnswer, ViewsRequest } from './engine';
import { SqliteReadModels } from './read-models';
import { ViewsReader } from './reader';

/** What the thread is told at its start. */
export type ApartData = Readonly<{ folder: string }>;
/** What it is told later, besides what is to be written. */
export type ApartTold =
  | Readonly<{ serve: string; views: FileRef; line: MessagePort }>
  /** Something was appended to the topic. */
  | Readonly<{ wake: string }>
  /** A key of the tenant was destroyed. */
  | Readonly<{ destroyed: string }>;

/** Nicer than the rest by so much: where the processor is short, commands get three times what views get. */
const RANK = 5;
const NICEST = 19;

/**
 * The whole of a thread that keeps views: it writes their files, for itself and for whoever asks, and hands `serve` the
 * ports of each service as it is told of it, with the line to its readers. Commands go before it where threads have ranks.
 */
export function keepViewsApart(serve: (line: MessagePort, ports: ProjectionPorts) => void): void {
  if (process.platform === 'linux') setPriority(Math.min(NICEST, getPriority() + RANK));
  const { folder } = workerData as ApartData;
  const logs = new EventLogs((service) => join(folder, service, 'events.db'));
  const feed = new SqliteEventFeed(logs);
  /** Hung up and closed at the end: an open line would keep the thread alive. */
  const opened: { close(): void }[] = [];
  const keysPath = join(folder, 'keys.db');
  const keysDb = openReader(keysPath);
  const keys = new KeyReader(keysPath, keysDb);
  const told = (message: ApartTold): void | Promise<void> => {
    if ('wake' in message) return logs.wake(message.wake);
    return 'destroyed' in message ? keys.destroyed(message.destroyed) : open(message);
  };
  const files = new FileServer<ApartTold>(parentPort as MessagePort, told, async () => {
    await feed.stop();
    logs.close();
    for (const each of [...opened, keysDb]) each.close();
  });
  const open = ({ serve: service, views: file, line }: Extract<ApartTold, { serve: string }>): void => {
    const submit = async (request: ViewsRequest): Promise<ViewsAnswer> => {
      // Many in succession, and nobody waits for them: what came in meanwhile goes between.
      if (request.do === 'collect') await setImmediate();
      return answerOf(files.writerOf(file).group.run([request])[0]!, file.path) as ViewsAnswer;
    };
    const reader = new ViewsReader(file.path);
    opened.push(reader, line);
    serve(line, { service, views: new SqliteReadModels(file.path, reader, { submit }), feed, keys });
  };
}
