import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import {
  readNoticeFiles,
  toInterchange,
  toPage,
  type Notice,
  type NoticeFilePart,
  type NoticeOfFiles,
} from '@chuangwen/documents';
import { RuleViolation } from '@chuangwen/kernel';

/** Reads a notice, its annexes too, and prints what was understood: a page for a clerk, or JSON. Nothing is stored. */
export async function notice(names: readonly string[], options: { json?: boolean }): Promise<void> {
  const { notice: understood, files } = await readNoticesAt(names);
  if (options.json) {
    const several = files.length > 1 ? { files } : {};
    console.log(JSON.stringify({ ...toInterchange(understood), ...several }, null, 1));
    return;
  }
  console.log(files.length > 1 ? `${filesPage(understood, files)}${toPage(understood, files)}` : toPage(understood));
}

/** Which file is what, and how that was told. */
function filesPage({ attachments }: Notice, files: readonly NoticeFilePart[]): string {
  const by = { number: '按编号', title: '按标题', name: '按文件名' };
  const lines = files.map(({ name, role, annex, matchedBy }) => {
    if (role === 'main') return `  ${name}：正文`;
    if (role === 'unmatched' || !matchedBy) return `  ${name}：未读入`;
    return `  ${name}：附件${annex === null ? '（清单里没有）' : `${annex + 1} ${attachments[annex]?.value ?? ''}`}（${by[matchedBy]}）`;
  });
  return `文件：\n${lines.join('\n')}\n`;
}

/** Throws RuleViolation `file.unreadable`, or why the notice is refused. */
async function readNoticesAt(names: readonly string[]): Promise<NoticeOfFiles> {
  const files = await Promise.all(names.map(async (name) => ({ name: basename(name), bytes: await bytesOf(name) })));
  return readNoticeFiles(files);
}

export async function bytesOf(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch {
    throw new RuleViolation('file.unreadable', { file: basename(file) });
  }
}
