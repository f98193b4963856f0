import type { CounterChange, Document, DocumentChange, ReadModels, ViewCommit, ViewRef } from '../read-models';

/** What the themes of the suite share: per test a view of its own, and a generation beside it. */
export type ReadModelsStage = Readonly<{
  now(): { models: ReadModels; view: ViewRef; next: ViewRef };
  ids(ref: ViewRef, tenant: string, find?: object): Promise<string[]>;
  load(ref: ViewRef, id: string, tenant?: string): Promise<Document | null | undefined>;
  dump(ref: ViewRef, tenant?: string): Promise<string[]>;
}>;

export const change = (parts: Partial<ViewCommit>): ViewCommit => ({
  documents: [],
  counters: [],
  positions: [],
  seen: [],
  ...parts,
});
export const doc = (
  id: string,
  body: DocumentChange['body'],
  index: DocumentChange['index'] = {},
  tenant = 'red',
): DocumentChange => ({
  tenant,
  id,
  body,
  index,
});
export const count = (
  key: string,
  day: string,
  add: CounterChange['add'],
  tenant = 'red',
  group = 'unit',
): CounterChange => ({
  tenant,
  group,
  key,
  day,
  add,
});
