import { exportTenant } from '@chuangwen/platform';
import { Platform } from '../platform';
import type { Services } from '../services';
import { following, said, wrong, type Line } from './line';
import { countWords, installationOf, stepWords } from './moving';

export type ExportOperation = Readonly<{ tenant: string | null; file: string; passphrase: string }>;

const sizeWords = (bytes: number): string =>
  bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} KB` : `${(bytes / 1e6).toFixed(1)} MB`;

export async function* exported(
  services: Services,
  { tenant, file, passphrase }: ExportOperation,
): AsyncGenerator<Line> {
  // Engines have no id of their own.
  const installation = services instanceof Platform ? services.storage.standing().installation : '';
  const made = yield* following((progress) =>
    exportTenant(installationOf(services), { tenant, file, passphrase, installation }, (step) =>
      progress(stepWords(step)),
    ),
  );
  for (const one of made.damaged)
    yield wrong(`${one}：内容与名称不符，没有导出 its bytes are not those of its name, so it was left behind`);
  yield said(`导出完成 Done：${file}，${sizeWords(made.bytes)}，${countWords(made.counts)}`);
  yield said(`文件的 SHA-256：${made.sha256}`);
  if (tenant !== null)
    yield said(
      '别的单位发给它的文件留在别的单位；登录会话、没有提交的草稿、一次性登录码不随着走。What others addressed to it stays with them; sessions, drafts and one-time codes stay behind.',
    );
  yield said('没有口令就打不开这个文件，请分开保管。Without the passphrase nobody opens the file; keep the two apart.');
}
