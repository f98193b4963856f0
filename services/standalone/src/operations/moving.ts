import { MovingRegister } from '@chuangwen/identity';
import { Streams, type Counts, type Installation, type MoveStep } from '@chuangwen/platform';
import type { Services } from '../services';

/** What a move sees of these services. */
export const installationOf = ({ services, clock }: Services): Installation => {
  const register = services.find(({ name }) => name === 'identity')!;
  return {
    services: services.map(({ name, runtime, app }) => ({ name, runtime, forget: () => app.get(Streams).forget() })),
    register: register.app.get(MovingRegister),
    registerService: register.name,
    now: () => clock.now(),
  };
};

const STEPS: Readonly<Record<MoveStep['step'], string>> = {
  turn: '这里正在进行另一次导出或导入，等它结束（被中断的最多等 15 秒） Another export or import is under way; waiting for it (15 seconds at most where it was killed)',
  quiet: '正在等没有业务在办的片刻 Waiting for a quiet moment',
  check: '正在核对文件（事件） Looking through the file, events',
  tenants: '单位 organisations',
  keys: '密钥 keys',
  erased: '已销毁的密钥 destroyed keys',
  files: '文件 files',
  streams: '事件流 streams',
  events: '事件 events',
  receipts: '命令回执 receipts',
  entries: '私有记录 entries',
  views: '视图落后的事件 Views, events behind',
  proof: '正在逐项核对 Checking what was brought in',
};

export const stepWords = ({ step, done }: MoveStep): string => `  ${STEPS[step]}：${done}`;

export const countWords = ({ events, streams, files, keys, erased, receipts }: Counts): string =>
  `${streams} 条事件流、${events} 个事件、${files} 个文件、${keys} 个密钥（另有 ${erased} 个已销毁）、${receipts} 个命令回执`;
