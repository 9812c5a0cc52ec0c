'use strict';
// Aggregator: an undici Pool for each of 8 shops (opened at the first question, closed after 20 idle minutes), an abort signal for the whole process that
// every call listens to, answers in an lru-cache, and price alerts that people have subscribed to and leave again.
const http = require('node:http');
const { EventEmitter } = require('node:events');
const { Pool } = require('undici');
const { LRUCache } = require('lru-cache');
const shops = Array.from({ length: 8 }, (_, n) =>
  http.createServer((q, r) => setTimeout(() => r.end(JSON.stringify({ shop: n, cents: q.url.length })), 3)).listen(0),
);
class ShopClient {
  constructor(origin) {
    this.pool = new Pool(origin, { connections: 4 });
    this.lastUsed = Date.now();
  }
}
class Shops {
  constructor() {
    this.clients = new Map();
    setInterval(() => this.closeIdle(), 60_000);
  }
  of(n) {
    let c = this.clients.get(n);
    if (c === undefined) this.clients.set(n, (c = new ShopClient(`http://127.0.0.1:${shops[n].address().port}`)));
    c.lastUsed = Date.now();
    return c;
  }
  closeIdle() {
    for (const [n, c] of this.clients)
      if (Date.now() - c.lastUsed > 1_200_000) {
        this.clients.delete(n);
        c.pool.close();
      }
  }
}
const stopping = new AbortController();
const cache = new LRUCache({ max: 2000, ttl: 900_000 });
const feed = new EventEmitter();
feed.setMaxListeners(0);
class Question {
  constructor(client, article) {
    this.client = client;
    this.article = article;
    this.body = null;
    this.stopped = false;
    this.onStop = () => {
      this.stopped = true;
    };
  }
  async run() {
    stopping.signal.addEventListener('abort', this.onStop);
    try {
      const { body } = await this.client.pool.request({ path: `/${this.article}`, method: 'GET' });
      this.body = await body.json();
      return this.body;
    } finally {
      stopping.signal.removeEventListener('abort', this.onStop);
    }
  }
}
class Alert {
  constructor(article, limit) {
    this.article = article;
    this.limit = limit;
    this.hits = 0;
    this.check = (a, cents) => {
      if (a === this.article && cents < this.limit) this.hits += 1;
    };
  }
  start() {
    feed.on('price', this.check);
  }
  stop() {
    feed.off('price', this.check);
  }
}
const shopClients = new Shops();
const alerts = new Map();
const server = http.createServer(async (request, response) => {
  const url = new URL(request.url, 'http://prices');
  const article = url.searchParams.get('article');
  if (url.pathname === '/watch') {
    const old = alerts.get(article);
    if (old === undefined) {
      const alert = new Alert(article, 50);
      alert.start();
      alerts.set(article, alert);
    } else {
      old.stop();
      alerts.delete(article);
    }
    response.end();
    return;
  }
  const known = cache.get(article);
  if (known !== undefined) {
    response.end(JSON.stringify(known));
    return;
  }
  try {
    const found = await new Question(shopClients.of(article.length % 8), article).run();
    cache.set(article, found);
    feed.emit('price', article, found.cents);
    response.end(JSON.stringify(found));
  } catch {
    response.statusCode = 502;
    response.end();
  }
});
server.listen(Number(process.env.PORT || 0), () => console.log('ready', server.address().port));
