type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** Set by the front door only; whatever a client sends under these names is thrown away. */
export const SOURCE_HEADER = 'x-chuangwen-source';
export const SECURE_HEADER = 'x-chuangwen-secure';

/** Where a request comes from: the client's address as the front door saw it. */
export const sourceOf = (headers: Headers): string => {
  const source = headers[SOURCE_HEADER];
  return typeof source === 'string' && source !== '' ? source : 'unknown';
};

/** The client speaks https, with us or with a proxy that is trusted. */
export const isSecure = (headers: Headers): boolean => headers[SECURE_HEADER] === '1';
