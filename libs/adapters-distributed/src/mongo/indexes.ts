import { mongo } from 'mongoose';
import { isDeepStrictEqual } from 'node:util';
import { answered } from './errors';

export type Index = Readonly<{
  collection: string;
  name: string;
  key: Readonly<Record<string, 1 | -1>>;
  unique?: true;
  sparse?: true;
  partialFilterExpression?: mongo.Document;
}>;

/** A store is not opened without its indexes: some of them are what makes it right, not only fast. */
export class IndexesMissing extends Error {
  override readonly name = 'IndexesMissing';
  constructor(
    readonly database: string,
    /** `collection.index` */
    readonly indexes: readonly string[],
  ) {
    const names = indexes.join(', ');
    super(
      `数据库 ${database} 缺少索引或索引不符：${names}。请先运行 npx chuangwen setup-distributed。\n` +
        `The database ${database} lacks indexes, or has others: ${names}. Run npx chuangwen setup-distributed first.`,
    );
  }
}

/** Builds what is missing, while others may write; again without harm. Never run at boot: on large collections it takes its time. */
export async function migrateIndexes(db: mongo.Db, indexes: readonly Index[]): Promise<void> {
  for (const { collection, key, ...options } of indexes) await db.collection(collection).createIndex(key, options);
}

/** Throws IndexesMissing. */
export async function requireIndexes(db: mongo.Db, indexes: readonly Index[]): Promise<void> {
  const missing: string[] = [];
  for (const collection of new Set(indexes.map((index) => index.collection))) {
    const there = await answered(() => existing(db, collection));
    for (const index of indexes.filter((one) => one.collection === collection))
      if (!there.some((one) => isSame(one, index))) missing.push(`${collection}.${index.name}`);
  }
  if (missing.length > 0) throw new IndexesMissing(db.databaseName, missing);
}

const NAMESPACE_NOT_FOUND = 26;

async function existing(db: mongo.Db, collection: string): Promise<mongo.Document[]> {
  try {
    return await db.collection(collection).listIndexes().toArray();
  } catch (error) {
    if (error instanceof mongo.MongoServerError && error.code === NAMESPACE_NOT_FOUND) return [];
    throw error;
  }
}

const isSame = (there: mongo.Document, { name, key, unique, sparse, partialFilterExpression }: Index): boolean =>
  there['name'] === name &&
  isDeepStrictEqual(Object.entries(there['key'] as object), Object.entries(key)) &&
  (there['unique'] === true) === (unique === true) &&
  (there['sparse'] === true) === (sparse === true) &&
  isDeepStrictEqual(there['partialFilterExpression'], partialFilterExpression);
