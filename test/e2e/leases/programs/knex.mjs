export async function open({ load, service }) {
  const knex = await load('knex');
  const db = knex({ client: 'pg', connection: service, pool: { min: 0, max: 40, idleTimeoutMillis: 600_000 } });

  async function startTransfer() {
    const transaction = await db.transaction();
    await transaction.raw('select 1');
  }
  async function holdConnection() {
    await db.client.acquireConnection();
  }
  async function finishTransfer() {
    const transaction = await db.transaction();
    await transaction.raw('select 2');
    await transaction.commit();
  }
  async function readTransfer() {
    await db.raw('select 3');
  }
  return { steady: [finishTransfer, readTransfer], leaks: [startTransfer, holdConnection], most: 12 };
}
