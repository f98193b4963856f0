import { NotFound, RuleViolation, StorageUnavailable, type Params } from '@chuangwen/kernel';
import { noticeRefusals } from '@chuangwen/documents';
import { fill, platformMessages } from '@chuangwen/platform';
import { Refused } from '../demo/client';
import { standaloneMessages } from '../messages';

type Words = Readonly<{ zh: string; en: string }>;

/** What the storage and the system say for themselves in English, by the error's name or code. */
const named: Readonly<Record<string, string>> = {
  DataFolderInUse: '数据文件夹正在被另一个进程使用，请先停止它，或换一个文件夹（--data）。',
  DataFolderOld: '数据文件夹由旧版本的程序写成，请先运行 chuangwen upgrade（chuangwen start 会自动升级）。',
  DataFolderTooNew: '数据文件夹由更新版本的程序写成，请使用新版本打开。',
  DataFolderDamaged: '数据文件夹已损坏，请从备份恢复。',
  DataDamaged: '数据文件已损坏，请从备份恢复。',
  EADDRINUSE: '端口已被占用，请换一个端口（--port；0 表示任选一个空闲端口）。',
  EADDRNOTAVAIL: '这台机器没有这个地址，请检查 --host。',
  EEXIST: '数据文件夹的位置上是一个文件，请换一个文件夹（--data）。',
  ENOTDIR: '数据文件夹的位置上是一个文件，请换一个文件夹（--data）。',
  EACCES: '没有权限，请检查数据文件夹和端口。',
};

/** An error as a line in each language, for the terminal. */
export function inWords(error: unknown): string {
  const { code, params } = codeOf(error);
  const words =
    standaloneMessages[code] ?? platformMessages[code] ?? (noticeRefusals as Readonly<Record<string, Words>>)[code];
  if (words) return `${fill(words.zh, params)}\n${fill(words.en, params)}`;
  if (error instanceof Refused) return `${error.problem.messages['zh-CN']}\n${error.problem.messages.en}`;
  if (!(error instanceof Error)) return String(error);
  const chinese = named[error.name] ?? named['code' in error ? String(error.code) : ''];
  return chinese ? `${chinese}\n${error.message}` : error.message;
}

function codeOf(error: unknown): { code: string; params: Params } {
  if (error instanceof RuleViolation) return error;
  if (error instanceof NotFound) return { code: 'not-found', params: {} };
  if (error instanceof StorageUnavailable) return { code: `storage.${error.reason}`, params: {} };
  return { code: '', params: {} };
}
