import { content, field, node, phase } from '../testing/content';
import { contentOfNotice } from './content-of-notice';

const idOf = (what: string, path: string) => `${what}:${path}`;

it('turns measures with their points, then tasks, into items', () => {
  const { items, responsible } = contentOfNotice(
    content({
      phases: [phase('宣传发动', '2026-03'), phase('全面实施', '2026-05')],
      measures: [
        node('整治市容', {
          number: '（三）',
          phase: '全面实施',
          responsible: field('城管局'),
          children: [node('清理占道经营'), node('宣传', { phase: '宣传发动', deadline: field('2026-04-20') })],
        }),
        node('志愿服务', { number: '（三）' }),
      ],
      tasks: [
        {
          number: '1',
          text: field('报送总结\n附照片'),
          responsible: field('各科室'),
          deadline: null,
          rawDeadline: '每月25日前',
          phase: '不存在的阶段',
        },
      ],
    }),
    idOf,
  );
  expect(
    items.map(({ itemId, above, number, phaseId, deadline }) => [itemId, above, number, phaseId, deadline]),
  ).toEqual([
    ['item:measures.0', null, '（三）', 'phase:1', null],
    ['item:measures.0.0', 'item:measures.0', null, 'phase:1', null],
    ['item:measures.0.1', 'item:measures.0', null, 'phase:0', '2026-04-20'],
    ['item:measures.1', null, '（三）', null, null],
    ['item:tasks.0', null, '1', null, null],
  ]);
  expect(items.at(-1)).toMatchObject({ title: '报送总结', text: '附照片\n完成时限：每月25日前' });
  expect(responsible).toEqual({ 'item:measures.0': '城管局', 'item:tasks.0': '各科室' });
});

it('keeps by name who works with the one responsible', () => {
  const joint = [field('住建局'), field('各街道')];
  const { items, responsible } = contentOfNotice(
    content({
      measures: [
        { ...node('整治市容', { responsible: field('城管局') }), joint },
        { ...node('更换广告', { text: field('三日内') }), joint: [field('各街道')] },
        node('志愿服务'),
      ],
    }),
    idOf,
  );
  expect(items.map(({ text, joint }) => [text, joint])).toEqual([
    [null, ['住建局', '各街道']],
    ['三日内', ['各街道']],
    [null, undefined],
  ]);
  expect(responsible).toEqual({ 'item:measures.0': '城管局' });
});

it('makes one item of a measure that is listed among the tasks too, and puts a row under its heading', () => {
  const at = (value: string, start: number) => ({ ...field(value), place: { start, end: start + value.length } });
  const task = { responsible: null, deadline: null, rawDeadline: null, phase: null };
  const { items } = contentOfNotice(
    content({
      measures: [
        { ...node('整治市容', { number: '1、' }), title: at('整治市容', 10) },
        { ...node('宣传氛围', { number: '2、' }), title: at('宣传氛围', 50) },
      ],
      tasks: [
        { ...task, number: '1、', text: at('整治市容', 10) },
        { ...task, number: '2.1', text: at('更换破损的公益广告', 60) },
      ],
    }),
    idOf,
  );
  expect(items.map(({ title, above }) => [title, above])).toEqual([
    ['整治市容', null],
    ['宣传氛围', null],
    ['更换破损的公益广告', 'item:measures.1'],
  ]);
});

it('invents nothing', () => {
  expect(contentOfNotice(content({ title: null }), idOf)).toEqual({
    title: null,
    docNumber: null,
    guidingThought: null,
    goals: null,
    phases: [],
    requirements: [],
    leadingGroup: null,
    items: [],
    responsible: {},
  });
});

it('takes the plan’s own title before the notice’s, and all requirements', () => {
  const { title, requirements, leadingGroup } = contentOfNotice(
    content({
      planTitle: field('实施方案'),
      requirements: [node('提高认识', { children: [node('专题研究')] })],
      leadingGroup: {
        leader: field('周建安'),
        executiveDeputies: [],
        deputies: [field('林素梅'), field('何启明')],
        members: [],
        office: null,
      },
    }),
    idOf,
  );
  expect(title).toBe('实施方案');
  expect(requirements.map((requirement) => requirement.title)).toEqual(['提高认识', '专题研究']);
  expect(leadingGroup).toMatchObject({ leader: '周建安', deputies: ['林素梅', '何启明'], office: null });
});
