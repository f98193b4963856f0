import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Sent = Readonly<{
  name: string;
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  /** `service.name` and `service.instance.id` of who sent it. */
  service: string;
  instance: string;
}>;

type Attributes = readonly { key: string; value: { stringValue?: string } }[];
type Body = {
  resourceSpans: {
    resource: { attributes: Attributes };
    scopeSpans: { spans: Omit<Sent, 'service' | 'instance'>[] }[];
  }[];
};

/** Takes spans as a collector does: OTLP over HTTP, in JSON. */
export class Collector {
  readonly spans: Sent[] = [];
  private readonly server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk) => (text += String(chunk)));
    request.on('end', () => {
      if (request.url !== '/v1/traces') return void response.writeHead(404).end();
      this.take(JSON.parse(text) as Body);
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  });

  /** Its address. */
  async listen(): Promise<string> {
    await new Promise<void>((done) => this.server.listen(0, '127.0.0.1', done));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }

  private take({ resourceSpans }: Body): void {
    for (const { resource, scopeSpans } of resourceSpans) {
      const of = (key: string) => resource.attributes.find((one) => one.key === key)?.value.stringValue ?? '';
      const from = { service: of('service.name'), instance: of('service.instance.id') };
      for (const { spans } of scopeSpans) this.spans.push(...spans.map((span) => ({ ...span, ...from })));
    }
  }
}
