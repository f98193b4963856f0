import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import ts from 'typescript';

const root = resolve(__dirname, '../../..');

export type Found = Readonly<{ where: string; source: string; flags: string }>;

/** Every regular expression written in the sources below a folder, specs left out. */
export function regexesIn(folder: string): Found[] {
  return sourcesIn(join(root, folder)).flatMap((file) => {
    const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
    const found: Found[] = [];
    const visit = (node: ts.Node): void => {
      if (ts.isRegularExpressionLiteral(node)) found.push(literal(node, source));
      ts.forEachChild(node, visit);
    };
    visit(source);
    return found;
  });
}

/** Folders of a service or lib that hold its sources. */
export const foldersIn = (above: string): string[] =>
  readdirSync(join(root, above), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => join(above, name, 'src'));

function literal(node: ts.RegularExpressionLiteral, file: ts.SourceFile): Found {
  const end = node.text.lastIndexOf('/');
  const { line } = file.getLineAndCharacterOfPosition(node.getStart());
  return {
    where: `${relative(root, file.fileName)}:${line + 1}`,
    source: node.text.slice(1, end),
    flags: node.text.slice(end + 1),
  };
}

function sourcesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !/\.spec\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}

/** Those that the code makes at run time while `work` runs. */
export async function madeWhile(work: () => Promise<void>): Promise<Found[]> {
  const made = new Map<string, Found>();
  const real = globalThis.RegExp;
  globalThis.RegExp = new Proxy(real, {
    construct(target, [source, flags]: [string, string | undefined]) {
      const { source: text, flags: all } = new target(source, flags);
      made.set(`${text}/${all}`, { where: 'made at run time', source: text, flags: all });
      return new target(source, flags);
    },
  });
  try {
    await work();
  } finally {
    globalThis.RegExp = real;
  }
  return [...made.values()];
}
