import { STATUS_CODES, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { RuleViolation } from '@chuangwen/kernel';
import { ProblemFilter } from '@chuangwen/platform';

/** What Node's parser says of what it can't read. */
type Unreadable = Error & Readonly<{ code?: string; rawPacket?: Buffer }>;

const codes: Readonly<Record<string, string>> = {
  HPE_INVALID_URL: 'request.address',
  HPE_HEADER_OVERFLOW: 'request.head-too-large',
  ERR_HTTP_REQUEST_TIMEOUT: 'request.too-slow',
};

const problems = new ProblemFilter({});

/** Answers, as a problem like others, what never becomes a request: Chinese in an address above all. Ends the connection. */
export function answerUnreadable(error: Unreadable, socket: Duplex): void {
  const { _httpMessage: begun } = socket as Duplex & { _httpMessage?: ServerResponse | null };
  if (error.code === 'ECONNRESET' || !socket.writable || begun?.headersSent) return void socket.destroy();
  const code = codes[error.code ?? ''] ?? 'request.unreadable';
  const [, wished] = /\r\naccept-language:([^\r\n]*)/i.exec(error.rawPacket?.toString('latin1') ?? '') ?? [];
  const problem = problems.problemOf(new RuleViolation(code), wished);
  const body = JSON.stringify(problem);
  const head = [
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}`,
    'content-type: application/problem+json; charset=utf-8',
    `content-length: ${Buffer.byteLength(body)}`,
    'x-content-type-options: nosniff',
    'cache-control: no-store',
    'connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy());
}
