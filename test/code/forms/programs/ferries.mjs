const closing = new AbortController();

class Ferry {
  sailing = true;

  constructor(key) {
    this.key = key;
  }
}

async function cross(ferry, { signal }) {
  signal.addEventListener('abort', () => {
    ferry.sailing = false;
  });
  await Promise.resolve();
  return ferry.key;
}

export class Ferries {
  add(key) {
    cross(new Ferry(key), closing).catch(() => undefined);
  }
}
