import type { DatabaseSync } from 'node:sqlite';
import type { GroupCommit } from './engine';
import { eventsWriter } from './events/writer';
import { jobsWriter } from './jobs/engine';
import { keysWriter } from './keys/engine';
import { privateWriter } from './private/engine';
import { attempt, openWriter, type FileKind, type Sync } from './sqlite';
import { viewsWriter } from './views/engine';

/** A file as a writer's thread is told of it. */
export type FileRef = Readonly<{ path: string; kind: FileKind; sync: Sync }>;

/** How one kind of file is written. */
export type WriterKind<Request, Answer> = Readonly<{
  schema: string;
  /** What an older file of the same format lacks. */
  amend?(db: DatabaseSync): void;
  group(db: DatabaseSync): GroupCommit<Request, Answer>;
  /** Requests as they cross the thread, where a plain clone is too slow. */
  unpack?(message: unknown): unknown[];
}>;

const KINDS: Readonly<Record<FileKind, WriterKind<never, unknown>>> = {
  events: eventsWriter,
  views: viewsWriter,
  private: privateWriter,
  jobs: jobsWriter,
  keys: keysWriter,
};

/** Only these are written at so many places that pages are wanted again. */
const CACHE: Readonly<Partial<Record<FileKind, number>>> = { events: 8_000, views: 16_000 };

export const writerKind = (kind: FileKind) => KINDS[kind];

/** The connection that writes a file; the file is made with its schema, so that readers can be opened. */
export const openFile = ({ path, kind, sync }: FileRef) => {
  const { schema, amend } = KINDS[kind];
  const db = openWriter(path, schema, sync, { eager: kind === 'events', cache: CACHE[kind] });
  if (amend) attempt(path, () => amend(db));
  return db;
};
