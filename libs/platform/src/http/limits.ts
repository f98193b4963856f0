/** Bytes of a body that is no file. */
export const BODY_LIMIT = 1024 * 1024;
/** Bytes of a file; routes have lower ones of their own. */
export const UPLOAD_LIMIT = 50 * 1024 * 1024;

/** From the first byte of a request to its last (ms): a client that drips bytes would hold a connection for ever. */
export const REQUEST_MS = 60_000;

export const inMegabytes = (bytes: number): string => `${bytes / 1024 / 1024} MB`;

/** 万字: so many tens of thousands of Chinese characters, of three bytes each, a body holds. */
export const BODY_CHARACTERS = Math.round(BODY_LIMIT / 3 / 10_000);
