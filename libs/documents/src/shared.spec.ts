import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeShared } from '../spec-support/shared';
import { readNotice, toInterchange } from '.';

const seed = (folder: string, name: string) => readNotice(readFileSync(join(folder, 'seeds', name), 'utf8'));

describeShared('the first real notice', (folder) => {
  const notice = () => seed(folder, '000_99a715892424c4d2.txt');

  it('has its head, its annexes and its tail', () => {
    const read = notice();
    expect(read.title?.value).toMatch(/局关于印发《.*2020 届省级文明单位实施方案》的通知$/);
    expect(read.planTitle?.value).toMatch(/实施方案$/);
    expect(read.docNumber?.value).toMatch(/〔2020〕1号$/);
    expect(read.attachments.map(({ value }) => value.slice(-5))).toEqual(['位实施方案', '任务分解表']);
    expect(read.cc.map(({ value }) => value)).toEqual(['市文明办']);
    expect(read.issuedOn?.value).toBe('2020-04-28');
  });

  it('has a leading group with every name, and its office', () => {
    const group = notice().leadingGroup!;
    expect([group.executiveDeputies.length, group.deputies.length, group.members.length]).toEqual([1, 4, 5]);
    expect(group.leader?.value).toHaveLength(2);
    expect(group.office?.value).toBe('局法规科');
  });

  it('has phases whose year is concluded, and says so', () => {
    const { phases } = notice();
    expect(phases.map(({ start, end }) => [start?.value, end?.value])).toEqual([
      ['2020-04', '2020-05'],
      ['2020-05', '2020-10'],
      ['2020-11', '2020-12'],
    ]);
    expect(phases.every(({ start }) => start?.inferred && start.warnings[0]?.code === 'date.year-inferred')).toBe(true);
  });

  it('has six measures with their points as children, and sentences whole that a page end broke', () => {
    const { measures, requirements } = notice();
    expect(measures.map(({ number, children }) => [number, children.length])).toEqual([
      ['（一）', 0],
      ['（二）', 5],
      ['（三）', 0],
      ['（四）', 3],
      ['（五）', 0],
      ['（六）', 4],
    ]);
    expect(measures[4]?.text?.value).toContain('凝心聚力');
    expect(measures[2]?.text?.value).toContain('制定志愿服务活动的年度计划');
    expect(requirements.map(({ number }) => number)).toEqual(['1.', '2.', '3.']);
  });
});

describeShared('the second real notice', (folder) => {
  it('keeps both items （三）, and says that the number is there twice', () => {
    const read = seed(folder, '004_47b6143a9e6aca29.txt');
    expect(read.measures.map(({ number }) => number)).toEqual(['(一)', '(二)', '(三)', '(三)']);
    expect(read.measures[3]?.title.warnings).toContainEqual({ code: 'numbering.repeated', params: { number: '(三)' } });
  });

  it('takes the date of the signature, not that of the web page', () => {
    const read = seed(folder, '004_47b6143a9e6aca29.txt');
    expect(read.issuedOn?.value).toBe('2024-03-20');
    expect(read.issuedOn?.warnings).toContainEqual({ code: 'date.web-time', params: { date: '2024-04-02' } });
    expect(read.leadingGroup?.leader?.value).toBe('党委书记、局长');
    expect(read.requirements).toHaveLength(4);
  });
});

describeShared('every fixture', (folder) => {
  it('is read, and holds nothing of the page around it', () => {
    const names = readdirSync(join(folder, 'fixtures')).filter((name) => name.endsWith('.txt'));
    expect(names.length).toBeGreaterThan(0);
    for (const name of names) {
      const printed = JSON.stringify(toInterchange(readNotice(readFileSync(join(folder, 'fixtures', name), 'utf8'))));
      expect(printed).not.toMatch(/扫一扫|用户登录|立即注册|官方入口|第1页共/);
    }
  });
});
