import { RuleViolation } from '@chuangwen/kernel';
import type { getDocumentProxy } from 'unpdf';
import type { Warning } from '../../notice';
import type { Limits } from '../limits';
import { boundedBytes } from './bounded';
import { ChineseMaps } from './cmaps';
import { isMatrix, linesOf, times, type Matrix, type Piece, type Segment } from './geometry';
import { blocksOf, type Block } from './page';
import { paragraphs } from './paragraphs';
import { ruledTables } from './ruled';
import { segmentsOf, type Operations } from './segments';

type Document = Awaited<ReturnType<typeof getDocumentProxy>>;
type Page = Awaited<ReturnType<Document['getPage']>>;

/**
 * The text of a PDF: paragraphs put together from lines, over page ends as well, page numbers left out, tables as rows
 * between bars. Throws RuleViolation notice.scan where no page has text, notice.no-letters, notice.password, notice.broken-file, notice.too-large.
 */
export const pdfToText = (bytes: Uint8Array, file: string, limits: Limits): Promise<PdfText> =>
  boundedBytes(() => read(bytes, file, limits));

/** `margin` is what stands on the edges of the pages and aslant over them. */
export type PdfText = { text: string; margin: string; warnings: Warning[] };

async function read(bytes: Uint8Array, file: string, limits: Limits): Promise<PdfText> {
  const pdf = await opened(bytes, file);
  try {
    if (pdf.numPages > limits.pages) throw new RuleViolation('notice.too-large', { limit: `${limits.pages} 页 pages` });
    const pages: Block[][] = [];
    const empty: number[] = [];
    const aslant = new Set<string>();
    let left = limits.letters;
    for (let n = 1; n <= pdf.numPages; n++) {
      const { blocks, letters } = await readPage(await pdf.getPage(n), aslant);
      left -= letters;
      if (left < 0) throw new RuleViolation('notice.too-large', { limit: `${limits.letters} 个字 characters` });
      if (letters === 0) empty.push(n);
      pages.push(blocks);
    }
    if (empty.length === pdf.numPages) throw new RuleViolation('notice.scan', { file });
    const params = { pages: empty.slice(0, 20).join('、') };
    const { text, margin } = paragraphs(pages);
    if (!isLetters(text)) throw new RuleViolation('notice.no-letters', { file });
    return {
      text,
      margin: [...aslant, ...margin].join('\n'),
      warnings: empty.length > 0 ? [{ code: 'file.pages-without-text', params }] : [],
    };
  } catch (error) {
    if (error instanceof RuleViolation) throw error;
    throw new RuleViolation('notice.broken-file', { file });
  } finally {
    await pdf.loadingTask.destroy();
  }
}

/** A font that numbers its glyphs, and does not say which letters they are, gives its numbers for letters: no script that is written here. */
const isLetters = (text: string): boolean =>
  (text.match(/[^\s\u0020-\u024f\u0391-\u03c9\u2000-\u2bff\u3000-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef]/g)
    ?.length ?? 0) *
    4 <=
  text.replace(/\s/g, '').length;

async function opened(bytes: Uint8Array, file: string): Promise<Document> {
  const library = await import('unpdf');
  try {
    return await library.getDocumentProxy(Uint8Array.from(bytes), {
      verbosity: 0,
      useSystemFonts: false,
      disableFontFace: true,
      enableXfa: false,
      // Pictures are never decoded: nobody looks at them.
      maxImageSize: 16,
      isImageDecoderSupported: false,
      isOffscreenCanvasSupported: false,
      useWasm: false,
      useWorkerFetch: false,
      BinaryDataFactory: ChineseMaps,
      cMapPacked: false,
    });
  } catch (error) {
    const password = error instanceof Error && error.name === 'PasswordException';
    throw new RuleViolation(password ? 'notice.password' : 'notice.broken-file', { file });
  }
}

async function readPage(page: Page, aslant: Set<string>): Promise<{ blocks: Block[]; letters: number }> {
  const { items } = await page.getTextContent();
  const shown = page.getViewport({ scale: 1 }).transform;
  const turn = isMatrix(shown) ? shown : ([1, 0, 0, -1, 0, 0] as const);
  const pieces = items.flatMap((item): Piece[] => {
    if (!('str' in item) || item.str === '' || !isMatrix(item.transform)) return [];
    const [a, b, c, d, e, f] = times(turn, item.transform);
    // A watermark is no text, but it may be a mark.
    if (Math.abs(b) > 0.05 * Math.abs(a)) {
      if (aslant.size < 100) aslant.add(item.str);
      return [];
    }
    const size = Math.hypot(c, d);
    return size > 0 ? [{ text: item.str, x: e, y: f, width: item.width * Math.hypot(turn[0], turn[1]), size }] : [];
  });
  const letters = pieces.reduce((sum, { text }) => sum + text.trim().length, 0);
  const segments = letters > 0 ? await segmentsIn(page, turn) : [];
  const { tables, others } = ruledTables(segments, pieces);
  page.cleanup();
  return { blocks: blocksOf(linesOf(others), tables), letters };
}

async function segmentsIn(page: Page, turn: Matrix): Promise<Segment[]> {
  const { getResolvedPDFJS } = await import('unpdf');
  const { OPS } = await getResolvedPDFJS();
  return segmentsOf(await page.getOperatorList(), OPS satisfies Operations, turn);
}
