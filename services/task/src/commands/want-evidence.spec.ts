import { wantEvidenceBody } from './want-evidence';

const issues = (requirement: object) =>
  (wantEvidenceBody.safeParse({ evidence: '照片', requirement }).error?.issues ?? []).map(({ path }) => path.at(-1));

it('a window that ends before it begins is refused at its end', () => {
  expect(issues({ from: '2026-05-02', to: '2026-05-01' })).toEqual(['to']);
  expect(issues({ from: '2026-05-01', to: '2026-05-01' })).toEqual([]);
});
it('a day that is none is told once, and its window is not judged by it', () => {
  expect(issues({ from: 'x', to: '2026-05-01' })).toEqual(['from']);
  expect(issues({ from: '2026-05-01', to: '2026-02-30' })).toEqual(['to']);
});
