import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Visitor } from '@chuangwen/standalone';
import { chuangwen, started, stopped, type Started } from './program';

/** A platform as whoever runs it has it: the server, and the command line beside it. */
export abstract class Installation {
  private server: Started | null = null;
  /** What the start printed: an address, or one with the one-time link. */
  protected abstract readonly settings: readonly string[];

  constructor(protected readonly home: string) {
    writeFileSync(this.passphrase, '渡口的老榕树下有七级石阶\n');
  }

  /** A file with the passphrase of what is exported. */
  get passphrase(): string {
    return join(this.home, 'passphrase.txt');
  }

  at(name: string): string {
    return join(this.home, name);
  }

  /** With the first office set up, where it is a new one. Resolves with the address. */
  async start(office?: { name: string; level: string }, administrator?: object): Promise<string> {
    const match = office ? /(http:\/\/\S+\/setup#[\w-]{40,})/ : /(http:\/\/\S+)/;
    this.server = await started(match, 'start', ...this.settings, '--port', '0');
    const [url = '', token] = this.server.found.split('/setup#');
    if (office) await new Visitor(url).setUp({ token, office, administrator });
    return url;
  }

  async stop(): Promise<void> {
    if (this.server) await stopped(this.server);
    this.server = null;
  }

  /** What a command of the operator prints; rejects when it ends otherwise than well. */
  async run(...command: string[]): Promise<string> {
    return (await chuangwen(...command, ...this.settings)).stdout;
  }

  export(tenant: string, file: string): Promise<string> {
    return this.run('export', tenant, this.at(file), '--passphrase-file', this.passphrase);
  }

  import(file: string, ...options: string[]): Promise<string> {
    return this.run('import', this.at(file), ...options, '--passphrase-file', this.passphrase);
  }
}

/** Everything in one process, on a folder. */
export class OnFolder extends Installation {
  protected override readonly settings: readonly string[];

  constructor(home: string, folder: string) {
    super(home);
    this.settings = ['--data', join(home, folder)];
  }
}
