export async function open({ load, service }) {
  const { createClient } = await load('redis');
  const socket = { host: service.host, port: service.port };
  const limits = { minimum: 1, maximum: 40, cleanupDelay: 60_000, acquireTimeout: 60_000 };
  const pool = createClient({ socket }).createPool(limits);
  await pool.connect();
  const never = new Promise(() => {});

  async function watchKey() {
    await new Promise((resolve) => {
      void pool.execute(async (client) => {
        await client.ping();
        resolve();
        await never;
      });
    });
  }
  function readKey() {
    return pool.execute((client) => client.get('lease:none'));
  }
  function readOther() {
    return pool.get('lease:other');
  }
  return { steady: [readKey, readOther], leaks: [watchKey], most: 12 };
}
