import type { Document } from '@chuangwen/ports';
import { hash } from 'node:crypto';

/** Of what a document's body is as text. A change says by it what it was made from, and is refused when that is not there any more. */
export class Bodies {
  /** Of bodies that were handed out or brought: their text need not be made again. */
  private readonly hashes = new WeakMap<Document, string>();

  parsed(text: string, hash: string): Document {
    const body = JSON.parse(text) as Document;
    this.hashes.set(body, hash);
    return body;
  }

  written(body: Document): { body: string; hash: string } {
    const text = JSON.stringify(body);
    const of = hashOf(text);
    this.hashes.set(body, of);
    return { body: text, hash: of };
  }

  hashOf(body: Document): string {
    return this.hashes.get(body) ?? hashOf(JSON.stringify(body));
  }
}

const hashOf = (text: string): string => hash('sha256', text, 'base64url').slice(0, 22);
