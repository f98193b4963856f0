import { NotFound, RuleViolation, StorageUnavailable, type Params } from '@chuangwen/kernel';
import { noticeRefusals } from '@chuangwen/documents';
import { fill, platformMessages } from '@chuangwen/platform';
import { Refused } from '../demo/client';

type Words = Readonly<{ zh: string; en: string }>;

/** Refusals of the command line itself. */
const own: Readonly<Record<string, Words>> = {
  'operation.no-such-view': {
    zh: '没有视图 {view}。现有：{known}。',
    en: 'There is no view {view}. There are: {known}.',
  },
  'operation.no-data': {
    zh: '文件夹 {folder} 里没有创文的数据，请检查 --data。',
    en: 'There is no Chuangwen data in the folder {folder}; check --data.',
  },
  'operation.no-such-number': {
    zh: '列表里没有第 {number} 项，请先运行 chuangwen parked 查看序号。',
    en: 'There is no number {number} in the list; run chuangwen parked to see it.',
  },
  'demo.foreign-folder': {
    zh: '文件夹 {folder} 里有别的内容，演示不会动它。请换一个空文件夹（--data）。',
    en: 'The folder {folder} holds something else, which the demo won’t touch. Choose an empty one (--data).',
  },
  'file.unreadable': {
    zh: '读不到文件 {file}，请检查路径和权限。',
    en: 'Can’t read {file}; check its path and permissions.',
  },
};

/** What the storage and the system say for themselves in English, by the error's name or code. */
const named: Readonly<Record<string, string>> = {
  DataFolderInUse: '数据文件夹正在被另一个进程使用，请先停止它，或换一个文件夹（--data）。',
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
  const words = own[code] ?? platformMessages[code] ?? (noticeRefusals as Readonly<Record<string, Words>>)[code];
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
