const closing = new AbortController();

class Boat {
  sailing = true;

  constructor(key) {
    this.key = key;
  }
}

function cross(boat, { signal }) {
  const halt = () => {
    boat.sailing = false;
  };
  signal.addEventListener('abort', halt, { once: true });
  setTimeout(() => signal.removeEventListener('abort', halt), 200_000);
}

export class Canals {
  add(key) {
    cross(new Boat(key), closing);
  }
}
