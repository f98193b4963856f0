import { agency, office, type Cases } from '../case';
import { notice } from '../notice';

/** A unit's plan: the organisation above sees it, and those beside and below don't know of it. */
const UNITS_OWN = { refused: ['clerk'], unseen: ['sibling', 'below', 'member', 'postless'] } as const;
const REVIEWED_ABOVE = { refused: ['liaison'], unseen: ['sibling', 'below', 'member', 'postless'] } as const;
/** Of the tenant's own organisation. */
const ROOTS_OWN = { refused: [], unseen: ['liaison', 'sibling', 'below', 'member', 'postless'] } as const;
const NO_CLERK = ['postless', 'liaison', 'member'] as const;

export const campaignCases: Cases = {
  'campaign.notices.import': [
    ...agency(
      async () => ({ as: 'clerk', body: { text: notice('桐泽'), fileName: null, again: true }, refused: NO_CLERK }),
      'pasted',
    ),
    ...agency(
      async () => ({
        as: 'clerk',
        file: { name: '通知.txt', content: Buffer.from(notice('桐泽')) },
        refused: NO_CLERK,
      }),
      'a file',
    ),
  ],
  'campaign.notices.list': agency(async () => ({ as: 'clerk' })),
  'campaign.notices.get': agency(async (place, stock) => ({ as: 'clerk', ids: { id: await stock.notice(place) } })),
  'campaign.notices.text': agency(async (place, stock) => ({ as: 'clerk', ids: { id: await stock.notice(place) } })),
  'campaign.notices.correct': agency(async (place, stock) => ({
    as: 'clerk',
    ids: { id: await stock.newNotice(place) },
    body: { path: 'title', value: `${place.mark}更正后的标题` },
    refused: NO_CLERK,
  })),
  'campaign.notices.file': agency(async (place, stock) => {
    const file = { name: '通知.txt', content: Buffer.from(notice(place.mark)) };
    const { id } = await stock.town.upload(place.people.clerk.session, '/api/campaign/notices', file);
    return { as: 'clerk', ids: { id, file: '0' } };
  }),
  'campaign.notices.applySuggestion': agency(async (place, stock) => {
    const { id, suggestionId } = await stock.noticeWithSuggestion(place);
    return { as: 'clerk', ids: { id }, body: { suggestionId }, refused: NO_CLERK };
  }),
  'campaign.notices.withdraw': agency(async (place, stock) => ({
    as: 'clerk',
    ids: { id: await stock.newNotice(place) },
    body: { reason: '传错了文件' },
    refused: NO_CLERK,
  })),

  'campaign.campaigns.open': [
    ...agency(
      async (place, stock) => ({
        as: 'clerk',
        body: { noticeId: await stock.notice(place), honour: '文明单位', level: '市级', term: '2026年度', again: true },
        refused: NO_CLERK,
      }),
      'from a notice',
    ),
    ...agency(
      async () => ({
        as: 'clerk',
        body: {
          title: '桐泽文明创建',
          docNumber: '桐文明〔2026〕8号',
          guidingThought: '为民惠民',
          goals: '年内建成',
          phases: [{ name: '宣传发动', start: '2026-03', end: '2026-04-30', text: '动员' }],
          leadingGroup: {
            leader: '周建安',
            executiveDeputies: ['林素梅'],
            deputies: ['何启明'],
            members: ['邓晓岚'],
            office: '办公室',
          },
        },
        refused: NO_CLERK,
      }),
      'by hand',
    ),
  ],
  'campaign.campaigns.list': agency(async () => ({ as: 'clerk' })),
  'campaign.campaigns.get': agency(async (place, stock) => ({
    as: 'clerk',
    ids: { id: (await stock.unitPlan(place)).campaignId },
  })),
  'campaign.campaigns.issue': office(async (place, stock) => ({
    as: 'clerk',
    ids: { id: (await stock.campaign(place)).campaignId },
    body: { tenants: [stock.town.under(place).tenant] },
    refused: NO_CLERK,
  })),
  'campaign.campaigns.withdraw': agency(async (place, stock) => ({
    as: 'clerk',
    ids: { id: (await stock.campaign(place)).campaignId },
    body: { reason: '文号有误，重新印发' },
    refused: NO_CLERK,
  })),

  'campaign.plans.list': [
    ...agency(async () => ({ as: 'clerk' })),
    ...agency(async (place, stock) => {
      const { campaignId } = await stock.unitPlan(place);
      return { as: 'clerk', query: { campaign: campaignId, organisation: place.unit, situation: 'drafting' } };
    }, 'of one unit'),
  ],
  'campaign.plans.get': [
    ...agency(async (place, stock) => ({
      as: 'clerk',
      ids: { id: (await stock.unitPlan(place)).planId },
      unseen: ['sibling', 'below', 'member'],
    })),
    ...office(
      async (place, stock) => ({
        as: 'clerk',
        ids: { id: (await stock.submittedFromBelow(place)).planId },
        unseen: ['liaison', 'sibling'],
        shared: [stock.town.under(place).key],
      }),
      'received',
    ),
  ],
  'campaign.plans.add': agency(async (place, stock) => {
    const { planId, items } = await stock.unitPlan(place);
    const phased = items.find(({ phaseId }) => phaseId);
    return {
      as: 'liaison',
      ids: { id: planId },
      body: {
        title: `${place.mark}设立宣传栏`,
        above: items[0]?.itemId ?? null,
        number: '1.',
        text: '每季度更新一次',
        phaseId: phased?.phaseId ?? null,
        deadline: '2026-12-15',
        evidenceWanted: '照片',
        responsible: '办公室',
        joint: [`${place.mark}科`],
      },
      ...UNITS_OWN,
    };
  }),
  'campaign.plans.change': agency(async (place, stock) => {
    const { planId, items } = await stock.unitPlan(place);
    const body = {
      title: `${place.mark}改为每月两次`,
      text: '按月开展',
      evidenceWanted: '记录',
      responsible: '办公室',
      joint: [`${place.mark}科`],
    };
    return { as: 'liaison', ids: { id: planId, item: items[0]?.itemId ?? '' }, body, ...UNITS_OWN };
  }),
  'campaign.plans.drop': agency(async (place, stock) => {
    const { planId, items } = await stock.unitPlan(place);
    const ids = { id: planId, item: items[0]?.itemId ?? '' };
    return { as: 'liaison', ids, body: { reason: '本单位无此职责' }, ...UNITS_OWN };
  }),
  'campaign.plans.restore': agency(async (place, stock) => {
    const { planId, items } = await stock.unitPlan(place);
    const item = items[0]?.itemId ?? '';
    const path = `/api/campaign/plans/${planId}/items/${item}/drop`;
    await stock.town.made(place.people.liaison.session, path, { reason: '误删' });
    return { as: 'liaison', ids: { id: planId, item }, ...UNITS_OWN };
  }),
  'campaign.plans.handDown': [
    ...agency(async (place, stock) => {
      const { planId } = await stock.campaign(place);
      return {
        as: 'clerk',
        ids: { id: planId },
        body: { organisations: [place.unit, place.sibling] },
        ...ROOTS_OWN,
      };
    }, 'to units'),
    ...office(async (place, stock) => {
      const { planId } = await stock.campaign(place);
      const body = { tenants: [stock.town.under(place).tenant] };
      return { as: 'clerk', ids: { id: planId }, body, ...ROOTS_OWN };
    }, 'to tenants'),
  ],
  'campaign.plans.submit': agency(async (place, stock) => ({
    as: 'liaison',
    ids: { id: (await stock.unitPlan(place)).planId },
    body: { purpose: 'approval' },
    ...UNITS_OWN,
  })),
  'campaign.plans.return': [
    ...agency(async (place, stock) => {
      const { planId, items } = await stock.submittedUnitPlan(place);
      const body = { items: [{ itemId: items[0]?.itemId ?? '', reason: '请写明时限' }], submission: 1 };
      return { as: 'clerk', ids: { id: planId }, body, ...REVIEWED_ABOVE };
    }, 'of a unit'),
    ...office(async (place, stock) => {
      const { planId, items } = await stock.submittedFromBelow(place);
      const body = { items: [{ itemId: items[0]?.itemId ?? '', reason: '请写明时限' }], submission: 1 };
      return {
        as: 'clerk',
        ids: { id: planId },
        body,
        ...ROOTS_OWN,
        shared: [stock.town.under(place).key],
      };
    }, 'of a tenant'),
  ],
  'campaign.plans.approve': [
    ...agency(async (place, stock) => {
      const { planId } = await stock.submittedUnitPlan(place);
      return { as: 'clerk', ids: { id: planId }, body: { submission: 1 }, ...REVIEWED_ABOVE };
    }, 'of a unit'),
    ...office(async (place, stock) => {
      const { planId } = await stock.submittedFromBelow(place);
      return {
        as: 'clerk',
        ids: { id: planId },
        ...ROOTS_OWN,
        shared: [stock.town.under(place).key],
      };
    }, 'of a tenant'),
  ],

  'campaign.revisions.coverage': [
    ...agency(async (place, stock) => ({
      as: 'clerk',
      ids: { id: (await stock.campaign(place)).planId },
      unseen: ['liaison', 'sibling'],
    })),
    ...agency(
      async (place, stock) => ({
        as: 'clerk',
        ids: { id: (await stock.campaign(place)).planId },
        query: { asOf: stock.today, format: 'xlsx' },
        unseen: ['liaison', 'sibling'],
      }),
      'as of a day, as a spreadsheet',
    ),
  ],
  'campaign.revisions.progress': agency(async (place, stock) => ({
    as: 'clerk',
    ids: { id: (await stock.campaign(place)).planId },
    unseen: ['liaison', 'sibling'],
  })),
  'campaign.revisions.differences': [
    ...agency(async (place, stock) => ({
      as: 'liaison',
      ids: { id: (await stock.outdatedUnitPlan(place)).planId },
      query: { from: '1', to: '1' },
      unseen: ['sibling', 'below', 'member'],
    })),
    ...office(
      async (place, stock) => ({
        as: 'clerk',
        ids: { id: (await stock.submittedFromBelow(place)).planId },
        query: { from: '1' },
        unseen: ['liaison', 'sibling'],
        shared: [stock.town.under(place).key],
      }),
      'received',
    ),
  ],
  'campaign.revisions.parentChange': agency(async (place, stock) => ({
    as: 'liaison',
    ids: { id: (await stock.outdatedUnitPlan(place)).planId },
    unseen: ['sibling', 'below', 'member'],
  })),
  'campaign.revisions.takeParentChange': agency(async (place, stock) => {
    const { planId } = await stock.outdatedUnitPlan(place);
    type Change = { added: { itemId: string }[] };
    const path = `/api/campaign/plans/${planId}/parent-change`;
    const { added } = await stock.town.told<Change>(place.people.liaison.session, path);
    const body = { items: added.map(({ itemId }) => itemId), reason: '本单位无此职责' };
    return { as: 'liaison', ids: { id: planId }, body, ...UNITS_OWN };
  }),
  'campaign.revisions.takeOver': agency(async (place, stock) => ({
    as: 'liaison',
    ids: { id: (await stock.unitPlan(place)).planId },
    body: { way: 'whole' },
    ...UNITS_OWN,
  })),
  'campaign.revisions.takeOverUnits': agency(async (place, stock) => ({
    as: 'clerk',
    ids: { id: (await stock.campaign(place)).planId },
    body: { way: 'without-paper', organisations: [place.unit] },
    ...ROOTS_OWN,
  })),
  'campaign.revisions.answer': agency(async (place, stock) => {
    const { planId, other } = await stock.twoPlans(place);
    const refused = ['clerk'] as const;
    return {
      as: 'below',
      ids: { id: planId },
      body: { planId: other },
      refused,
      unseen: ['sibling', 'member', 'postless'],
    };
  }),
  'campaign.revisions.openRevision': agency(async (place, stock) => ({
    as: 'liaison',
    ids: { id: (await stock.approvedUnitPlan(place)).planId },
    body: { reason: '标准有调整' },
    ...UNITS_OWN,
  })),
  'campaign.revisions.giveUpRevision': agency(async (place, stock) => {
    const { planId } = await stock.approvedUnitPlan(place);
    await stock.town.made(place.people.liaison.session, `/api/campaign/plans/${planId}/revision`, {});
    return { as: 'liaison', ids: { id: planId }, body: { reason: '标准没有调整' }, ...UNITS_OWN };
  }),
  'campaign.revisions.handOver': agency(async (place, stock) => ({
    as: 'clerk',
    ids: { id: await stock.orphanedPlan(place) },
    body: { reason: '该单位已撤销，由局里接办' },
    ...ROOTS_OWN,
  })),
  'campaign.revisions.withdrawHandDown': agency(async (place, stock) => {
    const { planId } = await stock.campaign(place);
    const path = `/api/campaign/plans/${planId}/hand-down`;
    type Down = { to: { planId: string }[] };
    const { to } = await stock.town.made<Down>(place.people.clerk.session, path, { organisations: [place.unit] });
    return {
      as: 'clerk',
      ids: { id: planId },
      body: { plans: to.map((child) => child.planId), reason: '发错了单位' },
      ...ROOTS_OWN,
    };
  }),
  'campaign.revisions.withdrawApproval': agency(async (place, stock) => ({
    as: 'clerk',
    ids: { id: (await stock.approvedUnitPlan(place)).planId },
    body: { reason: '看错了份数' },
    ...REVIEWED_ABOVE,
  })),
};
