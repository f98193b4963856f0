import { StorageUnavailable } from '@chuangwen/kernel';
import { mongo } from 'mongoose';
import { meaningOf } from './errors';

/** As the driver throws it from `bulkWrite`, whatever befell it. */
const inBulk = (error: mongo.MongoError) => new mongo.MongoBulkWriteError(error, {} as mongo.BulkWriteResult);

it('a connection that is lost within a bulk write is an engine that is away, as anywhere', () => {
  const lost = inBulk(new mongo.MongoNetworkError('connection 44 to 127.0.0.1:27017 closed'));
  expect(meaningOf(lost)).toBeInstanceOf(StorageUnavailable);
  expect(meaningOf(lost)).toMatchObject({ cause: lost });
});

it('a row that is there already is the caller’s to understand', () => {
  const twice = inBulk(new mongo.MongoServerError({ message: 'E11000 duplicate key', code: 11000 }));
  expect(meaningOf(twice)).toBe(twice);
});
