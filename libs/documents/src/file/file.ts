/** `name` is only somebody's word for it. */
export type File = Readonly<{ name: string; bytes: Uint8Array }>;
