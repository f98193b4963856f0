import { CallerGone } from './gone';

/**
 * The code for an upload that did not arrive as one whole: `upload.no-boundary`, or `upload.incomplete`, which the client
 * itself has broken off, mostly; null for any other error. The reader of multipart has no class for them, only words.
 */
export function brokenUpload(error: unknown): 'upload.no-boundary' | 'upload.incomplete' | null {
  if (error instanceof CallerGone) return 'upload.incomplete';
  const { message = '', code = '' } = (error ?? {}) as { message?: string; code?: unknown };
  if (message === 'Multipart: Boundary not found') return 'upload.no-boundary';
  const isBroken =
    code === 'FST_MP_PREMATURE_CLOSE' ||
    // What Node says of a request whose connection closed, as against one of ours to elsewhere.
    (code === 'ECONNRESET' && message === 'aborted') ||
    /^(?:(?:Part|Preamble) terminated early due to u|U)nexpected end of multipart data$/.test(message);
  return isBroken ? 'upload.incomplete' : null;
}
