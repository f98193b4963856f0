import { RuleViolation, StorageUnavailable, type Params } from '@chuangwen/kernel';
import { noticeRefusals } from '@chuangwen/documents';
import { fill, platformMessages } from '@chuangwen/platform';

type Words = Readonly<{ zh: string; en: string }>;

const own: Readonly<Record<string, Words>> = {
  'operation.no-such-view': {
    zh: '没有视图 {view}。现有：{known}。',
    en: 'There is no view {view}. There are: {known}.',
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

/** An error as one line in both languages, for the terminal. */
export function inWords(error: unknown): string {
  const { code, params } = codeOf(error);
  const words = own[code] ?? platformMessages[code] ?? (noticeRefusals as Readonly<Record<string, Words>>)[code];
  if (words) return `${fill(words.zh, params)}\n${fill(words.en, params)}`;
  return error instanceof Error ? error.message : String(error);
}

function codeOf(error: unknown): { code: string; params: Params } {
  if (error instanceof RuleViolation) return error;
  if (error instanceof StorageUnavailable) return { code: `storage.${error.reason}`, params: {} };
  return { code: '', params: {} };
}
