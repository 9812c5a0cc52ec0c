'use strict';
// Orders over knex on PostgreSQL, one transaction an order. Beside it: carts that expire after 20 minutes when they are asked for,
// a bounded audit trail that is flushed every 200 entries, and the statement of each tenant, of whom there are 40.
const express = require('express');
const knex = require('knex');
const db = knex({
  client: 'pg',
  connection: { host: '127.0.0.1', user: 'postgres', database: 'test' },
  pool: { min: 0, max: 60, acquireTimeoutMillis: 4000 },
});
class Cart {
  constructor(id) {
    this.id = id;
    this.lines = [];
    this.validUntil = Date.now() + 20 * 60_000;
  }
}
const carts = new Map();
function cartOf(id) {
  let cart = carts.get(id);
  if (cart !== undefined && cart.validUntil < Date.now()) {
    carts.delete(id);
    cart = undefined;
  }
  if (cart === undefined) carts.set(id, (cart = new Cart(id)));
  return cart;
}
class AuditTrail {
  constructor() {
    this.entries = [];
    this.flushed = 0;
  }
  write(what) {
    this.entries.push({ what, at: Date.now() });
    if (this.entries.length >= 200) this.flush();
  }
  flush() {
    this.flushed += this.entries.length;
    this.entries.length = 0;
  }
}
const trail = new AuditTrail();
const statements = {};
const app = express();
app.use(express.json());
app.post('/orders', async (req, res, next) => {
  const { cart: id, tenant, amount } = req.body;
  const cart = cartOf(id);
  cart.lines.push(amount);
  const trx = await db.transaction();
  try {
    const statement = (statements[tenant] ??= { text: 'select ?::int as total', used: 0 });
    statement.used += 1;
    const { rows } = await trx.raw(statement.text, [amount]);
    if (amount > 98) {
      await trx.rollback();
      res.status(422).json({ error: 'over the limit' });
      return;
    }
    await trx.commit();
    trail.write(rows[0].total);
    res.json({ total: rows[0].total });
  } catch (error) {
    if (!trx.isCompleted()) await trx.rollback().catch(() => {});
    next(error);
  }
});
const server = app.listen(Number(process.env.PORT || 0), () => console.log('ready', server.address().port));
