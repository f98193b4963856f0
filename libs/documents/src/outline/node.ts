import type { Warning } from '../notice';
import type { Marker } from '../lines/numbering';
import type { Span } from '../source/mapped';

/** A numbered stretch of the document. `head` is the paragraph with its number, `body` what follows before the children. */
export type Node = {
  marker: Marker | null;
  head: Span;
  body: Span[];
  /** Lines of a flattened table below this node. */
  table: Span[];
  children: Node[];
  warnings: Warning[];
};

/** "重点任务" above "| 责任单位": a known heading, and yet the first cell of the table. */
export const isBare = (node: Node): boolean =>
  node.body.length === 0 && node.children.length === 0 && node.table.length === 0 && node.head.text.length < 16;

/** A heading and nothing else: a short line without an end. */
export const isHeadingOnly = ({ head, marker, body, children, table }: Node): boolean =>
  body.length + children.length + table.length === 0 &&
  head.text.length <= marker!.length + 16 &&
  !/[,。;]/.test(head.fold.slice(marker!.length));

/** The number as the source writes it, without blanks. The sentence behind 一是 keeps it, the number is 一是 all the same. */
export function numberOf(node: Node): string | null {
  const { marker, head } = node;
  if (!marker || marker.length === 0 || marker.style === 'lost') return null;
  return head.text.slice(0, marker.length).replace(/[ \t\u3000\u00a0]/g, '');
}

export const nodeWarnings = (nodes: readonly Node[]): Warning[] =>
  nodes.flatMap((node) => [...node.warnings, ...nodeWarnings(node.children)]);
