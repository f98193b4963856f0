import { readFileSync, rmSync, writeFileSync } from 'node:fs';

/** Waits until this process alone holds `file`; the lock of a process that is gone does not count. Resolves what gives it back. */
export async function lock(file) {
  for (;;) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' });
      return () => rmSync(file, { force: true });
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
      if (!alive(file)) rmSync(file, { force: true });
      await new Promise((wake) => setTimeout(wake, 100));
    }
  }
}

function alive(file) {
  try {
    const pid = Number(readFileSync(file, 'utf8'));
    // Empty means that it is being written at this moment.
    return pid === 0 || process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
}
