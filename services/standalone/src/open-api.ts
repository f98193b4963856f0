import type { openApi } from '@chuangwen/platform';

export type OpenApi = ReturnType<typeof openApi>;

/** What people read above a group of routes, by controller. */
const TAGS: Readonly<Record<string, string>> = {
  SetupHttp: '首次设置',
  SessionsHttp: '登录',
  TenantsHttp: '参创单位',
  AddressBookHttp: '通讯录批量登记',
  OrganisationsHttp: '科室和局属单位',
  PeopleHttp: '人员与任职',
  NoticesHttp: '通知',
  CampaignsHttp: '创建工作',
  PlansHttp: '实施方案',
  RevisionsHttp: '沿用、修订与撤回',
  TaskHttp: '任务与佐证材料',
  EvidenceHttp: '佐证材料台账',
  TablesHttp: '任务分解表',
  ReportingHttp: '报表',
  UpwardHttp: '逐级上报',
  DataRequestHttp: '报送事项',
};

/** One OpenAPI document of all services. Components of one name are one thing (Problem, Made, Freshness). */
export function wholeOpenApi(parts: readonly OpenApi[]): OpenApi {
  const [first] = parts;
  if (!first) throw new Error('no service');
  return {
    ...first,
    info: {
      ...first.info,
      title: '创文 Chuangwen',
      description: '除登录和首次设置外，每个操作须先登录；错误一律为 application/problem+json。',
    },
    paths: inWords(Object.assign({}, ...parts.map(({ paths }) => paths)) as OpenApi['paths']),
    components: {
      ...first.components,
      schemas: Object.assign({}, ...parts.map(({ components }) => components?.schemas ?? {})) as NonNullable<
        NonNullable<OpenApi['components']>['schemas']
      >,
    },
  };
}

function inWords(paths: OpenApi['paths']): OpenApi['paths'] {
  for (const operations of Object.values(paths))
    for (const operation of Object.values(operations as Record<string, { tags?: string[] }>))
      if (operation.tags) operation.tags = operation.tags.map((tag) => TAGS[tag] ?? tag);
  return paths;
}
