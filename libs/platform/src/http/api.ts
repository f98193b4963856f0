import { applyDecorators } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiResponse } from '@nestjs/swagger';
import { z } from 'zod';
import { parseToken } from '../caller';

export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number(),
    detail: z.string(),
    code: z.string(),
    params: z.record(z.string(), z.union([z.string(), z.number()])),
    messages: z.object({ 'zh-CN': z.string(), en: z.string() }),
    errors: z.array(z.object({ field: z.string(), 'zh-CN': z.string(), en: z.string() })).optional(),
  })
  .meta({ id: 'Problem' });

/** What every command answers: 201, with a token that a query can wait for. */
export const outcomeSchema = <A extends z.ZodType>(answer: A) =>
  z.object({ token: z.string(), version: z.number().int(), answer });

/** Ids in answers of commands that make something. */
export const madeId = z.object({ id: z.string() }).meta({ id: 'Made' });

export const freshnessSchema = z
  .object({ caughtUp: z.boolean(), behind: z.number().int(), parked: z.number().int() })
  .meta({ id: 'Freshness' });

/** What every query answers. */
export const answerSchema = <T extends z.ZodType>(data: T) => z.object({ data, freshness: freshnessSchema });

const MOST_TOKENS = 10;
const tokensIn = (text: string): string[] => (text === '' ? [] : text.split(','));
const areTokens = (text: string): boolean =>
  tokensIn(text).length <= MOST_TOKENS && tokensIn(text).every((one) => parseToken(one) !== null);

/**
 * `token`: of the command whose effect the query is to show; several, up to ten, separated by commas. What can't be read is
 * refused: nobody could wait for it.
 */
export const tokenQuery = {
  token: z
    .string()
    .max(2000)
    .refine(areTokens, {
      params: {
        zh: '不是办理后答复的 token：请原样照抄并编码（curl -G --data-urlencode），几个用逗号隔开，最多 10 个',
        en: 'is not the token that a command answered: copy it as it is and encode it (curl -G --data-urlencode), several with commas between, 10 at most',
      },
    })
    .optional(),
};
export const tokensOf = (query: { token?: string | undefined }): string[] => tokensIn(query.token ?? '');

type Problems = readonly (readonly [status: number, when: string])[];
const READING: Problems = [
  [400, '填写有误'],
  [401, '未登录'],
  [403, '岗位无权'],
  [404, '没有，或不属于本单位'],
];
/** Of a route that brings something to be judged, and changes nothing. */
const JUDGING: Problems = [...READING, [422, '规则不允许']];

const problem = ([status, description]: Problems[number]) =>
  ApiResponse({ status, description, standardSchema: problemSchema });

/** Documents a route that changes something. */
export const ApiCommand = (summary: string, answer: z.ZodType = z.null()) =>
  applyDecorators(
    ApiOperation({ summary }),
    ApiHeader({ name: 'Idempotency-Key', required: false, description: '8–64 位；同一编号重发得到同一答复' }),
    ApiHeader({ name: 'If-Match', required: false, description: '所看内容的版本号；之后有变化则 409' }),
    ApiResponse({ status: 201, standardSchema: outcomeSchema(answer) }),
    ...JUDGING.map(problem),
    problem([409, '内容已有变化']),
    problem([503, '暂时不能保存']),
  );

/** Documents a route that only reads. */
export const ApiQueryRoute = (summary: string, data: z.ZodType) =>
  applyDecorators(
    ApiOperation({ summary }),
    ApiResponse({ status: 200, standardSchema: answerSchema(data) }),
    ...READING.map(problem),
  );

/** Documents a route that is neither; Without `answer` it answers nothing. */
export const ApiRoute = (
  summary: string,
  { status, answer, problems = JUDGING }: { status: number; answer?: z.ZodType; problems?: Problems },
) =>
  applyDecorators(
    ApiOperation({ summary }),
    answer ? ApiResponse({ status, standardSchema: answer }) : ApiResponse({ status, description: '已办理' }),
    ...problems.map(problem),
  );
