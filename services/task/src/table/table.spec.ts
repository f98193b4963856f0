import { given } from '@chuangwen/kernel';
import { tableAggregate, type RecordImport } from './table';

const { decider } = tableAggregate;
const data: RecordImport = {
  campaignId: 'c1',
  sha256: 'ab',
  columns: [{ title: '任务', field: 'title' }],
  added: [],
  changed: ['t1'],
  unchanged: 0,
  refused: 0,
  skipped: 0,
};
const again = { ...data, changed: [], unchanged: 1 };
const imported = (what: RecordImport) => ({ type: 'task-table.imported' as const, data: what });

describe('a table that came in', () => {
  it('is on record with its columns', () => given(decider).when(data).then(imported(data)));
  it('once more without a change is no news', () => given(decider, imported(data)).when(again).thenNothing());
  it('of which no row was taken or known leaves the layout as it is', () => {
    const columns = [...data.columns, { title: '=列', field: null }];
    given(decider, imported(data))
      .when({ ...data, columns, changed: [], refused: 3 })
      .thenNothing();
  });
  it('once more is news when it changed something, or is laid out otherwise', () => {
    given(decider, imported(data)).when(data).then(imported(data));
    const wider = { ...again, columns: [...data.columns, { title: '包抓人', field: null }] };
    given(decider, imported(data)).when(wider).then(imported(wider));
  });
});
