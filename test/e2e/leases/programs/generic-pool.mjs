export async function open({ load }) {
  const { createPool } = await load('generic-pool');
  class Wire {
    constructor(number) {
      this.number = number;
      this.pulses = [];
    }
  }
  let made = 0;
  const factory = {
    create: async () => {
      made += 1;
      return new Wire(made);
    },
    destroy: async () => {},
  };
  const pool = createPool(factory, { max: 40 });

  async function dialOut() {
    const wire = await pool.acquire();
    wire.pulses.push(1);
  }
  async function ring() {
    const wire = await pool.acquire();
    wire.pulses.length = 0;
    await pool.release(wire);
  }
  async function cutWire() {
    const wire = await pool.acquire();
    await pool.destroy(wire);
  }
  function useWire() {
    return pool.use(async (wire) => {
      wire.pulses.length = 0;
    });
  }
  return { steady: [ring, useWire, ring, cutWire], leaks: [dialOut], most: 12 };
}
