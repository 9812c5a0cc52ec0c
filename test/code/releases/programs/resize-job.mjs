import { open } from 'node:fs/promises';

import { createPool } from 'generic-pool';

import { factory } from './factory.mjs';

const workers = createPool(factory, { max: 4 });

export async function resize(path, width) {
  const worker = await workers.acquire();
  let result;
  try {
    const file = await open(path);
    try {
      result = await worker.resize(file, width);
    } finally {
      await file.close();
    }
  } catch (error) {
    return { failed: error.message };
  }
  await workers.release(worker);
  return result;
}
