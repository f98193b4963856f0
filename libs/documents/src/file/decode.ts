import { controls } from './kind';

export type Decoded = { text: string; damaged: number };

/** UTF-8, UTF-16 or GB18030, by byte order mark, else by which of them the bytes can be. null: no text at all. */
export function decode(bytes: Uint8Array): Decoded | null {
  const [a, b, c] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) return with_('utf-8', bytes);
  const wide = utf16(bytes);
  if (wide) return with_(wide, bytes);
  if (controls(bytes) > 0.02) return null;
  const whole = validUtf8(bytes);
  if (whole) return with_('utf-8', bytes.subarray(0, whole));
  const chinese = with_('gb18030', bytes);
  const utf8 = with_('utf-8', bytes);
  // Mostly UTF-8 with a few broken bytes is still UTF-8: the other reading would be nonsense throughout.
  return utf8.damaged * 50 < han(utf8.text) && utf8.damaged <= chinese.damaged * 4 + 20 && han(utf8.text) > 0
    ? utf8
    : chinese;
}

function with_(encoding: string, bytes: Uint8Array): Decoded {
  const text = new TextDecoder(encoding).decode(bytes);
  let damaged = 0;
  for (let at = text.indexOf('\ufffd'); at >= 0; at = text.indexOf('\ufffd', at + 1)) damaged++;
  return { text, damaged };
}

/** The length that is valid UTF-8: all, or all but a character that a cut at the end broke. 0 when it is not. */
function validUtf8(bytes: Uint8Array): number {
  for (const cut of [0, 1, 2, 3]) {
    if (cut > 0 && (bytes.at(-cut)! & 0x80) === 0) return 0;
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, bytes.length - cut));
      return bytes.length - cut;
    } catch {
      // Try without the last byte; it may be half a character.
    }
  }
  return 0;
}

const han = (text: string): number => text.slice(0, 20_000).match(/[\u4e00-\u9fff]/g)?.length ?? 0;

/** By its mark. Without one: Chinese in UTF-16 has its high bytes, 4E-9F, 30 or FF, all at the same parity. */
export function utf16(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  const head = bytes.subarray(0, 4000);
  if (head.length < 8) return null;
  const likely = (parity: number) => {
    let [high, low] = [0, 0];
    for (let i = parity; i < head.length; i += 2) if (isHigh(head[i]!)) high++;
    for (let i = 1 - parity; i < head.length; i += 2) if (isHigh(head[i]!) && head[i] !== 0) low++;
    const pairs = Math.floor(head.length / 2);
    return high / pairs > 0.9 && low / pairs < 0.75;
  };
  const hasNull = head.includes(0) || !head.some((byte) => byte === 0x0a || byte === 0x0d || byte === 0x20);
  if (!hasNull) return null;
  if (likely(1)) return 'utf-16le';
  return likely(0) ? 'utf-16be' : null;
}

const isHigh = (byte: number): boolean =>
  byte === 0 || byte === 0x20 || byte === 0x30 || byte === 0xff || (byte >= 0x4e && byte <= 0x9f);
