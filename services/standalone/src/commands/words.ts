import { NotFound, RuleViolation, StorageUnavailable, type Params } from '@chuangwen/kernel';
import { noticeRefusals } from '@chuangwen/documents';
import { identityMessages } from '@chuangwen/identity';
import { fill, platformMessages } from '@chuangwen/platform';
import { CommanderError } from 'commander';
import { Refused } from '../demo/client';
import { standaloneMessages } from '../messages';
import { localTime } from '../times';
import { usageWords } from './usage';

export type Words = Readonly<{ zh: string; en: string }>;

/** What the storage says for itself in English, by the error's name. */
const named: Readonly<Record<string, string>> = {
  DataFolderOld: '数据文件夹由旧版本的程序写成，请先运行 npx chuangwen upgrade（npx chuangwen start 会自动升级）。',
  DataFolderTooNew: '数据文件夹由更新版本的程序写成，请使用新版本打开。',
  DataFolderDamaged: '数据文件夹已损坏，请从备份恢复。',
  DataDamaged: '数据文件已损坏，请从备份恢复。',
};

const notAFolder = {
  zh: '数据文件夹的位置上是一个文件，请换一个文件夹（--data）。',
  en: 'There is a file where the data folder should be; choose another folder (--data).',
};
const noSuchAddress = {
  zh: '这台机器没有这个地址，请检查 --host。',
  en: 'This machine has no such address; check --host.',
};

/** What the system says only to those who know it, by the error's code. */
const system: Readonly<Record<string, Words>> = {
  EADDRINUSE: {
    zh: '端口已被占用，请换一个端口（--port；0 表示任选一个空闲端口）。',
    en: 'The port is in use; choose another one (--port; 0: any free one).',
  },
  EADDRNOTAVAIL: noSuchAddress,
  ENOTFOUND: noSuchAddress,
  EAI_AGAIN: noSuchAddress,
  EEXIST: notAFolder,
  ENOTDIR: notAFolder,
  ENOENT: {
    zh: '找不到文件或文件夹，请检查路径。',
    en: 'There is no such file or folder; check the path.',
  },
  EACCES: {
    zh: '没有权限，请检查数据文件夹和端口。',
    en: 'Not permitted; check the data folder and the port.',
  },
  EPERM: {
    zh: '没有权限，请检查数据文件夹和端口。',
    en: 'Not permitted; check the data folder and the port.',
  },
  EROFS: {
    zh: '这个位置只能读、不能写，请换一个文件夹。',
    en: 'This place can only be read; choose another folder.',
  },
};

/** An error as a line in each language, for the terminal. */
export function inWords(error: unknown): string {
  const { zh, en } = wordsOf(error);
  return zh === '' ? en : `${zh}\n${en}`;
}

/** zh is '' where nobody gave the error Chinese words. */
export function wordsOf(error: unknown): Words {
  const { code, params } = codeOf(error);
  if (error instanceof Error && error.name === 'DataFolderInUse')
    return inUse(error as Error & { pid: number | null; since: string });
  const words =
    standaloneMessages[code] ??
    platformMessages[code] ??
    identityMessages[code] ??
    (noticeRefusals as Readonly<Record<string, Words>>)[code];
  if (words) return { zh: fill(words.zh, params), en: fill(words.en, params) };
  if (error instanceof Refused) return { zh: error.problem.messages['zh-CN'], en: error.problem.messages.en };
  if (error instanceof CommanderError) return usageWords(error);
  if (!(error instanceof Error)) return { zh: '', en: String(error) };
  return systemWords(error) ?? { zh: named[error.name] ?? '', en: error.message };
}

function inUse({ message, pid, since }: Error & { pid: number | null; since: string }): Words {
  const which = `进程 ${pid ?? '不详'}，自 ${Number.isNaN(Date.parse(since)) ? '不详' : localTime(since)} 起`;
  return { zh: `数据文件夹正在被另一个进程使用（${which}），请先停止它，或换一个文件夹（--data）。`, en: message };
}

function systemWords(error: NodeJS.ErrnoException & { port?: number }): Words | null {
  const words = system[error.code ?? ''];
  if (!words || error.name in named) return null;
  // Which one it was: the system names it, and nothing else of what it says is for a reader.
  const which = error.path ?? error.port ?? (error as { hostname?: string }).hostname;
  if (which === undefined) return words;
  return { zh: `${words.zh}（${which}）`, en: `${words.en} (${which})` };
}

function codeOf(error: unknown): { code: string; params: Params } {
  if (error instanceof RuleViolation) return error;
  if (error instanceof NotFound) return { code: 'not-found', params: {} };
  if (error instanceof StorageUnavailable) return { code: `storage.${error.reason}`, params: {} };
  return { code: '', params: {} };
}
