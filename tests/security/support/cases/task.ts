import { agency, type Cases } from '../case';
import { proof } from '../stock';

/** The task is the root's; the section leads, the unit joins, a person of the section has it. */
const IN_CHARGE = { refused: ['member', 'liaison'], unseen: ['postless', 'sibling', 'below'] } as const;
const AT_WORK = { refused: [], unseen: ['postless', 'sibling', 'below'] } as const;
const READ = { unseen: ['sibling', 'below'] } as const;

export const taskCases: Cases = {
  'task.listTasks': [
    ...agency(async () => ({ as: 'clerk' })),
    ...agency(async (place, stock) => {
      await stock.assignedTask(place);
      const query = { organisation: place.root, leadUnit: place.section, person: place.people.member.id };
      return { as: 'clerk', query: { ...query, situation: 'assigned', named: 'true', limit: '50' } };
    }, 'of one person'),
  ],
  'task.getOverview': agency(async (place, stock) => {
    const { campaignId } = await stock.campaign(place);
    return { as: 'clerk', query: { campaign: campaignId } };
  }),
  'task.getTask': agency(async (place, stock) => ({
    as: 'clerk',
    ids: { id: await stock.assignedTask(place) },
    ...READ,
  })),
  'task.assignTask': agency(async (place, stock) => ({
    as: 'clerk',
    ids: { id: await stock.task(place) },
    body: {
      leadUnit: place.section,
      jointUnits: [place.unit],
      personId: place.people.member.id,
      leaderId: place.people.clerk.id,
    },
    // Nobody has it yet.
    refused: [],
    unseen: ['postless', 'member', 'liaison', 'sibling'],
  })),
  'task.setDeadline': agency(async (place, stock) => ({
    as: 'clerk',
    ids: { id: await stock.assignedTask(place) },
    body: { deadline: '2026-12-15' },
    ...IN_CHARGE,
  })),
  'task.wantEvidence': agency(async (place, stock) => ({
    as: 'clerk',
    ids: { id: await stock.assignedTask(place) },
    body: { evidence: '照片三张' },
    ...IN_CHARGE,
  })),
  'task.reportProgress': agency(async (place, stock) => ({
    as: 'member',
    ids: { id: await stock.assignedTask(place) },
    body: { percent: 40, note: `${place.mark}已制定计划` },
    ...AT_WORK,
  })),
  'task.attachEvidence': [
    ...agency(async (place, stock) => {
      const ids = { id: await stock.assignedTask(place) };
      return { as: 'member', ids, file: proof(place), ...AT_WORK };
    }, 'a file'),
    ...agency(async (place, stock) => {
      const ids = { id: await stock.assignedTask(place) };
      const body = { name: `${place.mark}报道`, url: 'https://www.example.com/tongze' };
      return { as: 'member', ids, body, ...AT_WORK };
    }, 'a link'),
  ],
  'task.removeEvidence': agency(async (place, stock) => ({
    as: 'member',
    ids: await stock.taskWithEvidence(place),
    body: { reason: '传错了' },
    ...AT_WORK,
  })),
  'task.openEvidence': agency(async (place, stock) => ({
    as: 'clerk',
    ids: await stock.taskWithEvidence(place),
    ...READ,
  })),
  'task.submitTask': agency(async (place, stock) => ({
    as: 'member',
    ids: { id: (await stock.taskWithEvidence(place)).id },
    body: { note: `${place.mark}已完成` },
    ...AT_WORK,
  })),
  'task.returnTask': agency(async (place, stock) => {
    const { id, evidenceId } = await stock.submittedTask(place);
    const body = { items: [{ item: evidenceId, reason: '看不清' }] };
    return { as: 'clerk', ids: { id }, body, ...IN_CHARGE };
  }),
  'task.acceptTask': agency(async (place, stock) => ({
    as: 'clerk',
    ids: { id: (await stock.submittedTask(place)).id },
    body: { note: '符合要求' },
    ...IN_CHARGE,
  })),
};
