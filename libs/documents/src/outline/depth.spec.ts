import type { Item } from '../notice';
import { readNotice } from '../read-notice';
import { allUnderstood, misplaced } from '../../spec-support/walk';

const opening = '(一)优化环境增设桌椅。(二)规范讲解服务开展培训。(三)提升整治取缔';
const nested = (times: number) =>
  readNotice(`关于做好文明城市创建工作的通知各科室、各单位:${opening.repeat(times)}(一)清理死角。(二)划定车位。`);

const depthOf = (items: readonly Item[]): number => Math.max(0, ...items.map(({ children }) => 1 + depthOf(children)));
const titles = (items: readonly Item[]): string[] =>
  items.flatMap(({ title, children }) => [title.value, ...titles(children)]);

describe('lists within lists', () => {
  it('go down as far as documents do', () => {
    expect(depthOf(nested(3).measures)).toBe(4);
  });

  it('stand at the eighth level where they go deeper, and none is lost', () => {
    const { measures } = nested(30);
    expect(depthOf(measures)).toBe(8);
    expect(titles(measures).filter((title) => title === '规范讲解服务开展培训')).toHaveLength(30);
    expect(titles(measures).slice(-2)).toEqual(['清理死角', '划定车位']);
  });

  it('are read where there are thousands of them', () => {
    const read = nested(4_000);
    expect(misplaced(read)).toEqual([]);
    expect(allUnderstood(read).length).toBeGreaterThan(12_000);
  });
});
