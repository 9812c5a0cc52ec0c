import { MongoClient } from 'mongodb';

const client = new MongoClient('mongodb://127.0.0.1');

export async function exportBatch(filter) {
  const session = client.startSession({ snapshot: true });
  try {
    const rows = await client.db('shop').collection('rows').find(filter, { session }).toArray();
    await session.endSession();
    return rows;
  } catch (error) {
    throw new Error('export stopped', { cause: error });
  }
}
