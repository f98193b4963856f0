import { Agent, request as open, type IncomingHttpHeaders } from 'node:http';

/** A file as a browser form sends it; the name goes out as it is, however hostile. */
export type Sent = Readonly<{ name: string; content: Uint8Array }>;

export type Asked = Readonly<{
  session?: string | null;
  headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  body?: unknown;
  file?: Sent;
  /** Sent as it is; `content-type` comes with the headers. */
  raw?: string | Buffer;
}>;

/** `body` is read from JSON, or null where the answer is none. */
export type Answered = Readonly<{ status: number; headers: IncomingHttpHeaders; text: string; body: unknown }>;

const BOUNDARY = 'chuangwen-security';

/** A client that sends what browsers never would. */
export class Http {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 8 });

  private readonly server: Readonly<{ host: string; port: string }>;

  constructor(url: string) {
    const { hostname: host, port } = new URL(url);
    this.server = { host, port };
  }

  ask(method: string, path: string, asked: Asked = {}): Promise<Answered> {
    const [payload, type] = payloadOf(asked);
    const headers = {
      ...(type ? { 'content-type': type } : {}),
      ...(asked.session ? { authorization: `Bearer ${asked.session}` } : {}),
      ...asked.headers,
    };
    return new Promise((resolve, reject) => {
      // Not as a URL, which would be made tidy before it is sent.
      const outgoing = open({ ...this.server, path, method, headers, agent: this.agent }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8');
          const json = response.headers['content-type']?.includes('json') && text !== '';
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            text,
            body: json ? JSON.parse(text) : null,
          });
        });
      });
      outgoing.on('error', (error: NodeJS.ErrnoException) => {
        // The server had just closed the idle connection: nothing was asked yet.
        if (outgoing.reusedSocket && error.code === 'ECONNRESET') resolve(this.ask(method, path, asked));
        else reject(error);
      });
      outgoing.end(payload);
    });
  }

  close(): void {
    this.agent.destroy();
  }
}

function payloadOf({ body, file, raw }: Asked): [Buffer | undefined, string | null] {
  if (file) return [multipart(file), `multipart/form-data; boundary=${BOUNDARY}`];
  if (raw !== undefined) return [Buffer.from(raw), null];
  if (body !== undefined) return [Buffer.from(JSON.stringify(body)), 'application/json'];
  return [undefined, null];
}

const multipart = ({ name, content }: Sent): Buffer =>
  Buffer.concat([
    Buffer.from(`--${BOUNDARY}\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\n\r\n`),
    content,
    Buffer.from(`\r\n--${BOUNDARY}--\r\n`),
  ]);
