import { RuleViolation } from '@chuangwen/kernel';

const most = 48 * 2 ** 20;

/**
 * Runs `read` while no single array of bytes can become larger than `most`. PDF.js inflates what a file says it should, into one
 * array that it doubles as it goes, outside the heap that a worker's limit counts; and where the platform has a
 * DecompressionStream, into chunks in threads of its own, which no deadline of processor time sees. So that is out of its
 * reach, too. Throws RuleViolation notice.too-large.
 */
export async function boundedBytes<T>(read: () => Promise<T>): Promise<T> {
  const native = { Uint8Array: globalThis.Uint8Array, DecompressionStream: globalThis.DecompressionStream };
  let exceeded = false;
  const bounded: Uint8ArrayConstructor = new Proxy(native.Uint8Array, {
    construct(target, args: unknown[], self): object {
      if (typeof args[0] === 'number' && args[0] > most) {
        exceeded = true;
        throw new RangeError('more bytes than a document may have');
      }
      return Reflect.construct(target, args, self === bounded ? target : self) as object;
    },
  });
  Object.assign(globalThis, { Uint8Array: bounded, DecompressionStream: undefined });
  const tooLarge = () => new RuleViolation('notice.too-large', { limit: `${most / 2 ** 20} MB` });
  try {
    const done = await read();
    if (exceeded) throw tooLarge();
    return done;
  } catch (error) {
    throw exceeded ? tooLarge() : error;
  } finally {
    Object.assign(globalThis, native);
  }
}
