import { setTimeout as pause } from 'node:timers/promises';

class Upload {
  constructor(key) {
    this.key = key;
    this.bytes = 0;
  }
}

async function send(upload, serial) {
  await pause(5);
  if (serial % 3 === 0) throw new Error('reset');
  upload.bytes = 512;
}

export class Uploads {
  running = new Map();
  failed = 0;
  started = 0;

  add(key) {
    void this.start(key);
  }

  async start(key) {
    const upload = new Upload(key);
    this.running.set(key, upload);
    this.started += 1;
    try {
      await send(upload, this.started);
      this.running.delete(key);
    } catch {
      this.failed += 1;
    }
  }
}
