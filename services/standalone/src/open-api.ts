import { openApi } from '@chuangwen/platform';
import type { Platform } from './platform';

type Document = ReturnType<typeof openApi>;

/** One OpenAPI document of all services. Components of one name are one thing (Problem, Made, Freshness). */
export function wholeOpenApi(platform: Platform): Document {
  const parts = platform.services.map(({ name, app }) => openApi(name, app));
  const [first] = parts;
  if (!first) throw new Error('no service');
  return {
    ...first,
    info: {
      ...first.info,
      title: '创文 Chuangwen',
      description: '每个操作须先登录；错误一律为 application/problem+json。',
    },
    paths: Object.assign({}, ...parts.map(({ paths }) => paths)) as Document['paths'],
    components: {
      ...first.components,
      schemas: Object.assign({}, ...parts.map(({ components }) => components?.schemas ?? {})) as NonNullable<
        NonNullable<Document['components']>['schemas']
      >,
    },
  };
}
