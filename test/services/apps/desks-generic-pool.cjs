'use strict';
// Desks of a call center, lent by generic-pool to a conversation. A desk knows the one before it while it talks;
// conversations that ended stay in the day's protocol until it has 500, and reserved desks go back after 10 quiet minutes when another one asks.
const http = require('node:http');
const { createPool } = require('generic-pool');
class Desk {
  constructor(n) {
    this.n = n;
    this.before = null;
    this.talks = 0;
    this.closed = false;
  }
}
let numbers = 0;
const desks = createPool(
  {
    create: async () => new Desk(++numbers),
    destroy: async (desk) => {
      desk.closed = true;
    },
    validate: async (desk) => desk.talks < 6,
  },
  { max: 500, min: 4, testOnBorrow: true },
);
class Conversation {
  constructor(id) {
    this.id = id;
    this.words = [];
    this.endedAt = null;
  }
}
class Protocol {
  constructor() {
    this.ended = [];
    this.pages = 0;
  }
  add(c) {
    c.endedAt = Date.now();
    this.ended.push(c);
    if (this.ended.length === 500) {
      this.ended = [];
      this.pages += 1;
    }
  }
}
const protocol = new Protocol();
class Reservations {
  constructor() {
    this.byCustomer = new Map();
  }
  async deskOf(customer) {
    this.giveBackQuiet();
    let r = this.byCustomer.get(customer);
    if (r === undefined) {
      r = { desk: await desks.acquire(), touched: 0 };
      this.byCustomer.set(customer, r);
    }
    r.touched = Date.now();
    return r.desk;
  }
  async drop(customer) {
    const r = this.byCustomer.get(customer);
    if (r === undefined) return;
    this.byCustomer.delete(customer);
    await desks.release(r.desk);
  }
  giveBackQuiet() {
    for (const [customer, r] of this.byCustomer) if (Date.now() - r.touched > 600_000) this.drop(customer);
  }
}
const reservations = new Reservations();
let last = null;
async function talk(id) {
  const conversation = new Conversation(id);
  const desk = await desks.acquire();
  if (id % 3 === 0 && last !== null && last !== desk) desk.before = last;
  desk.talks += 1;
  conversation.words.push(desk.n);
  await new Promise((r) => setTimeout(r, 2));
  last = desk;
  desk.before = null;
  await desks.release(desk);
  protocol.add(conversation);
}
let asked = 0;
const server = http.createServer(async (request, response) => {
  asked += 1;
  const customer = new URL(request.url, 'http://desks').searchParams.get('customer');
  if (customer !== null) {
    await reservations.deskOf(customer);
    if (asked % 4 === 0) await reservations.drop(customer);
  } else await talk(asked);
  response.end('ok');
});
server.listen(Number(process.env.PORT || 0), () => console.log('ready', server.address().port));
