import {
  ApiQueryRoute,
  ApiRoute,
  From,
  principal,
  Public,
  tokenQuery,
  tokensOf,
  type Caller,
} from '@chuangwen/platform';
import { Body, Controller, Delete, Get, Headers, HttpCode, Post, Query, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { z } from 'zod';
import { SESSION_COOKIE, sessionOf } from './accounts/sessions';
import { isSecure, sourceOf } from './accounts/source';
import { ChangePassword, changePasswordBody } from './commands/change-password';
import { SignIn, signInBody } from './commands/sign-in';
import { SignOut } from './commands/sign-out';
import { UseOneTimeCode, useOneTimeCodeBody } from './commands/use-one-time-code';
import { GetMe, mePage } from './queries/get-me';

const meQuery = z.strictObject(tokenQuery);
const signedIn = z.object({ session: z.string(), expiresAt: z.iso.datetime(), principal }).meta({ id: 'SignedIn' });
const COOKIE = `${SESSION_COOKIE}=`;
const ONLY_HERE = 'Path=/; HttpOnly; SameSite=Strict';

type Sent = Record<string, string | undefined>;
/** Over https the browser must not send the session in clear later on. */
const attributes = (headers: Sent): string => (isSecure(headers) ? `${ONLY_HERE}; Secure` : ONLY_HERE);

type Reply = { header(name: string, value: string): unknown };

@Controller()
export class SessionsHttp {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Public()
  @ApiRoute('登录', {
    status: 201,
    answer: signedIn,
    problems: [
      [400, '填写有误'],
      [401, '登录名或密码不对'],
      [429, '连续多次不成功'],
    ],
  })
  @Post('sessions')
  async signIn(
    @Body({ schema: signInBody }) body: z.infer<typeof signInBody>,
    @Headers() headers: Sent,
    @Res({ passthrough: true }) reply: Reply,
  ) {
    const answer = await this.commands.execute(new SignIn(body, sourceOf(headers)));
    reply.header('set-cookie', `${COOKIE}${answer.session}; ${attributes(headers)}`);
    return answer;
  }

  @Public()
  @ApiRoute('用一次性登录码设置密码并登录', {
    status: 201,
    answer: signedIn,
    problems: [
      [400, '填写有误'],
      [401, '登录码不对、已用过或已过期'],
      [422, '规则不允许'],
      [429, '连续多次不成功'],
    ],
  })
  @Post('sessions/one-time')
  async useCode(
    @Body({ schema: useOneTimeCodeBody }) body: z.infer<typeof useOneTimeCodeBody>,
    @Headers() headers: Sent,
    @Res({ passthrough: true }) reply: Reply,
  ) {
    const answer = await this.commands.execute(new UseOneTimeCode(body, sourceOf(headers)));
    reply.header('set-cookie', `${COOKIE}${answer.session}; ${attributes(headers)}`);
    return answer;
  }

  @ApiRoute('退出登录', { status: 204, problems: [[401, '未登录']] })
  @HttpCode(204)
  @Delete('sessions/current')
  async signOut(@Headers() headers: Sent, @Res({ passthrough: true }) reply: Reply) {
    await this.commands.execute(new SignOut(sessionOf(headers)));
    reply.header('set-cookie', `${COOKIE}; ${attributes(headers)}; Max-Age=0`);
  }

  @ApiRoute('改自己的密码，其他地方的登录随即退出', {
    status: 204,
    problems: [
      [400, '填写有误'],
      [401, '未登录'],
      [422, '原密码不对，或规则不允许'],
      [429, '连续多次不成功'],
    ],
  })
  @HttpCode(204)
  @Post('sessions/current/password')
  changePassword(
    @From() caller: Caller,
    @Headers() headers: Sent,
    @Body({ schema: changePasswordBody }) body: z.infer<typeof changePasswordBody>,
  ) {
    return this.commands.execute(new ChangePassword(caller, sessionOf(headers), body));
  }

  @ApiQueryRoute('我是谁：姓名、单位、岗位', mePage)
  @Get('me')
  me(@From() caller: Caller, @Query({ schema: meQuery }) query: z.infer<typeof meQuery>) {
    return this.queries.execute(new GetMe(caller, tokensOf(query)));
  }
}
