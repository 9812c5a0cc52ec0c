import { createPool } from 'generic-pool';

import { factory } from './factory.mjs';

const workers = createPool(factory, { max: 4 });

export async function thumbnail(image) {
  const worker = await workers.acquire();
  try {
    try {
      return await worker.shrink(image, 120);
    } catch (error) {
      if (error.code === 'UNSUPPORTED') return undefined;
      throw error;
    }
  } finally {
    await workers.release(worker);
  }
}
