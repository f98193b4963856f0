import type { Actor } from '@chuangwen/contracts';
import type { Principal } from './principal';

/** In whose name a command or query runs, and how a command is recognised when it comes again. */
export type Caller = Readonly<{
  /** The tenant the caller signed in to. */
  tenant: string;
  actor: Actor;
  /** null for workflows and jobs: they act in the platform's own name. */
  principal: Principal | null;
  commandId: string;
  /** SHA-256 in hex of method, path and body, or of what caused a workflow's command. */
  bodyHash: string;
  correlationId: string;
  causationId: string;
  /** The version of the stream the caller looked at; a change since then is a conflict. */
  expectedVersion?: number;
  /** Aborted once whoever asked has closed the connection; only of requests over HTTP. */
  gone?: AbortSignal;
}>;

/** A command is on disk: where to, and the token that lets a query wait for it. */
export type Outcome<Answer = unknown> = Readonly<{
  /** `service:tenant:stream:version`. */
  token: string;
  version: number;
  answer: Answer;
}>;

export type Token = Readonly<{ service: string; tenant: string; stream: string; version: number }>;

const part = encodeURIComponent;
export const formatToken = (t: Token): string => `${t.service}:${part(t.tenant)}:${part(t.stream)}:${t.version}`;

/** null when the text is no token. */
export function parseToken(text: string): Token | null {
  const match = /^([a-z-]{1,40}):([^:]{1,300}):([^:]{1,300}):(\d{1,15})$/.exec(text);
  if (!match) return null;
  const [, service, tenant, stream, version] = match as unknown as [string, string, string, string, string];
  try {
    return {
      service,
      tenant: decodeURIComponent(tenant),
      stream: decodeURIComponent(stream),
      version: Number(version),
    };
  } catch {
    return null; // a stray % that is no escape
  }
}
