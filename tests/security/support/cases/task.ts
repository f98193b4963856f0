import { createHash } from 'node:crypto';
import { agency, type Cases } from '../case';
import { proof } from '../stock';

/** The task is the root's; the section leads, the unit joins, a person of the section has it. */
const IN_CHARGE = { refused: ['member', 'liaison'], unseen: ['postless', 'sibling', 'below'] } as const;
const AT_WORK = { refused: [], unseen: ['postless', 'sibling', 'below'] } as const;
/** Nobody has it yet. */
const UNASSIGNED = { refused: [], unseen: ['postless', 'member', 'liaison', 'sibling'] } as const;
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
    body: {
      evidence: '照片三张',
      requirement: {
        kinds: ['picture'],
        minCount: 3,
        from: '2026-01-01',
        to: '2026-12-31',
        docNumber: false,
        minReport: 20,
      },
    },
    ...IN_CHARGE,
  })),
  'task.setDetails': agency(async (place, stock) => ({
    as: 'clerk',
    ids: { id: await stock.assignedTask(place) },
    body: { indicator: '公共秩序', requirements: '每周两次', telephone: '0913-7700426', remark: `${place.mark}牵头` },
    ...IN_CHARGE,
  })),
  'task.shareTask': agency(async (place, stock) => {
    const { id, covers } = await stock.taskAndOther(place);
    return { as: 'clerk', ids: { id }, body: { covers, reason: '同一件事' }, ...UNASSIGNED };
  }),
  'task.unshareTask': agency(async (place, stock) => {
    const ids = await stock.taskAndOther(place);
    const { covers } = ids;
    const path = `/api/task/tasks/${ids.id}/sharing`;
    await stock.town.made(place.people.clerk.session, path, { covers, reason: '同一件事' });
    return { as: 'clerk', ids, body: { reason: '分开办理' }, ...UNASSIGNED };
  }),
  'task.waiveChecks': agency(async (place, stock) => {
    const id = await stock.assignedTask(place);
    const wanted = { evidence: '照片', requirement: { minReport: 20 } };
    await stock.town.made(place.people.clerk.session, `/api/task/tasks/${id}/evidence-wanted`, wanted);
    return { as: 'clerk', ids: { id }, body: { checks: ['report'], reason: '不需要说明' }, ...IN_CHARGE };
  }),
  'task.evidence.listEvidence': [
    ...agency(async () => ({ as: 'clerk' })),
    ...agency(async (place, stock) => {
      await stock.proof(place);
      const dates = { from: stock.today, to: stock.today };
      return { as: 'clerk', query: { name: place.mark, kind: 'document', ...dates, limit: '50', format: 'csv' } };
    }, 'of one name'),
  ],
  'task.evidence.getProof': agency(async (place, stock) => ({
    as: 'clerk',
    ids: { proof: (await stock.proof(place)).proofId },
    ...READ,
  })),
  'task.evidence.describeEvidence': agency(async (place, stock) => ({
    as: 'member',
    ids: { proof: (await stock.proof(place)).proofId },
    body: { docNumber: '桐交〔2026〕18号', date: '2026-04-20' },
    ...AT_WORK,
  })),
  'task.evidence.attachExisting': agency(async (place, stock) => {
    const { proofId } = await stock.proof(place);
    const ids = { id: await stock.assignedTask(place) };
    return { as: 'member', ids, body: { proofId, name: `${place.mark}旧材料` }, ...AT_WORK };
  }),
  'task.evidence.suggestEvidence': agency(async (place, stock) => ({
    as: 'clerk',
    ids: { id: (await stock.proof(place)).id },
    ...READ,
  })),
  'task.evidence.getChecks': agency(async (place, stock) => ({
    as: 'clerk',
    ids: { id: (await stock.proof(place)).id },
    ...READ,
  })),
  'task.tables.getTable': agency(async (place, stock) => ({
    as: 'clerk',
    ids: { id: await stock.campaignWithTasks(place) },
    ...READ,
  })),
  'task.tables.previewTable': [
    ...agency(async (place, stock) => {
      const ids = { id: await stock.campaignWithTasks(place) };
      return { as: 'clerk', ids, file: { name: '表.csv', content: Buffer.from(TABLE) }, ...READ };
    }, 'a file'),
    ...agency(async (place, stock) => {
      const ids = { id: await stock.campaignWithTasks(place) };
      return { as: 'clerk', ids, body: { text: TABLE }, ...READ };
    }, 'pasted'),
  ],
  'task.tables.importTable': [
    ...agency(async (place, stock) => {
      const [ids, query] = [{ id: await stock.campaignWithTasks(place) }, { fileHash: hashOf(TABLE) }];
      return { as: 'clerk', ids, query, file: { name: '表.csv', content: Buffer.from(TABLE) }, ...READ };
    }, 'a file'),
    ...agency(async (place, stock) => {
      const [ids, query] = [{ id: await stock.campaignWithTasks(place) }, { fileHash: hashOf(TABLE) }];
      return { as: 'clerk', ids, query, body: { text: TABLE }, ...READ };
    }, 'pasted'),
  ],
  'task.tables.getWithoutPerson': agency(async (place, stock) => ({
    as: 'clerk',
    query: { campaign: await stock.campaignWithTasks(place), asOf: stock.today },
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
      const body = {
        name: `${place.mark}报道`,
        url: 'https://www.example.com/tongze',
        docNumber: '桐交〔2026〕18号',
        date: '2026-04-20',
      };
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

const TABLE = '任务,措施,牵头科室,备注\n没有的任务,没有的措施,,\n';
const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');
