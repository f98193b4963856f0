import { spawn } from 'node:child_process';
import { constants } from 'node:fs';
import { access, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { RuleViolation } from '@chuangwen/kernel';
import type { Limits } from './limits';
import { Turns, type Turn } from './turns';

/**
 * Has LibreOffice turn a file into docx, where it is installed: for WPS documents of an older kind and RTF. A process of its
 * own with a profile of its own, without macros, without the network, one at a time and few in line, killed with all its children at the
 * deadline. Throws RuleViolation notice.office-missing, notice.office-failed, notice.too-slow, notice.busy.
 */
export async function convertedToDocx(
  bytes: Uint8Array,
  file: string,
  limits: Limits,
  turn: Turn,
): Promise<Uint8Array> {
  const program = await officeProgram();
  if (!program) throw new RuleViolation('notice.office-missing', { file });
  return turns.run(turn, () => converted(program, bytes, file, limits));
}

const turns = new Turns({ atOnce: 1, waiting: 3, waitingOfOne: 2 });

async function converted(program: string, bytes: Uint8Array, file: string, limits: Limits): Promise<Uint8Array> {
  let folder: string | null = null;
  try {
    folder = await mkdtemp(join(tmpdir(), 'chuangwen-office-'));
    const profile = join(folder, 'profile');
    await mkdir(join(profile, 'user'), { recursive: true, mode: 0o700 });
    await writeFile(join(profile, 'user', 'registrymodifications.xcu'), settings);
    // The name is ours: that of somebody else's file never reaches a command line.
    await writeFile(join(folder, 'in.doc'), bytes, { mode: 0o600 });
    await run(program, folder, profile, limits.officeMilliseconds);
    const out = join(folder, 'out', 'in.docx');
    const size = await stat(out).then(
      ({ size: found }) => found,
      () => null,
    );
    if (size === null) throw new RuleViolation('notice.office-failed', { file });
    if (size > limits.bytes)
      throw new RuleViolation('notice.too-large', { limit: `${Math.round(limits.bytes / 2 ** 20)} MB` });
    return new Uint8Array(await readFile(out));
  } finally {
    if (folder) await rm(folder, { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined);
  }
}

/** Looked for each time: it may be installed while the platform runs. */
async function officeProgram(): Promise<string | null> {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter))
    for (const name of ['soffice', 'libreoffice']) {
      if (folder === '') continue;
      const program = join(folder, name);
      if (
        await access(program, constants.X_OK).then(
          () => true,
          () => false,
        )
      )
        return program;
    }
  return null;
}

function run(program: string, folder: string, profile: string, milliseconds: number): Promise<void> {
  const args = [
    `-env:UserInstallation=${pathToFileURL(profile).href}`,
    ...['--headless', '--nologo', '--nodefault', '--norestore', '--nolockcheck'],
    ...['--convert-to', 'docx:MS Word 2007 XML', '--outdir', join(folder, 'out'), join(folder, 'in.doc')],
  ];
  // A shell only for its limits: seconds of processor, size of any file it writes in blocks, memory in kilobytes.
  const limited = 'ulimit -t 60 -f 262144 -v 4194304 2>/dev/null || true; exec "$@"';
  const child = spawn('/bin/sh', ['-c', limited, 'sh', program, ...args], {
    cwd: folder,
    detached: true,
    stdio: 'ignore',
    env: {
      PATH: process.env['PATH'],
      HOME: folder,
      TMPDIR: folder,
      LANG: 'C.UTF-8',
      SAL_USE_VCLPLUGIN: 'svp',
      ...noNetwork,
    },
  });
  return new Promise((resolve, reject) => {
    const end = () => {
      clearTimeout(timer);
      try {
        // The whole group: soffice starts others.
        if (child.pid) process.kill(-child.pid, 'SIGKILL');
      } catch {
        // They have ended by themselves.
      }
    };
    const timer = setTimeout(() => {
      end();
      reject(new RuleViolation('notice.too-slow', { seconds: Math.ceil(milliseconds / 1000) }));
    }, milliseconds);
    child.once('error', () => {
      end();
      resolve();
    });
    child.once('exit', () => {
      end();
      resolve();
    });
  });
}

/** A document may name pictures and templates elsewhere; nobody fetches them. */
const nowhere = 'http://127.0.0.1:9';
const noNetwork = { http_proxy: nowhere, https_proxy: nowhere, ftp_proxy: nowhere, all_proxy: nowhere };

const setting = (path: string, name: string, value: string): string =>
  `<item oor:path="/org.openoffice.${path}"><prop oor:name="${name}" oor:op="fuse"><value>${value}</value></prop></item>`;
const settings = `<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
${setting('Office.Common/Security/Scripting', 'MacroSecurityLevel', '3')}
${setting('Office.Common/Security/Scripting', 'DisableMacrosExecution', 'true')}
${setting('Office.Common/Security/Scripting', 'DisableActiveContent', 'true')}
${setting('Office.Common/Security/Scripting', 'BlockUntrustedRefererLinks', 'true')}
${setting('Inet/Settings', 'ooInetProxyType', '1')}
${setting('Inet/Settings', 'ooInetHTTPProxyName', '127.0.0.1')}
${setting('Inet/Settings', 'ooInetHTTPProxyPort', '9')}
${setting('Inet/Settings', 'ooInetHTTPSProxyName', '127.0.0.1')}
${setting('Inet/Settings', 'ooInetHTTPSProxyPort', '9')}
</oor:items>
`;
