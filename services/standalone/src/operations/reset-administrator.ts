import { AdministratorReset } from '@chuangwen/identity';
import { RuleViolation } from '@chuangwen/kernel';
import type { Services } from '../services';
import { localTime } from '../times';
import { said, wrong, type Line } from './line';

/** A one-time code for an administrator nobody above can help: whoever runs the installation vouches for the person. */
export async function* resetAdministrator(platform: Services, login: string): AsyncGenerator<Line> {
  const reset = platform.service('identity').app.get(AdministratorReset);
  try {
    const { code, expiresAt } = await reset.issue(login, null, { kind: 'system', id: 'command-line' });
    yield said(`登录名 Login: ${login}`);
    yield said(`一次性登录码 One-time code: ${code}`);
    yield said(`有效至 Valid until: ${localTime(expiresAt)}`);
    yield said('请本人打开网址 /once 填写登录码并设置新密码；登录码只显示这一次。');
    yield said('The holder opens /once, gives the code and chooses a new password. It is shown this once.');
  } catch (error) {
    if (!(error instanceof RuleViolation) || error.code !== 'account.not-administrator') throw error;
    yield wrong(`“${login}”不是能登录的单位管理员 is no administrator who can sign in`);
  }
}
