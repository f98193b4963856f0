import type { Catalogue } from '@chuangwen/platform';

export const messages: Catalogue = {
  'report.period-backwards': {
    status: 400,
    zh: '起始日期 {from} 晚于结束日期 {to}，请调换或修改。',
    en: 'The period begins ({from}) after it ends ({to}). Please correct it.',
  },
  'report.as-of-future': {
    status: 400,
    zh: '只能查看今天（{today}）及以前某一天的情况。',
    en: 'A report can be seen as of today ({today}) or an earlier day.',
  },
};
