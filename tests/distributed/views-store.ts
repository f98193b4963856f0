import { migrateViews, openReadModels, type Mongo } from '@chuangwen/adapters-distributed';
import { Database } from './database';

type Times = Parameters<typeof openReadModels>[2];
type Views = Awaited<ReturnType<typeof openReadModels>>;

/** A migrated database for views, and handles on it as several processes have them. */
export class ViewsStore {
  private readonly handles: { mongo: Mongo; views: Views }[] = [];

  private constructor(readonly database: Database) {}

  /** On the run's engine, or on one of its own that a spec may disturb. */
  static async open(url?: string): Promise<ViewsStore> {
    const database = await Database.open(url);
    await migrateViews(database.db);
    return new ViewsStore(database);
  }

  /** One process's. */
  async handle(times: Times = {}) {
    const mongo = await this.database.another();
    const views = await openReadModels(mongo, this.database.name, times);
    this.handles.push({ mongo, views });
    return views.views;
  }

  /** As processes end. */
  async closeHandles(): Promise<void> {
    for (const { mongo, views } of this.handles.splice(0)) {
      await views.close();
      await mongo.close();
    }
  }

  async close(): Promise<void> {
    await this.closeHandles();
    await this.database.close();
  }
}
