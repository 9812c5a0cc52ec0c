import { MongoClient } from 'mongodb';

const client = new MongoClient('mongodb://127.0.0.1');

export async function importBatch(rows) {
  const session = client.startSession();
  try {
    await session.withTransaction(async () => {
      await client.db('shop').collection('rows').insertMany(rows, { session });
    });
  } finally {
    await session.endSession();
  }
}
