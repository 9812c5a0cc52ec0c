export async function open({ load, service }) {
  const { createPool } = await load('mysql2/promise.js');
  const promised = createPool({ ...service, connectionLimit: 40 });
  const plain = promised.pool;

  async function bookSeat() {
    const connection = await promised.getConnection();
    await connection.query('select 1');
  }
  function bookRow() {
    return new Promise((resolve, reject) => {
      plain.getConnection((error, connection) => {
        if (error) reject(error);
        else connection.query('select 2', resolve);
      });
    });
  }
  async function readSeat() {
    const connection = await promised.getConnection();
    try {
      await connection.query('select 3');
    } finally {
      connection.release();
    }
  }
  async function replaceSeat() {
    const connection = await promised.getConnection();
    connection.destroy();
  }
  function countSeats() {
    return promised.query('select 4');
  }
  const steady = [readSeat, countSeats, readSeat, countSeats, readSeat, countSeats, readSeat, replaceSeat];
  return { steady, leaks: [bookSeat, bookRow], most: 12 };
}
