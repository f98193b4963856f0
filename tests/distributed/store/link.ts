import { freePort } from '../../engines';

/** A way to an engine that can be broken, by toxiproxy. */
export class Link {
  private constructor(
    private readonly api: string,
    private readonly name: string,
    /** `mongodb://` past the proxy, to this one server. */
    readonly url: string,
  ) {}

  static async open(api: string, mongoUrl: string): Promise<Link> {
    const [name, listen] = [`mongo-${process.pid}`, `127.0.0.1:${await freePort()}`];
    const link = new Link(api, name, `mongodb://${listen}/?directConnection=true`);
    await link.ask('POST', '/proxies', { name, listen, upstream: new URL(mongoUrl).host });
    return link;
  }

  /** What is asked arrives; a connection on which an answer comes is closed before it. */
  async loseAnswers(): Promise<void> {
    const limit = { name: 'lost', type: 'limit_data', stream: 'downstream', attributes: { bytes: 0 } };
    await this.ask('POST', `/proxies/${this.name}/toxics`, limit);
  }

  async mend(): Promise<void> {
    await this.ask('DELETE', `/proxies/${this.name}/toxics/lost`);
  }

  async close(): Promise<void> {
    await this.ask('DELETE', `/proxies/${this.name}`);
  }

  private async ask(method: string, path: string, body?: object): Promise<void> {
    const answer = await fetch(`${this.api}${path}`, { method, ...(body ? { body: JSON.stringify(body) } : {}) });
    if (!answer.ok) throw new Error(`toxiproxy: ${answer.status} ${await answer.text()}`);
  }
}
